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
    private static final ServerReply NO_RESULT = ServerReply.of(451, "4.3.0", "Error: no result for this recipient");

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
        try {
            Optional<ServerReply> refusal = refusal();
            List<ServerReply> each = refusal.isPresent() ? same(refusal.get()) : results(intake.finish());
            List<ServerReply> replies = session.lmtp() ? each : List.of(ServerReply.worst(each));
            int accepted = accepted(each);
            if (accepted > 0) {
                session.context()
                        .events()
                        .on(new ServerEvent.MailAccepted(intake.queueId(), session.label(), intake.size(), accepted));
            }
            if (accepted(replies) == 0) {
                return CommandResult.failed(replies);
            }
            session.budget().forgive();
            List<ServerReply> told = new ArrayList<>(replies.size());
            for (ServerReply reply : replies) {
                told.add(reworded(reply, wording));
            }
            return CommandResult.done(told);
        } finally {
            session.resetMail();
        }
    }

    private static int accepted(List<ServerReply> replies) {
        int count = 0;
        for (ServerReply reply : replies) {
            count += reply.refuses() ? 0 : 1;
        }
        return count;
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
        // as in Postfix, nobody is asked about mail that is refused anyway
        return intake.hasFailed()
                ? Optional.empty()
                : session.refusal(session.access().endOfData(), session.onlyRecipient());
    }

    /** Returns the reply to a line that ends in LF without CR ({@code smtpd_forbid_bare_newline = reject}). */
    public static ServerReply bareLf(SessionRules rules) {
        int code = rules.bareNewlineRejectCode();
        return ServerReply.of(code, code / 100 + ".5.2", rules.hostName() + " Error: bare <LF> received");
    }

    /** Returns the result of each recipient; refusals are reported. */
    private List<ServerReply> results(IntakeOutcome outcome) {
        if (outcome instanceof IntakeOutcome.Accepted accepted) {
            return same(accepted.reply());
        }
        if (outcome instanceof IntakeOutcome.Refused refused) {
            ServerReply reply = session.softened(refused.reply());
            if (!refused.logged()) {
                session.rejected(reply.toString());
            }
            return same(reply);
        }
        List<ServerReply> told = ((IntakeOutcome.PerRecipient) outcome).replies();
        List<ServerReply> each = new ArrayList<>(recipients);
        for (int i = 0; i < recipients; i++) {
            ServerReply reply = session.softened(i < told.size() ? told.get(i) : NO_RESULT);
            if (reply.refuses()) {
                session.rejected(reply.toString(), session.recipients().get(i).address());
            }
            each.add(reply);
        }
        return each;
    }

    private List<ServerReply> same(ServerReply reply) {
        return Collections.nCopies(recipients, reply);
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
