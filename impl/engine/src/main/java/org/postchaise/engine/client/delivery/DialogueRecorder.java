/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.Failure;
import org.postchaise.api.Peer;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.api.SmtpReply;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.event.ForwardingListener;
import org.postchaise.engine.event.Transcript;

/**
 * Listens to the sessions of one delivery, one after the other, and reports the dialogue of each in which there was protocol
 * trouble: a line that is no reply, and, where it is why recipients failed, a reply other than 4xx and 5xx or one that means
 * a syntax error (500 to 509, 555). So does smtp(8) for {@code notify_classes = protocol}. What it hears it hands on.
 */
final class DialogueRecorder extends ForwardingListener {
    /** The status of what is no SMTP at all, such as a line without end. */
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

    /** A recipient failed in this session, or its opening did. */
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

    /** The session with {@code peer} is over, or over with this mail: reports it if there was trouble, and forgets it. */
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
