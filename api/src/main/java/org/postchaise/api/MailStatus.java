/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The status of a queued mail; fired as a CDI event when the mail is queued and after each attempt, always after the commit of the
 * transaction that changed the status. An exception of an observer affects neither mail nor transaction.
 *
 * <p>A mail with more recipients than the queue keeps in one piece (about 500) is queued in parts. Each part has its own events with its
 * own recipients, so each recipient is in the events of one part.
 *
 * @param mailId the id that {@link Mailer} returned, or the id that a JMS client gave the mail (property {@code postchaise_id}). All parts
 *     of a mail, all submissions with one idempotency key, and all mails to which a client gave the same id share this value; {@link
 *     Origin#queueId} is unique
 * @param sender the envelope sender
 * @param subject the header field Subject of a {@link Mail}; empty for other messages
 * @param submitted the time of submission
 * @param attempts the number of delivery attempts
 * @param nextAttempt the time of the next attempt; {@code null} when there will be none, see {@link #next()}
 * @param recipients the state of each recipient, in the envelope's order; for a part, of the recipients of the part
 * @param origin the identification of the queue entry
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

    /** Creates a status with a copy of the list. */
    public MailStatus {
        recipients = List.copyOf(recipients);
    }

    /** Creates the status of a mail in one part whose queue id is {@code mailId}. */
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
     * The identification of a queue entry, which is one part of a submission.
     *
     * @param queueId the id of the queue entry, as used in the log and by the operator; unique to this part of this submission
     * @param part the number of the part, from 1
     * @param parts the number of parts of the mail
     */
    public record Origin(String queueId, int part, int parts) implements Serializable {
        /**
         * Creates an origin.
         *
         * @throws IllegalArgumentException when {@code part} is not from 1 to {@code parts}
         */
        public Origin {
            if (part < 1 || part > parts) {
                throw new IllegalArgumentException("part is " + part + "; expected 1 to " + parts);
            }
        }
    }

    /** Returns the time of the next attempt, if there will be one. */
    public Optional<Instant> next() {
        return Optional.ofNullable(nextAttempt);
    }

    /** Returns true if every recipient is delivered or failed; for a part, every recipient of the part. */
    public boolean finished() {
        return recipients.stream().allMatch(recipient -> recipient.state().isFinal());
    }

    /** The states of a recipient. */
    public enum State {
        /** Waiting for delivery: not tried yet, or due again. */
        QUEUED(false),
        /** Accepted by the server, which has taken responsibility. */
        DELIVERED(true),
        /** Tried without success, and due for a further attempt. */
        DEFERRED(false),
        /** Permanently failed; not tried again. */
        FAILED(true);

        private final boolean last;

        State(boolean last) {
            this.last = last;
        }

        /** Returns true if no other state follows. */
        public boolean isFinal() {
            return last;
        }
    }

    /**
     * The state of one recipient.
     *
     * @param recipient the recipient
     * @param state the state
     * @param status the enhanced status of the last attempt as text; empty before the first attempt
     * @param text the server's reply or the description of the error; empty before the first attempt
     * @param earlierDoubt the description of how the first session was lost that may have delivered an unknown copy; empty if there was no
     *     such session, see {@link RecipientOutcome#earlierDoubt()}
     */
    public record RecipientStatus(Recipient recipient, State state, String status, String text, String earlierDoubt)
            implements Serializable {

        /** Creates a status without a session that was lost after the end of the content. */
        public RecipientStatus(Recipient recipient, State state, String status, String text) {
            this(recipient, state, status, text, "");
        }

        /** Returns this status with {@code doubt}, the description of a lost session that may have delivered a copy; an earlier doubt is kept. */
        public RecipientStatus withEarlierDoubt(String doubt) {
            return earlierDoubt.isEmpty() ? new RecipientStatus(recipient, state, status, text, doubt) : this;
        }

        /** Returns true if the recipient has the mail and may have received the mail twice. */
        public boolean perhapsTwice() {
            return state == State.DELIVERED && !earlierDoubt.isEmpty();
        }

        /** Returns the status of a recipient that was not tried yet. */
        public static RecipientStatus queued(Recipient recipient) {
            return new RecipientStatus(recipient, State.QUEUED, "", "");
        }

        /** Returns the kind of the failure. */
        public FailureKind failureKind() {
            return FailureKind.of(status, text);
        }
    }
}
