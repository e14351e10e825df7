/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.io.Serializable;
import java.util.Objects;

/** What became of one recipient in one delivery: exactly one of five, and outside a transaction of four. */
public sealed interface RecipientOutcome extends Serializable {

    /** The outcomes, for an exhaustive switch. */
    enum Kind {
        /** The server has taken responsibility. */
        DELIVERED,
        /** Not delivered; try again later. */
        DEFERRED,
        /** Not delivered; never will be. */
        REJECTED,
        /** The connection was lost between the end of the content and its reply: delivered or not, nobody here knows. */
        IN_DOUBT,
        /** Depends on the transaction: its commit delivers, its rollback leaves nothing behind. */
        PENDING
    }

    /** The recipient. */
    Recipient recipient();

    /** Which of them. */
    Kind kind();

    /** The status: class 2 for delivered and pending, 4 for deferred and in doubt, 5 for rejected. */
    EnhancedStatus status();

    /** One line for people: the server's reply, or what went wrong. */
    String text();

    /** The server as Postfix's {@code relay=} names it; {@code none} where no connection was made. */
    String relay();

    /**
     * How an earlier session of the same mail was lost after the end of the content, in Postfix's words; empty where none was. The recipient
     * may have the copy of that session: one that is delivered has two then, one that is rejected may have one all the same.
     */
    default String earlierDoubt() {
        return "";
    }

    /** This outcome after an earlier session that was lost after the end of the content; the first such loss counts. */
    default RecipientOutcome withEarlierDoubt(String doubt) {
        return this;
    }

    /**
     * The server replied 2xx to the end of the content.
     *
     * @param status class 2; the reply's, unless {@code smtp_delivery_status_filter} said otherwise
     * @param text the reply, unless that filter said otherwise
     * @param reply that reply
     * @param peer the server
     * @param handover what a success notification would say
     * @param earlierDoubt how an earlier session was lost that may have delivered a copy, too; empty where none was
     */
    record Delivered(
            Recipient recipient,
            EnhancedStatus status,
            String text,
            SmtpReply reply,
            Peer peer,
            Handover handover,
            String earlierDoubt)
            implements RecipientOutcome {
        private static final EnhancedStatus OK = new EnhancedStatus(2, 0, 0);

        /**
         * @throws IllegalArgumentException when the status is not of class 2
         */
        public Delivered {
            Objects.requireNonNull(recipient, "recipient");
            Objects.requireNonNull(text, "text");
            Objects.requireNonNull(reply, "reply");
            Objects.requireNonNull(peer, "peer");
            Objects.requireNonNull(handover, "handover");
            Objects.requireNonNull(earlierDoubt, "earlier doubt");
            if (status.category() != 2) {
                throw new IllegalArgumentException("status " + status + " of a delivered recipient; expected class 2");
            }
        }

        /** With the reply's own status and text. */
        public Delivered(Recipient recipient, SmtpReply reply, Peer peer, Handover handover) {
            this(recipient, reply.enhancedStatus().orElse(OK), reply.toString(), reply, peer, handover, "");
        }

        /** Whether the recipient may have the mail twice: an earlier session was lost after the end of the content. */
        public boolean perhapsTwice() {
            return !earlierDoubt.isEmpty();
        }

        @Override
        public Delivered withEarlierDoubt(String doubt) {
            return perhapsTwice() ? this : new Delivered(recipient, status, text, reply, peer, handover, doubt);
        }

        @Override
        public Kind kind() {
            return Kind.DELIVERED;
        }

        @Override
        public String relay() {
            return peer.toString();
        }
    }

    /** What the three outcomes other than delivered have in common. */
    sealed interface Undelivered extends RecipientOutcome {
        /** Why. */
        Failure failure();

        @Override
        default EnhancedStatus status() {
            return failure().status();
        }

        @Override
        default String text() {
            return failure().text();
        }

        @Override
        default String relay() {
            boolean connected = failure().hasPeer() && failure().stage() != Stage.CONNECT;
            return connected ? failure().peer().toString() : "none";
        }
    }

    /**
     * A temporary failure.
     *
     * @param failure why
     * @param earlierDoubt how a session of an earlier delivery was lost that may have delivered the mail; empty where none was
     */
    record Deferred(Recipient recipient, Failure failure, String earlierDoubt) implements Undelivered {
        /** */
        public Deferred {
            Objects.requireNonNull(recipient, "recipient");
            Objects.requireNonNull(earlierDoubt, "earlier doubt");
            requireSeverity(failure, Failure.Severity.TEMPORARY);
        }

        /** Without an earlier session that could have delivered the mail. */
        public Deferred(Recipient recipient, Failure failure) {
            this(recipient, failure, "");
        }

        @Override
        public Deferred withEarlierDoubt(String doubt) {
            return earlierDoubt.isEmpty() ? new Deferred(recipient, failure, doubt) : this;
        }

        @Override
        public Kind kind() {
            return Kind.DEFERRED;
        }
    }

    /**
     * A permanent failure.
     *
     * @param failure why
     * @param earlierDoubt how an earlier session was lost that may have delivered the mail all the same; empty where none was
     */
    record Rejected(Recipient recipient, Failure failure, String earlierDoubt) implements Undelivered {
        /** */
        public Rejected {
            Objects.requireNonNull(recipient, "recipient");
            Objects.requireNonNull(earlierDoubt, "earlier doubt");
            requireSeverity(failure, Failure.Severity.PERMANENT);
        }

        /** Without an earlier session that could have delivered the mail. */
        public Rejected(Recipient recipient, Failure failure) {
            this(recipient, failure, "");
        }

        @Override
        public Rejected withEarlierDoubt(String doubt) {
            return earlierDoubt.isEmpty() ? new Rejected(recipient, failure, doubt) : this;
        }

        @Override
        public Kind kind() {
            return Kind.REJECTED;
        }
    }

    /**
     * The end of the content, the final dot or the last chunk, was sent and no reply came.
     *
     * @param failure how the session ended
     */
    record InDoubt(Recipient recipient, Failure failure) implements Undelivered {
        /** */
        public InDoubt {
            Objects.requireNonNull(recipient, "recipient");
            requireSeverity(failure, Failure.Severity.TEMPORARY);
        }

        @Override
        public Kind kind() {
            return Kind.IN_DOUBT;
        }
    }

    /**
     * Nothing is delivered before the transaction's commit.
     *
     * @param text what was done so far
     * @param relay the server that has accepted the recipient and waits for the end of the content; {@code none} where none was
     *     asked yet
     */
    record Pending(Recipient recipient, String text, String relay) implements RecipientOutcome {
        private static final EnhancedStatus SO_FAR = new EnhancedStatus(2, 0, 0);

        /** */
        public Pending {
            Objects.requireNonNull(recipient, "recipient");
            Objects.requireNonNull(text, "text");
            Objects.requireNonNull(relay, "relay");
        }

        @Override
        public Kind kind() {
            return Kind.PENDING;
        }

        @Override
        public EnhancedStatus status() {
            return SO_FAR;
        }
    }

    /** The outcome that {@code failure} means for {@code recipient}: deferred or rejected, by its severity. */
    static RecipientOutcome failed(Recipient recipient, Failure failure) {
        return failure.temporary() ? new Deferred(recipient, failure) : new Rejected(recipient, failure);
    }

    private static void requireSeverity(Failure failure, Failure.Severity expected) {
        if (failure.severity() != expected) {
            throw new IllegalArgumentException("failure is " + failure.severity() + "; expected " + expected);
        }
    }
}
