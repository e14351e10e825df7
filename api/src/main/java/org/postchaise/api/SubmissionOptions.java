/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.time.Instant;
import java.util.Optional;

/**
 * How the queue treats a mail: from when on and until when it may be delivered, what goes before it, and how a repeated submission
 * is known.
 *
 * <pre>{@code
 * mailer.send(mail, SubmissionOptions.NONE.withHoldUntil(tomorrow).withPriority(Priority.NON_URGENT));
 * }</pre>
 *
 * @param holdUntil when it is tried first, at the queue run that follows ({@code queue_run_delay}); its time in the queue counts
 *     from then (as RFC 4865, {@code HOLDUNTIL}). Empty: at once
 * @param deliverBy after which time it is not tried any more, but returned to its sender with 4.4.7 (as RFC 2852, {@code BY=...;R}). Empty:
 *     {@code maximal_queue_lifetime} decides alone
 * @param priority which mail goes first
 * @param idempotencyKey the same for all submissions that mean one mail; empty: each is one of its own
 */
public record SubmissionOptions(
        Optional<Instant> holdUntil, Optional<Instant> deliverBy, Priority priority, String idempotencyKey) {
    /** At once, until it expires, as any other, and each submission a mail. */
    public static final SubmissionOptions NONE =
            new SubmissionOptions(Optional.empty(), Optional.empty(), Priority.NORMAL, "");

    /** The longest {@link #idempotencyKey}, in characters. */
    public static final int KEY_LIMIT = 200;

    /** How a mail ranks (the words of RFC 2156, section 5.3.6). Each rank has workers of its own: none waits for another to be empty. */
    public enum Priority {
        /** What somebody waits for: a password, a code. */
        URGENT,
        /** What is not said to be otherwise. */
        NORMAL,
        /** What may wait: bulk mail. */
        NON_URGENT
    }

    /**
     * @throws IllegalArgumentException when it is not to be tried before it is not to be tried any more, or the key is too long or
     *     holds CR, LF or NUL
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

    /** These options with the time of the first attempt. */
    public SubmissionOptions withHoldUntil(Instant time) {
        return new SubmissionOptions(Optional.of(time), deliverBy, priority, idempotencyKey);
    }

    /** These options with the time after which there is no attempt. */
    public SubmissionOptions withDeliverBy(Instant time) {
        return new SubmissionOptions(holdUntil, Optional.of(time), priority, idempotencyKey);
    }

    /** These options with another rank. */
    public SubmissionOptions withPriority(Priority rank) {
        return new SubmissionOptions(holdUntil, deliverBy, rank, idempotencyKey);
    }

    /**
     * These options with a key: a submission whose key the queue knows queues nothing, and returns the id of the mail that it stands
     * for, whatever else it says.
     */
    public SubmissionOptions withIdempotencyKey(String key) {
        return new SubmissionOptions(holdUntil, deliverBy, priority, key);
    }
}
