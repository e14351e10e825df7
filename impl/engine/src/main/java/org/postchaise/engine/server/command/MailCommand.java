/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.command;

import java.util.List;
import java.util.Optional;
import org.postchaise.engine.server.view.ClientRates;
import org.postchaise.engine.server.view.MailFacts;
import org.postchaise.engine.server.view.ServerReply;
import org.postchaise.engine.server.view.Verdict;
import org.postchaise.engine.wire.CommandLine;
import org.postchaise.engine.wire.CommandLine.Word;

/** MAIL (RFC 5321, section 4.1.1.2). */
final class MailCommand implements CommandHandler {
    private static final ServerReply SYNTAX = ServerReply.of(501, "5.5.4", "Syntax: MAIL FROM:<address>");
    private static final ServerReply ACCEPTED = ServerReply.of(250, "2.1.0", "Ok");
    private static final ServerReply BAD_SENDER = ServerReply.of(501, "5.1.7", "Bad sender address syntax");

    @Override
    public CommandResult handle(SessionState session, CommandLine line) {
        List<Word> words = line.arguments();
        Optional<ServerReply> fault = outOfSequence(session);
        if (fault.isPresent()) {
            return CommandResult.failed(fault.get());
        }
        if (words.size() < 2 || !words.get(0).text().equalsIgnoreCase("FROM:")) {
            return CommandResult.failed(SYNTAX);
        }
        Optional<String> sender = sender(session, words.get(1), words.subList(2, words.size()));
        if (sender.isEmpty()) {
            return CommandResult.failed(BAD_SENDER);
        }
        MailParameters parameters = new MailParameters(session);
        for (Word word : words.subList(2, words.size())) {
            fault = parameters.add(word.text());
            if (fault.isPresent()) {
                return CommandResult.failed(fault.get());
            }
        }
        MailFacts facts = parameters.facts(sender.get());
        return refusal(session, facts).map(CommandResult::failed).orElseGet(() -> {
            session.begin(facts);
            return CommandResult.done(ACCEPTED);
        });
    }

    private static Optional<ServerReply> outOfSequence(SessionState session) {
        if (session.heloName().isEmpty() && (session.rules().heloRequired() || session.lmtp())) {
            String verbs = session.lmtp() ? "LHLO" : "HELO/EHLO";
            return Optional.of(ServerReply.of(503, "5.5.1", "Error: send " + verbs + " first"));
        }
        if (session.transaction().isPresent()) {
            return Optional.of(ServerReply.of(503, "5.5.1", "Error: nested MAIL command"));
        }
        return session.chunks() == SessionState.Chunks.NONE
                ? Optional.empty()
                : Optional.of(ServerReply.of(503, "5.5.1", "Error: MAIL after BDAT"));
    }

    /** Returns the sender; its domain may hold UTF-8 if SMTPUTF8 is among the parameters. */
    private static Optional<String> sender(SessionState session, Word path, List<Word> parameters) {
        if (!path.closed()) {
            return Optional.empty();
        }
        boolean utf8 = session.rules().smtpUtf8()
                && parameters.stream().anyMatch(word -> word.text().equalsIgnoreCase("SMTPUTF8"));
        Optional<String> sender = session.context().paths().sender(path.text(), utf8);
        if (sender.isEmpty()) {
            session.warn("Illegal address syntax from " + session.label() + " in MAIL command: " + path.text());
        }
        return sender;
    }

    /** Returns the reply that refuses a mail for its size, its client, or by access control; empty if it is permitted. */
    private static Optional<ServerReply> refusal(SessionState session, MailFacts facts) {
        SessionRules rules = session.rules();
        if (rules.strictSmtpUtf8() && !facts.options().smtpUtf8() && !isAscii(facts.sender())) {
            return Optional.of(Replies.MUST_DECLARE_SMTPUTF8);
        }
        if (session.tooMany(ClientRates.Kind.MESSAGE, "Message delivery request")) {
            return Optional.of(ServerReply.of(
                    450,
                    "4.7.1",
                    "Error: too much mail from " + session.client().address()));
        }
        if (facts.sender().isEmpty() && facts.options().verpDelimiters().isPresent()) {
            return Optional.of(ServerReply.of(503, "5.5.4", "Error: XVERP requires non-null sender"));
        }
        Optional<String> sender = Optional.of(facts.sender());
        Optional<ServerReply> tooBig =
                session.refusal(size(rules, facts), sender, Optional.empty(), session.heloName());
        if (tooBig.isPresent()) {
            return tooBig;
        }
        Optional<ServerReply> lack =
                session.refusal(lack(session, facts), Optional.empty(), Optional.empty(), session.heloName());
        return lack.isPresent()
                ? lack
                : session.refusal(
                        session.access().sender(facts.sender()), sender, Optional.empty(), session.heloName());
    }

    private static Verdict lack(SessionState session, MailFacts facts) {
        return session.context()
                .intake()
                .lackOfRoom(session, facts.size().orElse(0))
                .<Verdict>map(reply -> new Verdict.Reject(reply, Verdict.Kind.RESOURCE))
                .orElse(Verdict.DUNNO);
    }

    private static Verdict size(SessionRules rules, MailFacts facts) {
        return rules.messageSizeLimit() > 0 && facts.size().orElse(0) > rules.messageSizeLimit()
                ? new Verdict.Reject(
                        ServerReply.of(552, "5.3.4", "Message size exceeds fixed limit"), Verdict.Kind.POLICY)
                : Verdict.DUNNO;
    }

    static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }
}
