/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli.serve;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import org.postchaise.engine.log.LineLog;
import org.postchaise.engine.server.intake.AcceptedMessage;
import org.postchaise.engine.server.listen.ServerLog;
import org.postchaise.engine.server.view.ServerReply;

/** The replies of sinks to the end of content. */
final class Replies {
    private static final Logger LOG = LineLog.of(ServerLog.NAME);

    private Replies() {}

    /** Returns the reply for a message that was stored for all recipients. */
    static List<ServerReply> queued(AcceptedMessage message) {
        return List.of(ServerReply.of(250, "2.0.0", "Ok: queued as " + message.queueId()));
    }

    /** Logs a failure of this system to store a message, and returns the reply, which asks the client to try again. */
    static List<ServerReply> failed(AcceptedMessage message, IOException cause) {
        LOG.log(Level.ERROR, "{0}: {1}", message.queueId(), cause.toString());
        return List.of(ServerReply.of(451, "4.3.0", "Error: queue file write error"));
    }
}
