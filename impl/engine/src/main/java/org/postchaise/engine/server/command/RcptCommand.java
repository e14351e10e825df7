/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.command;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.postchaise.api.Recipient;
import org.postchaise.engine.address.Xtext;
import org.postchaise.engine.server.intake.Intake;
import org.postchaise.engine.server.view.ClientRates;
import org.postchaise.engine.server.view.ServerReply;
import org.postchaise.engine.wire.CommandLine;
import org.postchaise.engine.wire.CommandLine.Word;

/** RCPT (RFC 5321, section 4.1.1.3), with the parameters NOTIFY and ORCPT (RFC 3461). */
final class RcptCommand implements CommandHandler {
    private static final ServerReply NEED_MAIL = ServerReply.of(503, "5.5.1", "Error: need MAIL command");
    private static final ServerReply SYNTAX = ServerReply.of(501, "5.5.4", "Syntax: RCPT TO:<address>");
    private static final ServerReply BAD_RECIPIENT = ServerReply.of(501, "5.1.3", "Bad recipient address syntax");
    private static final ServerReply BAD_NOTIFY = ServerReply.of(501, "5.5.4", "Error: Bad NOTIFY parameter syntax");
    private static final ServerReply BAD_ORCPT = ServerReply.of(501, "5.5.4", "Error: Bad ORCPT parameter syntax");
    private static final ServerReply TOO_MANY = ServerReply.of(452, "4.5.3", "Error: too many recipients");
    private static final ServerReply ACCEPTED = ServerReply.of(250, "2.1.5", "Ok");

    /** The parameters of one RCPT command. */
    private static final class Parameters {
        private final Set<Recipient.Notify> notifyOn = EnumSet.noneOf(Recipient.Notify.class);
        private Optional<String> original = Optional.empty();

        /** Adds a parameter; returns the reply if the parameter is wrong or not offered. */
        private Optional<ServerReply> add(String parameter, boolean dsn) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? "" : parameter.substring(0, equals).toUpperCase(Locale.ROOT);
            if (!name.equals("NOTIFY") && !name.equals("ORCPT")) {
                return Optional.of(Replies.unsupported(parameter));
            }
            if (!dsn) {
                return Optional.of(MailParameters.NO_DSN);
            }
            String value = parameter.substring(equals + 1);
            return name.equals("NOTIFY") ? notifyOn(value) : original(value);
        }

        private Optional<ServerReply> notifyOn(String value) {
            if (!notifyOn.isEmpty()) {
                return Optional.of(BAD_NOTIFY);
            }
            for (String word : value.split(",", -1)) {
                if (word.isEmpty()) {
                    continue;
                }
                try {
                    notifyOn.add(Recipient.Notify.valueOf(word.toUpperCase(Locale.ROOT)));
                } catch (IllegalArgumentException e) {
                    return Optional.of(BAD_NOTIFY);
                }
            }
            return notifyOn.isEmpty() || (notifyOn.contains(Recipient.Notify.NEVER) && notifyOn.size() > 1)
                    ? Optional.of(BAD_NOTIFY)
                    : Optional.empty();
        }

        private Optional<ServerReply> original(String value) {
            int semicolon = value.indexOf(';');
            boolean utf8 = value.regionMatches(true, 0, "utf-8;", 0, 6);
            if (original.isPresent()
                    || semicolon < 1
                    || !(utf8 ? Xtext.isUtf8Address(value) : MailParameters.isXtext(value))) {
                return Optional.of(BAD_ORCPT);
            }
            // Postfix takes an empty address as well, which tells nothing
            original = Optional.of(semicolon + 1 == value.length() ? "" : Xtext.originalRecipient(value));
            return Optional.empty();
        }
    }

    @Override
    public CommandResult handle(SessionState session, CommandLine line) {
        List<Word> words = line.arguments();
        if (session.transaction().isEmpty()) {
            return CommandResult.failed(NEED_MAIL);
        }
        if (session.chunks() != SessionState.Chunks.NONE) {
            return CommandResult.failed(503, "5.5.1", "Error: RCPT after BDAT");
        }
        if (words.size() < 2 || !words.get(0).text().equalsIgnoreCase("TO:")) {
            return CommandResult.failed(SYNTAX);
        }
        Optional<String> address = address(session, words.get(1));
        if (address.isEmpty()) {
            return CommandResult.failed(BAD_RECIPIENT);
        }
        Parameters parameters = new Parameters();
        boolean dsn = !session.discarded().holds(EhloKeywords.DSN);
        for (Word word : words.subList(2, words.size())) {
            Optional<ServerReply> fault = parameters.add(word.text(), dsn);
            if (fault.isPresent()) {
                return CommandResult.failed(fault.get());
            }
        }
        return recipient(session, words.get(1).text(), address.get(), parameters);
    }

    private static String bare(String path) {
        return path.startsWith("<") && path.endsWith(">")
                ? path.substring(1, path.length() - 1).stripTrailing()
                : path;
    }

    private static Optional<String> address(SessionState session, Word path) {
        if (!path.closed()) {
            return Optional.empty();
        }
        boolean utf8 = session.transaction().orElseThrow().facts().options().smtpUtf8();
        Optional<String> address = session.context().paths().recipient(path.text(), utf8);
        if (address.isEmpty()) {
            session.warn("Illegal address syntax from " + session.label() + " in RCPT command: " + path.text());
        }
        return address;
    }

    private static CommandResult recipient(SessionState session, String path, String address, Parameters parameters) {
        boolean smtpUtf8 = session.transaction().orElseThrow().facts().options().smtpUtf8();
        if (session.rules().strictSmtpUtf8() && !smtpUtf8 && !MailCommand.isAscii(address)) {
            return CommandResult.failed(Replies.MUST_DECLARE_SMTPUTF8);
        }
        if (session.tooMany(ClientRates.Kind.RECIPIENT, "Recipient address")) {
            return CommandResult.failed(
                    450,
                    "4.7.1",
                    "Error: too many recipients from " + session.client().address());
        }
        if (session.recipients().size() >= session.rules().recipientLimit()) {
            return session.transaction().orElseThrow().overshoot()
                            > session.rules().recipientOvershootLimit()
                    ? CommandResult.failed(TOO_MANY)
                    : CommandResult.done(TOO_MANY);
        }
        Recipient recipient;
        try {
            recipient = new Recipient(
                    address,
                    parameters.notifyOn,
                    // as in Postfix the path as the client sent it, of type rfc822, for mail with SMTPUTF8 too
                    parameters.original.filter(o -> !o.isEmpty()).orElse(Xtext.ownRecipient(bare(path), false)));
        } catch (IllegalArgumentException e) {
            return CommandResult.failed(parameters.original.isPresent() ? BAD_ORCPT : BAD_RECIPIENT);
        }
        Optional<ServerReply> refusal = session.refusal(session.access().recipient(address), Optional.of(address));
        if (refusal.isPresent()) {
            return CommandResult.failed(refusal.get());
        }
        if (session.add(recipient)) {
            return CommandResult.done(ACCEPTED);
        }
        session.warn("no memory left for more recipients (intake_memory) from " + session.label());
        return CommandResult.done(Intake.NO_ROOM);
    }
}
