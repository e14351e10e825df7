/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.intake;

import java.lang.System.Logger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.engine.log.LineLog;
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
            return rules.refused(queueId, Fault.ofAliases(e.getMessage()));
        } catch (LookupFailureException e) {
            return rules.refused(queueId, Fault.ofSystem(e.getMessage()));
        } catch (IllegalArgumentException e) {
            // a table gave an address that can't stand in a command
            return rules.refused(queueId, Fault.ofSystem("unusable address: " + e.getMessage()));
        }
        Envelope envelope = eightBit ? result.envelope().withBody(Envelope.Body.EIGHT_BIT_MIME) : result.envelope();
        return outcome(delivered(new AcceptedMessage(queueId, envelope, session, content)), result);
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
    private static IntakeOutcome outcome(List<ServerReply> replies, EnvelopeRules.Result result) {
        ServerReply first = replies.get(0);
        if (replies.stream().allMatch(first::equals)) {
            return first.refuses() ? new IntakeOutcome.Refused(first, false) : new IntakeOutcome.Accepted(first);
        }
        Map<Integer, List<ServerReply>> byCommand = new HashMap<>();
        for (int i = 0; i < replies.size(); i++) {
            for (int command : result.origins().get(i)) {
                byCommand.computeIfAbsent(command, key -> new ArrayList<>(1)).add(replies.get(i));
            }
        }
        return new IntakeOutcome.PerRecipient(result.firsts().stream()
                .map(command -> ServerReply.worst(byCommand.getOrDefault(command, List.of(FAILED))))
                .toList());
    }
}
