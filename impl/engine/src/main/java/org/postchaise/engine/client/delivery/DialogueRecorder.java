/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.Failure;
import org.postchaise.api.Peer;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.api.SmtpReply;
import org.postchaise.engine.event.ClientEvent;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.event.Event;
import org.postchaise.engine.log.Transcript;

/**
 * A listener that records the sessions of one delivery, one after the other, and reports the transcript of each session with
 * a protocol error, as smtp(8) does for {@code notify_classes = protocol}. Protocol errors are a line that is no reply, and,
 * as the cause of a recipient's failure, a reply other than 4xx and 5xx or a syntax error (500 to 509, 555). All events are
 * forwarded.
 */
final class DialogueRecorder implements EngineListener {
    /** The status of a failure of the protocol itself, such as an overlong line. */
    private static final EnhancedStatus NO_SMTP = EnhancedStatus.of("4.5.0");

    private final EngineListener next;
    private Transcript.Builder dialogue = new Transcript.Builder();
    private boolean trouble;

    DialogueRecorder(EngineListener next) {
        this.next = next;
    }

    @Override
    public void on(Event event) {
        if (event instanceof ClientEvent.CommandSent sent) {
            dialogue.sent(sent.line());
        } else if (event instanceof ClientEvent.ReplyReceived received) {
            dialogue.received(received.reply());
            trouble |= !isWellFormed(received.reply());
        }
        next.on(event);
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
            next.on(new ClientEvent.ProtocolError(dialogue.build(peer)));
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
