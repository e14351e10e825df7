/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.command;

import java.util.List;
import java.util.Optional;
import org.postchaise.engine.server.view.ServerReply;

/**
 * The result of a command, or of the content that followed it. Immutable.
 *
 * @param replies the replies; several only at the end of content with LMTP, none where content follows without a reply
 * @param success true if the command counts as successful; otherwise as an error
 * @param then what follows the replies
 * @param content the reader of the content that follows, for {@link Then#CONTENT}
 */
public record CommandResult(List<ServerReply> replies, boolean success, Then then, Optional<ContentReader> content) {

    /** What follows a reply. */
    public enum Then {
        /** The next command. */
        COMMAND,
        /** Content, for DATA and BDAT. */
        CONTENT,
        /** A new greeting: the session begins anew, as after XCLIENT. */
        GREETING,
        /** The end of the session. */
        END
    }

    /** Creates a result with a copy of the list. */
    public CommandResult {
        replies = List.copyOf(replies);
    }

    /** Returns the result of a successful command. */
    public static CommandResult done(ServerReply reply) {
        return new CommandResult(List.of(reply), true, Then.COMMAND, Optional.empty());
    }

    /** Returns the result of a command that counts as an error. */
    public static CommandResult failed(ServerReply reply) {
        return failed(List.of(reply));
    }

    /** Returns the result of a command that counts as an error, with several replies. */
    public static CommandResult failed(List<ServerReply> replies) {
        return new CommandResult(replies, false, Then.COMMAND, Optional.empty());
    }

    /** Returns the result of an erroneous command with a reply such as {@code failed(501, "5.5.4", "Syntax: RSET")}. */
    public static CommandResult failed(int code, String status, String text) {
        return failed(ServerReply.of(code, status, text));
    }

    /** Returns the result of content that was accepted, for some recipients at least. */
    public static CommandResult done(List<ServerReply> replies) {
        return new CommandResult(replies, true, Then.COMMAND, Optional.empty());
    }

    /** Returns the result of DATA: a reply, then content. */
    public static CommandResult content(ServerReply reply, ContentReader reader) {
        return new CommandResult(List.of(reply), true, Then.CONTENT, Optional.of(reader));
    }

    /** Returns the result of BDAT: content without a reply before. */
    public static CommandResult content(ContentReader reader) {
        return new CommandResult(List.of(), true, Then.CONTENT, Optional.of(reader));
    }

    /** Returns the result of a successful command that ends the session. */
    public static CommandResult end(ServerReply reply) {
        return new CommandResult(List.of(reply), true, Then.END, Optional.empty());
    }

    /** Returns the result of an erroneous command that ends the session. */
    public static CommandResult abort(ServerReply reply) {
        return new CommandResult(List.of(reply), false, Then.END, Optional.empty());
    }

    /** Returns the result of a command after which the client is greeted anew; as in Postfix it does not count as successful. */
    public static CommandResult greeting() {
        return new CommandResult(List.of(), false, Then.GREETING, Optional.empty());
    }
}
