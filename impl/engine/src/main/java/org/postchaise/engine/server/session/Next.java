/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.session;

import org.postchaise.engine.net.Deadline;

/** The next need of a session, after it handled what had arrived. */
public sealed interface Next {

    /**
     * The session waits for octets of its client.
     *
     * @param deadline the time after which {@link InboundSession#timedOut} is due
     */
    record Read(Deadline deadline) implements Next {}

    /**
     * The session makes its client wait; nothing is read meanwhile.
     *
     * @param until the time at which {@link InboundSession#run} is due
     */
    record Pause(Deadline until) implements Next {}

    /** The session waits until its client has read what was written; nothing is read meanwhile. Then {@link InboundSession#run} is due. */
    record Write() implements Next {}

    /** The session has ended: its connection is to be closed after what was written has been sent. */
    record End() implements Next {}

    /** The only needed instance of {@link Write}, which has no components. */
    Next WRITE = new Write();

    /** The only needed instance of {@link End}, which has no components. */
    Next END = new End();
}
