/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.command;

import org.postchaise.engine.wire.CommandLine;

/** AUTH (RFC 4954) of a listener without SASL. */
final class AuthCommand implements CommandHandler {
    @Override
    public CommandResult handle(SessionState session, CommandLine line) {
        if (session.heloName().isEmpty() && session.rules().heloRequired()) {
            return CommandResult.failed(503, "5.5.1", "Error: send HELO/EHLO first");
        }
        return CommandResult.failed(503, "5.5.1", "Error: authentication not enabled");
    }
}
