/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.io.Serializable;
import java.util.Objects;

/** The outcome of one delivery for one recipient: exactly one of six kinds, and outside a transaction one of five. */
public sealed interface RecipientOutcome extends Serializable {

    /** The kinds of outcome, for an exhaustive switch. */
    enum Kind {
        /** Accepted by the server, which has taken responsibility. */
        DELIVERED,
        /** Temporarily failed, and due for a later attempt. */
        DEFERRED,
        /** Permanently failed; not tried again. */
        REJECTED,
        /** Delivered or not: the connection was lost between the end of the content and its reply, so the client does not know. */
        IN_DOUBT,
        /** Not tried: the wait for a busy destination ended before the delivery could begin; due for a later attempt. */
        NOT_TRIED,
        /** Undecided until the transaction ends: commit delivers the mail, rollback discards the mail. */
        PENDING
    }

    /** Returns the recipient. */
    Recipient recipient();

    /** Returns the kind of this outcome. */
    Kind kind();

    /** Returns the enhanced status: class 2 for delivered and pending, 5 for rejected, else 4. */
    EnhancedStatus status();

    /** Returns one line for people: the server's reply, or the description of the error. */
    String text();

    /** Returns the server as Postfix's {@code relay=} names it; {@code none} if no connection was made. */
    String relay();

    /**
     * Returns Postfix's description of how an earlier session of the same mail was lost after the end of the content; empty if there was no
     * such session. The recipient may have a copy from that session: a delivered recipient has two copies then, and a rejected recipient
     * may have one.
     */
    default String earlierDoubt() {
        return "";
    }

    /**
     * Returns this outcome with {@code doubt}, the description of an earlier session that was lost after the end of the content; the first
     * such loss is kept.
     */
    default RecipientOutcome withEarlierDoubt(String doubt) {
        return this;
    }

    /**
     * The outcome after a 2xx reply to the end of the content.
     *
     * @param recipient the recipient
     * @param status the enhanced status of class 2: the reply's, unless {@code smtp_delivery_status_filter} replaced the status
     * @param text the reply's text, unless that filter replaced the text
     * @param reply the server's reply
     * @param peer the server
     * @param dsnAction the action that a success notification reports
     * @param earlierDoubt the description of how an earlier session was lost that may have delivered a copy, too; empty if there was none
     */
    record Delivered(
            Recipient recipient,
            EnhancedStatus status,
            String text,
            SmtpReply reply,
            Peer peer,
            DsnAction dsnAction,
            String earlierDoubt)
            implements RecipientOutcome {
        private static final EnhancedStatus OK = new EnhancedStatus(2, 0, 0);

        /**
         * Creates a delivered outcome.
         *
         * @throws IllegalArgumentException when the status is not of class 2
         */
        public Delivered {
            Objects.requireNonNull(recipient, "recipient");
            Objects.requireNonNull(text, "text");
            Objects.requireNonNull(reply, "reply");
            Objects.requireNonNull(peer, "peer");
            Objects.requireNonNull(dsnAction, "DSN action");
            Objects.requireNonNull(earlierDoubt, "earlier doubt");
            if (status.category() != 2) {
                throw new IllegalArgumentException("status " + status + " of a delivered recipient; expected class 2");
            }
        }

        /** Creates a delivered outcome with the reply's own status and text. */
        public Delivered(Recipient recipient, SmtpReply reply, Peer peer, DsnAction dsnAction) {
            this(recipient, reply.enhancedStatus().orElse(OK), reply.toString(), reply, peer, dsnAction, "");
        }

        /** Returns true if the recipient may have the mail twice, because an earlier session was lost after the end of the content. */
        public boolean perhapsTwice() {
            return !earlierDoubt.isEmpty();
        }

        @Override
        public Delivered withEarlierDoubt(String doubt) {
            return perhapsTwice() ? this : new Delivered(recipient, status, text, reply, peer, dsnAction, doubt);
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

    /** The outcomes that have a failure: deferred, rejected and in doubt. */
    sealed interface Undelivered extends RecipientOutcome {
        /** Returns the failure. */
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
     * The outcome after a temporary failure.
     *
     * @param recipient the recipient
     * @param failure the failure
     * @param earlierDoubt the description of how a session of an earlier delivery was lost that may have delivered the mail; empty if there
     *     was none
     */
    record Deferred(Recipient recipient, Failure failure, String earlierDoubt) implements Undelivered {
        /**
         * Creates a deferred outcome.
         *
         * @throws IllegalArgumentException when the failure is permanent
         */
        public Deferred {
            Objects.requireNonNull(recipient, "recipient");
            Objects.requireNonNull(earlierDoubt, "earlier doubt");
            requireSeverity(failure, Failure.Severity.TEMPORARY);
        }

        /** Creates a deferred outcome without an earlier session that could have delivered the mail. */
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
     * The outcome after a permanent failure.
     *
     * @param recipient the recipient
     * @param failure the failure
     * @param earlierDoubt the description of how an earlier session was lost that may have delivered the mail all the same; empty if there
     *     was none
     */
    record Rejected(Recipient recipient, Failure failure, String earlierDoubt) implements Undelivered {
        /**
         * Creates a rejected outcome.
         *
         * @throws IllegalArgumentException when the failure is temporary
         */
        public Rejected {
            Objects.requireNonNull(recipient, "recipient");
            Objects.requireNonNull(earlierDoubt, "earlier doubt");
            requireSeverity(failure, Failure.Severity.PERMANENT);
        }

        /** Creates a rejected outcome without an earlier session that could have delivered the mail. */
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
     * The outcome of a session that was lost after the end of the content, the final dot or the last chunk, was sent and before the reply.
     *
     * @param recipient the recipient
     * @param failure the failure that ended the session
     */
    record InDoubt(Recipient recipient, Failure failure) implements Undelivered {
        /**
         * Creates an outcome in doubt.
         *
         * @throws IllegalArgumentException when the failure is permanent
         */
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
     * The outcome without a delivery attempt: the destination was busy, its concurrency or rate limit reached ({@code
     * smtp_destination_concurrency_limit}, {@code default_destination_rate_delay}), until the caller's wait ended. No server was contacted.
     *
     * @param recipient the recipient
     * @param text the description of the limit that was reached
     * @param earlierDoubt the description of how a session of an earlier delivery was lost that may have delivered the mail; empty if there
     *     was none
     */
    record NotTried(Recipient recipient, String text, String earlierDoubt) implements RecipientOutcome {
        private static final EnhancedStatus BUSY = new EnhancedStatus(4, 3, 2);

        /** Creates the outcome of a recipient that was not tried. */
        public NotTried {
            Objects.requireNonNull(recipient, "recipient");
            Objects.requireNonNull(text, "text");
            Objects.requireNonNull(earlierDoubt, "earlier doubt");
        }

        /** Creates an outcome without an earlier session that could have delivered the mail. */
        public NotTried(Recipient recipient, String text) {
            this(recipient, text, "");
        }

        @Override
        public NotTried withEarlierDoubt(String doubt) {
            return earlierDoubt.isEmpty() ? new NotTried(recipient, text, doubt) : this;
        }

        @Override
        public Kind kind() {
            return Kind.NOT_TRIED;
        }

        @Override
        public EnhancedStatus status() {
            return BUSY;
        }

        @Override
        public String relay() {
            return "none";
        }
    }

    /**
     * The outcome before the end of the transaction; nothing is delivered before the commit.
     *
     * @param recipient the recipient
     * @param text the description of the steps done so far
     * @param relay the server that has accepted the recipient and waits for the end of the content; {@code none} if no server was contacted
     *     yet
     */
    record Pending(Recipient recipient, String text, String relay) implements RecipientOutcome {
        private static final EnhancedStatus SO_FAR = new EnhancedStatus(2, 0, 0);

        /** Creates a pending outcome. */
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

    /** Returns the outcome of {@code failure} for {@code recipient}: deferred or rejected, by the severity of the failure. */
    static RecipientOutcome failed(Recipient recipient, Failure failure) {
        return failure.temporary() ? new Deferred(recipient, failure) : new Rejected(recipient, failure);
    }

    private static void requireSeverity(Failure failure, Failure.Severity expected) {
        if (failure.severity() != expected) {
            throw new IllegalArgumentException("failure is " + failure.severity() + "; expected " + expected);
        }
    }
}
