/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.command;

import org.postchaise.engine.wire.CommandLine;

/** The handler of a verb: a plain call that may block in access control, tables and DNS. Without state of its own. */
@FunctionalInterface
interface CommandHandler {

    /** Handles a command line with this handler's verb. */
    CommandResult handle(SessionState session, CommandLine line);
}
