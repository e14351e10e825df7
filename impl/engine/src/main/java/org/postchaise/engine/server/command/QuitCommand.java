/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.command;

import org.postchaise.engine.server.view.ServerReply;
import org.postchaise.engine.wire.CommandLine;

/** QUIT (RFC 5321, section 4.1.1.10), as in Postfix with any arguments. */
final class QuitCommand implements CommandHandler {
    private static final ServerReply BYE = ServerReply.of(221, "2.0.0", "Bye");

    @Override
    public CommandResult handle(SessionState session, CommandLine line) {
        return CommandResult.end(BYE);
    }
}
