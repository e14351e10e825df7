/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.bounce;

import java.util.Objects;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.Recipient;
import org.postchaise.api.RecipientOutcome;

/**
 * What a notification says of one recipient (RFC 3464, section 2.3).
 *
 * @param action what became of it
 * @param status the reason, or the success, as a number; of a recipient that expired the last one, of class 4
 * @param text one line for people
 * @param remoteHost the server whose reply it is; empty where none replied
 * @param reply its reply, the lines joined by a space; empty where none replied
 */
public record RecipientReport(
        Recipient recipient, Action action, EnhancedStatus status, String text, String remoteHost, String reply) {

    /** What became of a recipient, with the words of RFC 3464, section 2.3.3. */
    public enum Action {
        /** Never delivered: refused, or waited for too long. */
        FAILED("failed"),
        /** Waits. */
        DELAYED("delayed"),
        /** Taken by the last server. */
        DELIVERED("delivered"),
        /** Taken by a server that offers no DSN. */
        RELAYED("relayed"),
        /** Taken by a server that offers DSN, and notifies. */
        PASSED_ON("relayed");

        private final String word;

        Action(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /** */
    public RecipientReport {
        Objects.requireNonNull(recipient, "recipient");
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(remoteHost, "remote host");
        Objects.requireNonNull(reply, "reply");
    }

    /**
     * The report of an outcome: rejected is failed, deferred and in doubt are delayed until someone says {@link #expired()}.
     *
     * @throws IllegalArgumentException for a pending outcome, which is none yet
     */
    public static RecipientReport of(RecipientOutcome outcome) {
        if (outcome instanceof RecipientOutcome.Delivered delivered) {
            Action action = switch (delivered.handover()) {
                case PASSED_ON -> Action.PASSED_ON;
                case RELAYED -> Action.RELAYED;
                case FINAL -> Action.DELIVERED;
            };
            return new RecipientReport(
                    delivered.recipient(),
                    action,
                    delivered.status(),
                    "delivery via " + delivered.relay() + ": " + delivered.text(),
                    delivered.peer().host(),
                    delivered.reply().toString());
        }
        if (outcome instanceof RecipientOutcome.Undelivered undelivered) {
            boolean replied =
                    undelivered.failure().hasReply() && undelivered.failure().hasPeer();
            return new RecipientReport(
                    undelivered.recipient(),
                    undelivered.kind() == RecipientOutcome.Kind.REJECTED ? Action.FAILED : Action.DELAYED,
                    undelivered.status(),
                    textOf(undelivered),
                    replied ? undelivered.failure().peer().host() : "",
                    replied ? undelivered.failure().reply().toString() : "");
        }
        throw new IllegalArgumentException(
                outcome.recipient() + " is " + outcome.kind() + "; expected an outcome that is known");
    }

    /** The text of {@code outcome}, and that an earlier session may have delivered the mail, where that is so. */
    public static String textOf(RecipientOutcome outcome) {
        return outcome.text() + doubt(outcome.earlierDoubt());
    }

    private static String doubt(String earlierDoubt) {
        return earlierDoubt.isEmpty()
                ? ""
                : "; an earlier attempt may have delivered the message, too: " + earlierDoubt;
    }

    /** This report of a recipient who may have the mail by an earlier session, lost as {@code doubt} says; empty: by none. */
    public RecipientReport doubted(String doubt) {
        return doubt.isEmpty() || text.contains(doubt)
                ? this
                : new RecipientReport(recipient, action, status, text + doubt(doubt), remoteHost, reply);
    }

    /** This report of a recipient that is given up: failed, with the status and text of the last attempt. */
    public RecipientReport expired() {
        return new RecipientReport(recipient, Action.FAILED, status, text, remoteHost, reply);
    }
}
