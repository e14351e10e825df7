/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.command;

import org.postchaise.engine.wire.CommandLine;

/** RSET (RFC 5321, section 4.1.1.5). */
final class RsetCommand implements CommandHandler {
    @Override
    public CommandResult handle(SessionState session, CommandLine line) {
        if (!line.arguments().isEmpty()) {
            return CommandResult.failed(501, "5.5.4", "Syntax: RSET");
        }
        session.resetMail();
        return CommandResult.done(Replies.OK);
    }
}
