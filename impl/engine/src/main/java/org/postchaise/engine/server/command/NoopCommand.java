/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.command;

import org.postchaise.engine.wire.CommandLine;

/** NOOP (RFC 5321, section 4.1.1.9), with any arguments. */
final class NoopCommand implements CommandHandler {
    @Override
    public CommandResult handle(SessionState session, CommandLine line) {
        return CommandResult.done(Replies.OK);
    }
}
