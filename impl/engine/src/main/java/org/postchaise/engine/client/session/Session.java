/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.session;

import org.postchaise.api.Peer;

/** An SMTP session with one server, greeted and introduced. Skeleton; see the client issue. */
public final class Session {
    /** Sends QUIT, does not wait for the reply, and closes. */
    public void quit() {}

    /** Closes the connection at once, also while another thread uses it. */
    public void abort() {}

    /** Whether the connection was not closed, as far as this side knows. */
    public boolean isOpen() {
        return false;
    }

    /** The server. */
    public Peer peer() {
        return null;
    }
}
