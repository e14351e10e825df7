/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.session;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.postchaise.engine.server.command.CommandResult;
import org.postchaise.engine.server.command.CommandTable;
import org.postchaise.engine.server.command.CommandTable.Flag;
import org.postchaise.engine.server.command.CommandTable.Row;
import org.postchaise.engine.server.command.MessageEnd;
import org.postchaise.engine.server.command.Replies;
import org.postchaise.engine.server.command.SessionRules.BareNewline;
import org.postchaise.engine.server.command.SessionState;
import org.postchaise.engine.server.view.ServerReply;
import org.postchaise.engine.table.LookupResult;
import org.postchaise.engine.wire.CommandLine;
import org.postchaise.engine.wire.CommandParser;
import org.postchaise.engine.wire.Line;

/**
 * The way of a command line to its command: the checks that Postfix makes before a command is known, in Postfix's order, then the command
 * table. Not thread-safe.
 */
final class Dispatcher {
    /** The number of characters of a line that is too long in the log. */
    private static final int SHOWN_OF_LONG_LINE = 30;

    /** The number of characters of a filtered line in the log. */
    private static final int SHOWN_OF_FILTERED_LINE = 100;

    /** The number of octets of unexpected input in the log. */
    private static final int SHOWN_OF_INPUT = 100;

    private static final String UNKNOWN = "UNKNOWN";

    private final SessionState session;
    private final CommandTable table;
    private boolean denied;

    /**
     * The result of a line, and the command that gave it.
     *
     * @param result the result
     * @param row the command; empty for a line that was answered without one
     */
    record Handled(CommandResult result, Optional<Row> row) {
        static Handled without(CommandResult result) {
            return new Handled(result, Optional.empty());
        }
    }

    Dispatcher(SessionState session) {
        this.session = session;
        this.table = CommandTable.of(session.rules().protocol());
    }

    /** Refuses all further commands but QUIT, or permits them again. */
    void deny(boolean refused) {
        denied = refused;
    }

    /**
     * Handles a line.
     *
     * @param input what arrived after the line, from {@code from} (inclusive) to {@code to} (exclusive)
     */
    Handled handle(Line line, byte[] input, int from, int to) {
        session.beginCommand();
        if (line.tooLong()) {
            String start = EscapedText.of(line.text(StandardCharsets.ISO_8859_1).substring(0, SHOWN_OF_LONG_LINE));
            session.warn(session.label() + ": request longer than "
                    + session.rules().lineLengthLimit() + ": " + start + "...");
        }
        if (line.ending() == Line.Ending.BARE_LF && session.bareNewline() == BareNewline.REJECT) {
            session.rejected("bare <LF> received");
            ServerReply reply = MessageEnd.bareLf(session.rules());
            return Handled.without(CommandResult.abort(reply));
        }
        if (line.ending() == Line.Ending.BARE_LF && session.bareNewline() == BareNewline.NOTE) {
            session.note(
                    "note: command after " + session.stage() + " from " + session.label() + ": bare <LF> received");
        }
        CommandLine command = CommandParser.parse(line);
        LookupResult filtered = session.rules().filtered(withoutMargin(command.text()));
        if (filtered instanceof LookupResult.Unavailable unavailable) {
            session.warn(unavailable.cause());
            return Handled.without(CommandResult.abort(Replies.localDataError(session.rules())));
        }
        if (filtered instanceof LookupResult.Found found) {
            session.note(session.label() + ": replacing command \"" + start(command.text()) + "\" with \""
                    + start(found.value()) + "\"");
            command = CommandParser.parse(found.value());
        }
        return handle(command, input, from, to);
    }

    /** Returns a line without the space and tab before it, which must not keep a command from the filter. */
    private static String withoutMargin(String text) {
        int at = 0;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return text.substring(at);
    }

    private static String start(String text) {
        return text.substring(0, Math.min(text.length(), SHOWN_OF_FILTERED_LINE));
    }

    private Handled handle(CommandLine command, byte[] input, int from, int to) {
        if (command.encoding() == CommandLine.Encoding.OTHER && session.rules().smtpUtf8()) {
            return Handled.without(CommandResult.failed(Replies.BAD_UTF8));
        }
        String verb = command.verb();
        if (verb.isEmpty()) {
            return Handled.without(CommandResult.failed(Replies.BAD_SYNTAX));
        }
        if (session.rules().isNoop(verb)) {
            session.budget().junk();
            return Handled.without(CommandResult.done(Replies.OK));
        }
        Optional<Row> row = table.row(verb);
        if (row.isEmpty()) {
            return Handled.without(unknown(command, verb));
        }
        session.counts().begun(row.get().verb());
        session.enter(verb);
        if (from < to && (row.get().is(Flag.LAST) || !session.extended()) && outOfSync(verb, input, from, to)) {
            return new Handled(CommandResult.abort(Replies.OUT_OF_SYNC), row);
        }
        return new Handled(
                denied && !row.get().is(Flag.AFTER_REFUSAL)
                        ? CommandResult.failed(denied())
                        : row.get().handle(session, command),
                row);
    }

    /** Handles an unknown verb: a client that speaks another protocol, or sends header fields as commands, is sent away. */
    private CommandResult unknown(CommandLine command, String verb) {
        session.enter(UNKNOWN);
        session.counts().unknown();
        if (isHeader(command.words().get(0).text()) || session.rules().isForbidden(verb)) {
            session.warn("non-SMTP command from " + session.label() + ": " + EscapedText.of(command.text()));
            return CommandResult.abort(Replies.FORBIDDEN);
        }
        return CommandResult.failed(denied ? denied() : Replies.NOT_RECOGNIZED);
    }

    private ServerReply denied() {
        return ServerReply.of(503, "5.7.0", "Error: access denied for " + session.label());
    }

    /** Returns true if {@code word} begins like a header field: printable US-ASCII, then a colon. */
    private static boolean isHeader(String word) {
        int colon = word.indexOf(':');
        return colon > 0 && word.substring(0, colon).chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    /** Notes that the client did not wait for the reply to {@code verb}; returns true if the session ends for that. */
    private boolean outOfSync(String verb, byte[] input, int from, int to) {
        if (!session.pipelinedUnasked()) {
            session.pipelined();
            session.note("improper command pipelining after " + verb + " from " + session.label() + ": "
                    + EscapedText.of(input, from, Math.min(to, from + SHOWN_OF_INPUT)));
        }
        return session.rules().forbidsPipelining();
    }
}
