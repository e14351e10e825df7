/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.bounce;

import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;

/**
 * A notification, ready to be queued as any other mail.
 *
 * @param kind what it tells of
 * @param audience who gets it
 * @param id its own name, also in its Message-ID
 * @param envelope from the null sender, or from {@code double_bounce_sender} to the postmaster; with one recipient
 * @param message reads the returned mail anew at each {@link MessageSource#open()}
 */
public record Notice(Kind kind, Audience audience, String id, Envelope envelope, MessageSource message) {

    /** What is told. */
    public enum Kind {
        /** Recipients failed. */
        FAILURE("non-delivery"),
        /** Recipients wait. */
        DELAY("delay"),
        /** Recipients have the mail. */
        SUCCESS("delivery status");

        private final String noun;

        Kind(String noun) {
            this.noun = noun;
        }
    }

    /** Who is told. */
    public enum Audience {
        /** The sender of the mail. */
        SENDER,
        /** The postmaster of this system. */
        POSTMASTER
    }

    /** What Postfix's log calls it: {@code sender non-delivery notification}. */
    public String description() {
        return (audience == Audience.SENDER ? "sender " : "postmaster ") + kind.noun + " notification";
    }
}
