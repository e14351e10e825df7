/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.bounce;

import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;

/**
 * A delivery status notification, ready to be queued like any other mail.
 *
 * @param kind the kind of the notice
 * @param audience the role of the addressee
 * @param id the identifier of the notice, also in its Message-ID
 * @param envelope the envelope, from the null sender, or from {@code double_bounce_sender} to the postmaster; with one
 *     recipient
 * @param message the content, which reads the returned mail again at each {@link MessageSource#open()}
 */
public record Notice(Kind kind, Audience audience, String id, Envelope envelope, MessageSource message) {

    /** The kind of a notice. */
    public enum Kind {
        /** The failure of recipients. */
        FAILURE("non-delivery"),
        /** The delay of recipients. */
        DELAY("delay"),
        /** The success of recipients. */
        SUCCESS("delivery status");

        private final String noun;

        Kind(String noun) {
            this.noun = noun;
        }
    }

    /** The role of the addressee. */
    public enum Audience {
        /** The sender of the mail. */
        SENDER,
        /** The postmaster of this system. */
        POSTMASTER
    }

    /** Returns the description in Postfix's log: {@code sender non-delivery notification}. */
    public String description() {
        return (audience == Audience.SENDER ? "sender " : "postmaster ") + kind.noun + " notification";
    }
}
