/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli.serve;

import java.util.List;
import org.postchaise.engine.server.intake.AcceptedMessage;
import org.postchaise.engine.server.intake.IntakeSink;
import org.postchaise.engine.server.view.ServerReply;

/** A sink that accepts and drops all mail, as Postfix's discard(8). */
public final class DiscardSink implements IntakeSink {
    @Override
    public List<ServerReply> accept(AcceptedMessage message) {
        return Replies.queued(message);
    }
}
