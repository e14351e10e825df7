/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.time.Instant;
import java.util.Optional;

/**
 * The options of a submission: the time of the first attempt, the time of expiry, the priority, and the key that identifies repeated
 * submissions.
 *
 * <pre>{@code
 * mailer.send(mail, SubmissionOptions.NONE.withHoldUntil(tomorrow).withPriority(Priority.NON_URGENT));
 * }</pre>
 *
 * @param holdUntil the time of the first attempt, made by the next queue run ({@code queue_run_delay}); the mail's time in the queue
 *     counts from then (as RFC 4865, {@code HOLDUNTIL}). Empty: at once
 * @param deliverBy the time after which the mail is not tried any more, but returned to its sender with 4.4.7 (as RFC 2852, {@code
 *     BY=...;R}). Empty: only {@code maximal_queue_lifetime} limits the time in the queue
 * @param priority the priority among the mails of the queue
 * @param idempotencyKey the key that all submissions of the same mail share; empty: each submission is a mail of its own
 */
public record SubmissionOptions(
        Optional<Instant> holdUntil, Optional<Instant> deliverBy, Priority priority, String idempotencyKey) {
    /** The default options: due at once, no own expiry, normal priority, no idempotency key. */
    public static final SubmissionOptions NONE =
            new SubmissionOptions(Optional.empty(), Optional.empty(), Priority.NORMAL, "");

    /** The maximum length of {@link #idempotencyKey}, in characters. */
    public static final int KEY_LIMIT = 200;

    /**
     * The priority of a mail (the terms of RFC 2156, section 5.3.6). Each priority has workers of its own, so no priority waits for
     * another's queue to drain.
     */
    public enum Priority {
        /** Mail that a person waits for, such as a password or a code. */
        URGENT,
        /** The default priority. */
        NORMAL,
        /** Mail that may be delayed, such as bulk mail. */
        NON_URGENT
    }

    /**
     * Creates options.
     *
     * @throws IllegalArgumentException when {@code holdUntil} is not before {@code deliverBy}, or the key is too long or holds CR, LF or
     *     NUL
     */
    public SubmissionOptions {
        if (holdUntil.isPresent() && deliverBy.isPresent() && !holdUntil.get().isBefore(deliverBy.get())) {
            throw new IllegalArgumentException("hold until is " + holdUntil.get() + " and deliver by is "
                    + deliverBy.get() + "; expected the first before the second");
        }
        MailboxSyntax.requireCommandSafe("idempotency key", idempotencyKey);
        if (idempotencyKey.length() > KEY_LIMIT) {
            throw new IllegalArgumentException("idempotency key has " + idempotencyKey.length()
                    + " characters; expected " + KEY_LIMIT + " at most");
        }
    }

    /** Returns these options with the time of the first attempt. */
    public SubmissionOptions withHoldUntil(Instant time) {
        return new SubmissionOptions(Optional.of(time), deliverBy, priority, idempotencyKey);
    }

    /** Returns these options with the time after which there is no attempt. */
    public SubmissionOptions withDeliverBy(Instant time) {
        return new SubmissionOptions(holdUntil, Optional.of(time), priority, idempotencyKey);
    }

    /** Returns these options with the given priority. */
    public SubmissionOptions withPriority(Priority rank) {
        return new SubmissionOptions(holdUntil, deliverBy, rank, idempotencyKey);
    }

    /**
     * Returns these options with a key. All submissions with the same key have the same id, and only the first of them that is taken from
     * the queue is delivered, even if the contents differ. For each submission a {@link MailStatus} is fired when the submission is queued.
     */
    public SubmissionOptions withIdempotencyKey(String key) {
        return new SubmissionOptions(holdUntil, deliverBy, priority, key);
    }
}
