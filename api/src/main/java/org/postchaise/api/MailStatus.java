/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far a queued mail has come; fired as a CDI event when it is queued and after each attempt, always after the commit of
 * the transaction that made it so. What an observer throws touches neither mail nor transaction.
 *
 * <p>A mail with more recipients than the queue keeps in one piece (about 500) is queued in parts, each of which has events of its own with its
 * recipients: each recipient is in the events of one part.
 *
 * @param mailId the id that {@link Mailer} returned, or what a client of JMS calls the mail (property {@code postchaise_id}). That of all parts
 *     of a mail, of all submissions with one idempotency key, and of all mails that a client calls the same; {@link Origin#queueId} is unique
 * @param sender the envelope sender
 * @param subject the header field Subject of a {@link Mail}; empty for other messages
 * @param submitted when it was queued
 * @param attempts how many deliveries were tried
 * @param nextAttempt when the next one is due; {@code null} when there will be none, see {@link #next()}
 * @param recipients the state of each recipient, in the envelope's order; of a part, those of this part
 * @param origin what the mail is known by beside its id
 */
public record MailStatus(
        String mailId,
        String sender,
        String subject,
        Instant submitted,
        int attempts,
        Instant nextAttempt,
        List<RecipientStatus> recipients,
        Origin origin)
        implements Serializable {

    /** */
    public MailStatus {
        recipients = List.copyOf(recipients);
    }

    /** The status of a mail in one part that the queue knows by {@code mailId} as well. */
    public MailStatus(
            String mailId,
            String sender,
            String subject,
            Instant submitted,
            int attempts,
            Instant nextAttempt,
            List<RecipientStatus> recipients) {
        this(mailId, sender, subject, submitted, attempts, nextAttempt, recipients, new Origin(mailId, 1, 1));
    }

    /**
     * What a mail is known by beside its id.
     *
     * @param queueId the id of the queue's entry, by which log and operator know it; unique to this part of this submission
     * @param part which part of the mail, from 1
     * @param parts how many parts the mail has
     */
    public record Origin(String queueId, int part, int parts) implements Serializable {
        /** @throws IllegalArgumentException when {@code part} is not one of {@code parts} */
        public Origin {
            if (part < 1 || part > parts) {
                throw new IllegalArgumentException("part is " + part + "; expected 1 to " + parts);
            }
        }
    }

    /** When the next delivery is due, if there will be one. */
    public Optional<Instant> next() {
        return Optional.ofNullable(nextAttempt);
    }

    /** Whether every recipient is delivered or failed; of a part, every recipient of this part. */
    public boolean finished() {
        return recipients.stream().allMatch(recipient -> recipient.state().isFinal());
    }

    /** The states of a recipient. */
    public enum State {
        /** Not tried yet, or due again and waiting for its turn. */
        QUEUED(false),
        /** The server has taken responsibility. */
        DELIVERED(true),
        /** Tried, and to be tried again. */
        DEFERRED(false),
        /** Given up. */
        FAILED(true);

        private final boolean last;

        State(boolean last) {
            this.last = last;
        }

        /** Whether no other state follows. */
        public boolean isFinal() {
            return last;
        }
    }

    /**
     * The state of one recipient.
     *
     * @param recipient who
     * @param state how far
     * @param status the enhanced status of the last attempt as text; empty before the first
     * @param text the server's reply or what went wrong; empty before the first attempt
     * @param earlierDoubt how the first session was lost that may have delivered a copy nobody here knows of; empty where none
     *     was, see {@link RecipientOutcome#earlierDoubt()}
     */
    public record RecipientStatus(Recipient recipient, State state, String status, String text, String earlierDoubt)
            implements Serializable {

        /** Without a session that was lost after the end of the content. */
        public RecipientStatus(Recipient recipient, State state, String status, String text) {
            this(recipient, state, status, text, "");
        }

        /** This status of a recipient who may have a copy from a session that was lost; the first such loss counts. */
        public RecipientStatus withEarlierDoubt(String doubt) {
            return earlierDoubt.isEmpty() ? new RecipientStatus(recipient, state, status, text, doubt) : this;
        }

        /** Whether the recipient has the mail, and may have it twice. */
        public boolean perhapsTwice() {
            return state == State.DELIVERED && !earlierDoubt.isEmpty();
        }

        /** A recipient that was not tried yet. */
        public static RecipientStatus queued(Recipient recipient) {
            return new RecipientStatus(recipient, State.QUEUED, "", "");
        }

        /** What a failure is about. */
        public FailureKind failureKind() {
            return FailureKind.of(status, text);
        }
    }
}
