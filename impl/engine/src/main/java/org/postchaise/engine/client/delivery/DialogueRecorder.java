/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.Failure;
import org.postchaise.api.Peer;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.api.SmtpReply;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.event.ForwardingListener;
import org.postchaise.engine.log.Transcript;

/**
 * A listener that records the sessions of one delivery, one after the other, and reports the transcript of each session with
 * a protocol error, as smtp(8) does for {@code notify_classes = protocol}. Protocol errors are a line that is no reply, and,
 * as the cause of a recipient's failure, a reply other than 4xx and 5xx or a syntax error (500 to 509, 555). All events are
 * forwarded.
 */
final class DialogueRecorder extends ForwardingListener {
    /** The status of a failure of the protocol itself, such as an overlong line. */
    private static final EnhancedStatus NO_SMTP = EnhancedStatus.of("4.5.0");

    private Transcript.Builder dialogue = new Transcript.Builder();
    private boolean trouble;

    DialogueRecorder(EngineListener next) {
        super(next);
    }

    @Override
    public void sent(Peer peer, String line) {
        dialogue.sent(line);
        super.sent(peer, line);
    }

    @Override
    public void received(Peer peer, SmtpReply reply) {
        dialogue.received(reply);
        trouble |= !isWellFormed(reply);
        super.received(peer, reply);
    }

    /** Notes the failure of a recipient in this session, or of the session's opening. */
    void met(Failure failure) {
        trouble |= failure.hasReply()
                ? isTrouble(failure.reply().code())
                : failure.status().equals(NO_SMTP);
    }

    void met(RecipientOutcome outcome) {
        if (outcome instanceof RecipientOutcome.Undelivered undelivered) {
            met(undelivered.failure());
        }
    }

    /**
     * Ends the use of the session with {@code peer}: reports the transcript if there was a protocol error, and starts a new
     * transcript.
     */
    void end(Peer peer) {
        if (trouble && !dialogue.isEmpty()) {
            protocolTrouble(dialogue.build(peer));
        }
        trouble = false;
        dialogue = new Transcript.Builder();
    }

    private static boolean isTrouble(int code) {
        return code < 400 || code > 599 || (code >= 500 && code < 510) || code == 555;
    }

    private static boolean isWellFormed(SmtpReply reply) {
        return reply.lines().stream()
                .allMatch(line -> line.length() >= 3
                        && line.chars().limit(3).allMatch(c -> c >= '0' && c <= '9')
                        && (line.length() == 3 || line.charAt(3) == ' ' || line.charAt(3) == '-'));
    }
}
