/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.command;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.postchaise.engine.event.ServerEvent;
import org.postchaise.engine.server.command.SessionRules.BareNewline;
import org.postchaise.engine.server.intake.Intake;
import org.postchaise.engine.server.intake.IntakeOutcome;
import org.postchaise.engine.server.view.ServerReply;

/** The end of a mail's content, by the final dot or the last chunk. Accepted or not, the mail transaction has ended after it. */
public final class MessageEnd {
    private static final ServerReply NO_RESULT =
            ServerReply.of(451, "4.3.0", "Error: no result for this recipient");

    private final SessionState session;
    private final Intake intake;
    private final int recipients;

    MessageEnd(SessionState session, Intake intake) {
        this.session = session;
        this.intake = intake;
        this.recipients = session.recipients().size();
    }

    /**
     * Ends the mail, and returns the result.
     *
     * @param wording the change of a positive reply's text
     */
    CommandResult result(UnaryOperator<String> wording) {
        session.enter(SessionState.END_OF_MESSAGE);
        session.transaction().ifPresent(mail -> mail.received(intake.size()));
        try {
            Optional<ServerReply> refusal = refusal();
            List<ServerReply> replies = refusal.isPresent() ? same(refusal.get()) : replies(intake.finish());
            int accepted = (int) replies.stream().filter(reply -> !reply.refuses()).count();
            if (accepted == 0) {
                return CommandResult.failed(replies);
            }
            session.budget().forgive();
            session.context()
                    .events()
                    .on(new ServerEvent.MailAccepted(
                            intake.queueId(), session.label(), intake.size(), session.lmtp() ? accepted : recipients));
            return CommandResult.done(
                    replies.stream().map(reply -> reworded(reply, wording)).toList());
        } finally {
            session.resetMail();
        }
    }

    private Optional<ServerReply> refusal() {
        if (intake.hasBareLf()) {
            if (session.bareNewline() == BareNewline.REJECT) {
                session.rejected("bare <LF> received");
                return Optional.of(bareLf(session.rules()));
            }
            if (session.bareNewline() == BareNewline.NOTE) {
                session.note(intake.queueId() + ": note: " + session.stage() + " from " + session.label()
                        + ": bare <LF> received");
            }
        }
        return session.refusal(session.access().endOfData(), session.onlyRecipient());
    }

    /** Returns the reply to a line that ends in LF without CR ({@code smtpd_forbid_bare_newline = reject}). */
    public static ServerReply bareLf(SessionRules rules) {
        int code = rules.bareNewlineRejectCode();
        return ServerReply.of(code, code / 100 + ".5.2", rules.hostName() + " Error: bare <LF> received");
    }

    private List<ServerReply> replies(IntakeOutcome outcome) {
        if (outcome instanceof IntakeOutcome.Accepted accepted) {
            return same(accepted.reply());
        }
        if (outcome instanceof IntakeOutcome.Refused refused) {
            ServerReply reply = session.rules().softBounce() ? refused.reply().softened() : refused.reply();
            if (!refused.logged()) {
                session.rejected(reply.toString());
            }
            return same(reply);
        }
        List<ServerReply> each = new ArrayList<>(((IntakeOutcome.PerRecipient) outcome).replies());
        if (!session.lmtp()) {
            // one reply for all: a refusal of one recipient is a refusal of the mail
            return List.of(each.stream()
                    .filter(ServerReply::refuses)
                    .findFirst()
                    .orElseGet(() -> each.isEmpty() ? NO_RESULT : each.get(0)));
        }
        while (each.size() < recipients) {
            each.add(NO_RESULT);
        }
        return each.subList(0, recipients);
    }

    /** Returns a reply for each recipient with LMTP, otherwise one. */
    private List<ServerReply> same(ServerReply reply) {
        return Collections.nCopies(session.lmtp() ? recipients : 1, reply);
    }

    private static ServerReply reworded(ServerReply reply, UnaryOperator<String> wording) {
        return reply.refuses()
                ? reply
                : new ServerReply(
                        reply.code(),
                        reply.status(),
                        reply.text().stream().map(wording).toList());
    }
}
