/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.command;

import org.postchaise.engine.wire.CommandLine;

/** STARTTLS (RFC 3207) of a listener without TLS. */
final class StartTlsCommand implements CommandHandler {
    @Override
    public CommandResult handle(SessionState session, CommandLine line) {
        if (!line.arguments().isEmpty()) {
            return CommandResult.failed(501, "5.5.4", "Syntax: STARTTLS");
        }
        return CommandResult.failed(502, "5.5.1", "Error: command not implemented");
    }
}
