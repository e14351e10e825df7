/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.command;

import static org.postchaise.engine.server.command.CommandTable.Flag.AFTER_REFUSAL;
import static org.postchaise.engine.server.command.CommandTable.Flag.JUNK;
import static org.postchaise.engine.server.command.CommandTable.Flag.LAST;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postchaise.engine.wire.CommandLine;

/** The commands of a listener, one row per verb. Immutable and thread-safe. */
public final class CommandTable {

    /** The properties of a command. */
    public enum Flag {
        /** The command counts as one without mail ({@code smtpd_junk_command_limit}). */
        JUNK,
        /** A client must wait for the reply to this command: it is the last of a pipelined group (RFC 2920, section 3.1). */
        LAST,
        /** The command is permitted to a client whose connection was refused. */
        AFTER_REFUSAL
    }

    /** A row of the table. */
    public static final class Row {
        private final Verb verb;
        private final CommandHandler handler;
        private final Set<Flag> flags;

        private Row(Verb verb, CommandHandler handler, Set<Flag> flags) {
            this.verb = verb;
            this.handler = handler;
            this.flags = flags;
        }

        /** Returns the verb. */
        public Verb verb() {
            return verb;
        }

        /** Returns true if the command has the property. */
        public boolean is(Flag flag) {
            return flags.contains(flag);
        }

        /** Handles a command line with this row's verb. */
        public CommandResult handle(SessionState session, CommandLine line) {
            return handler.handle(session, line);
        }
    }

    private static final CommandTable SMTP = table(SessionRules.Protocol.SMTP);
    private static final CommandTable LMTP = table(SessionRules.Protocol.LMTP);

    private final Map<String, Row> rows = new HashMap<>();

    private CommandTable() {}

    /** Returns the table of {@code protocol}. */
    public static CommandTable of(SessionRules.Protocol protocol) {
        return protocol == SessionRules.Protocol.LMTP ? LMTP : SMTP;
    }

    /** Returns the row of a verb, which is in upper case; empty for an unknown verb. */
    public Optional<Row> row(String verb) {
        return Optional.ofNullable(rows.get(verb));
    }

    private static CommandTable table(SessionRules.Protocol protocol) {
        CommandTable table = new CommandTable();
        if (protocol == SessionRules.Protocol.LMTP) {
            table.add(Verb.LHLO, new HeloCommand(Verb.LHLO), JUNK, LAST);
        } else {
            table.add(Verb.HELO, new HeloCommand(Verb.HELO), JUNK, LAST);
            table.add(Verb.EHLO, new HeloCommand(Verb.EHLO), JUNK, LAST);
            table.add(Verb.ETRN, new EtrnCommand(), JUNK);
        }
        table.add(Verb.XCLIENT, new XclientCommand());
        table.add(Verb.XFORWARD, new XforwardCommand());
        table.add(Verb.STARTTLS, new StartTlsCommand());
        table.add(Verb.AUTH, new AuthCommand());
        table.add(Verb.MAIL, new MailCommand());
        table.add(Verb.RCPT, new RcptCommand());
        table.add(Verb.DATA, new DataCommand(), LAST);
        table.add(Verb.BDAT, new BdatCommand());
        table.add(Verb.RSET, new RsetCommand(), JUNK);
        table.add(Verb.NOOP, new NoopCommand(), JUNK, LAST);
        table.add(Verb.VRFY, new VrfyCommand(), JUNK, LAST);
        table.add(Verb.QUIT, new QuitCommand(), AFTER_REFUSAL);
        return table;
    }

    private void add(Verb verb, CommandHandler handler, Flag... flags) {
        Set<Flag> set = EnumSet.noneOf(Flag.class);
        for (Flag flag : flags) {
            set.add(flag);
        }
        rows.put(verb.name(), new Row(verb, handler, set));
    }
}
