/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.intake;

import java.lang.System.Logger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.engine.log.LineLog;
import org.postchaise.engine.log.Printable;
import org.postchaise.engine.server.resolve.AliasExpansion;
import org.postchaise.engine.server.resolve.LookupFailureException;
import org.postchaise.engine.server.view.ServerReply;
import org.postchaise.engine.server.view.SessionView;

/** The hand-over of one complete message to the sink, and the outcome for the client. */
final class HandOver {
    private static final Logger LOG = LineLog.of("org.postchaise.smtpd");

    /** The reply when the sink fails or does not answer: never a permanent one, since a fault of this system must not bounce mail. */
    private static final ServerReply FAILED = ServerReply.of(451, "4.3.0", "Error: mail could not be delivered");

    private final IntakeRules rules;
    private final SessionView session;
    private final String queueId;

    HandOver(IntakeRules rules, SessionView session, String queueId) {
        this.rules = rules;
        this.session = session;
        this.queueId = queueId;
    }

    /**
     * Processes the envelope, and gives the message to the sink.
     *
     * @param eightBit true if the content declares itself 8-bit
     */
    IntakeOutcome outcome(MessageSource content, boolean eightBit) {
        EnvelopeRules.Result result;
        try {
            result = rules.envelope().process(session.mail().orElseThrow(), session.recipients());
        } catch (AliasExpansion.LimitException e) {
            return refused(Fault.ofAliases(e.getMessage()));
        } catch (LookupFailureException e) {
            return refused(Fault.ofSystem(e.getMessage()));
        } catch (IllegalArgumentException e) {
            // a table gave an address that can't stand in a command
            return refused(Fault.ofSystem("unusable address: " + e.getMessage()));
        }
        Envelope envelope =
                eightBit ? result.envelope().withBody(Envelope.Body.EIGHT_BIT_MIME) : result.envelope();
        return outcome(
                delivered(new AcceptedMessage(queueId, envelope, session, content)), result.origins());
    }

    private List<ServerReply> delivered(AcceptedMessage message) {
        int recipients = message.envelope().recipients().size();
        List<ServerReply> replies;
        try {
            replies = rules.sink().accept(message);
        } catch (RuntimeException e) {
            LOG.log(Logger.Level.WARNING, queueId + ": the sink of accepted mail failed", e);
            return List.of(FAILED);
        }
        if (replies.size() == 1 || replies.size() == recipients) {
            return replies;
        }
        LOG.log(
                Logger.Level.WARNING,
                queueId + ": the sink of accepted mail gave " + replies.size() + " replies for " + recipients
                        + " recipients");
        return List.of(FAILED);
    }

    /** Returns the outcome of the sink's replies, which are one for all recipients, or one for each. */
    private IntakeOutcome outcome(List<ServerReply> replies, List<List<Integer>> origins) {
        ServerReply first = replies.get(0);
        if (replies.stream().allMatch(first::equals)) {
            return first.refuses() ? new IntakeOutcome.Refused(first, false) : new IntakeOutcome.Accepted(first);
        }
        List<ServerReply> each = new ArrayList<>();
        for (int command = 0; command < session.recipients().size(); command++) {
            each.add(replyTo(command, replies, origins));
        }
        return new IntakeOutcome.PerRecipient(each);
    }

    /** Returns the reply about the recipients that stem from one RCPT command: a rejection, if there is one. */
    private static ServerReply replyTo(int command, List<ServerReply> replies, List<List<Integer>> origins) {
        Optional<ServerReply> found = Optional.empty();
        for (int i = 0; i < replies.size(); i++) {
            boolean worse = found.isEmpty() || replies.get(i).refuses();
            if (worse && origins.get(i).contains(command)) {
                found = Optional.of(replies.get(i));
            }
        }
        return found.orElse(FAILED);
    }

    private IntakeOutcome refused(Fault fault) {
        rules.log().accept(Printable.line(fault.line(queueId)));
        return new IntakeOutcome.Refused(fault.reply(), true);
    }
}
