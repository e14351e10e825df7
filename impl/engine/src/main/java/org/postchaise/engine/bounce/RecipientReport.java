/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.bounce;

import java.util.Objects;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.Recipient;
import org.postchaise.api.RecipientOutcome;

/**
 * A report about one recipient in a notification (RFC 3464, section 2.3).
 *
 * @param recipient the recipient
 * @param action the action
 * @param status the enhanced status code; of an expired recipient the last code, of class 4
 * @param text one line for people
 * @param remoteHost the server that replied; empty where no server replied
 * @param reply the server's reply, the lines joined by a space; empty where no server replied
 */
public record RecipientReport(
        Recipient recipient, Action action, EnhancedStatus status, String text, String remoteHost, String reply) {

    /** The action, with the words of RFC 3464, section 2.3.3. */
    public enum Action {
        /** A failed recipient, refused or expired, who will not get the mail. */
        FAILED("failed"),
        /** A deferred recipient. */
        DELAYED("delayed"),
        /** A recipient whose mail was accepted by the final server. */
        DELIVERED("delivered"),
        /** A recipient whose mail was accepted by a server that offers no DSN. */
        RELAYED("relayed"),
        /** A recipient whose mail was accepted by a server that offers DSN, and sends the notices. */
        PASSED_ON("relayed");

        private final String word;

        Action(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /**
     * Creates a report.
     *
     * @throws NullPointerException for a component that is null
     */
    public RecipientReport {
        Objects.requireNonNull(recipient, "recipient");
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(remoteHost, "remote host");
        Objects.requireNonNull(reply, "reply");
    }

    /**
     * Returns the report of an outcome: rejected is failed; deferred, in doubt and not tried are delayed until {@link #expired()}
     * is called.
     *
     * @throws IllegalArgumentException for a pending outcome
     */
    public static RecipientReport of(RecipientOutcome outcome) {
        if (outcome instanceof RecipientOutcome.Delivered delivered) {
            Action action = switch (delivered.dsnAction()) {
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
        if (outcome.kind() == RecipientOutcome.Kind.NOT_TRIED) {
            return new RecipientReport(outcome.recipient(), Action.DELAYED, outcome.status(), textOf(outcome), "", "");
        }
        throw new IllegalArgumentException(
                outcome.recipient() + " is " + outcome.kind() + "; expected an outcome that is known");
    }

    /** Returns the text of {@code outcome}, with a remark where an earlier session may have delivered the mail. */
    public static String textOf(RecipientOutcome outcome) {
        return outcome.text() + doubt(outcome.earlierDoubt());
    }

    /**
     * Returns {@code text} with a remark where an earlier session may have delivered the mail, unless the text mentions
     * that session.
     */
    public static String textOf(String text, String earlierDoubt) {
        return text.contains(earlierDoubt) ? text : text + doubt(earlierDoubt);
    }

    private static String doubt(String earlierDoubt) {
        return earlierDoubt.isEmpty()
                ? ""
                : "; an earlier attempt may have delivered the message, too: " + earlierDoubt;
    }

    /**
     * Returns this report with the remark that an earlier session, lost as {@code doubt} says, may have delivered the
     * mail; empty: no such session.
     */
    public RecipientReport doubted(String doubt) {
        return new RecipientReport(recipient, action, status, textOf(text, doubt), remoteHost, reply);
    }

    /** Returns this report for an expired recipient: failed, with the status and text of the last attempt. */
    public RecipientReport expired() {
        return new RecipientReport(recipient, Action.FAILED, status, text, remoteHost, reply);
    }
}
