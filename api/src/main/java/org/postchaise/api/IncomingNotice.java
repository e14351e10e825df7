/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * What a received mail says of one that was sent: a status notification (RFC 3464, or RFC 6533), as {@link IncomingNotices} reads it. Where a
 * recipient has failed, is late, or it is not said what became of it, it is fired as a CDI event as well, after the commit of the transaction in
 * which it was received, and each time it is received.
 *
 * <p>Anybody can write such a mail and send it to anybody. Only what a report says with {@link Report#proven} is known to come from the
 * recipient's side, or from one that has seen the recipient's copy of the mail; all else is hearsay.
 *
 * @param verdict whether it is a notification at all; all else is empty where it is none
 * @param reason why it can't be read; empty where it can
 * @param mail of which mail it tells, as far as it says
 * @param reportingMta who tells ({@code Reporting-MTA}): {@code mx.example.com}
 * @param recipients of whom it tells, in its order
 */
public record IncomingNotice(
        Verdict verdict, String reason, Reference mail, String reportingMta, List<Report> recipients)
        implements Serializable {

    /** What a received mail turned out to be. */
    public enum Verdict {
        /** A notification. */
        NOTICE,
        /** Any other mail, such as an answer from a person or a machine. */
        OTHER,
        /** It is meant as a notification, and can't be read as one. */
        MALFORMED
    }

    /** What became of a recipient (RFC 3464, section 2.3.3). */
    public enum Action {
        /** It will not get the mail. */
        FAILED,
        /** It has not got the mail yet. */
        DELAYED,
        /** It has the mail. */
        DELIVERED,
        /** A system has the mail that tells nothing more of it. */
        RELAYED,
        /** The mail went on to several others. */
        EXPANDED,
        /** The report does not say. */
        UNKNOWN
    }

    /**
     * The mail that was sent; each is empty where the notification does not say.
     *
     * @param sender the return path, where the notification came to one that names the recipient ({@link Envelope#withVerp(String)})
     * @param envelopeId what {@link Envelope#envelopeId} was, decoded ({@code Original-Envelope-Id})
     * @param queueId what the reporting system called it, if it is one of those that say; the id that {@link Mailer} returned, if it is this one
     * @param messageId the header field Message-ID of what was returned of the mail, with its angle brackets
     */
    public record Reference(String sender, String envelopeId, String queueId, String messageId)
            implements Serializable {
        /** Nothing is known. */
        public static final Reference NONE = new Reference("", "", "", "");

        /** */
        public Reference {
            Objects.requireNonNull(sender, "sender");
            Objects.requireNonNull(envelopeId, "envelope id");
            Objects.requireNonNull(queueId, "queue id");
            Objects.requireNonNull(messageId, "message id");
        }
    }

    /**
     * What it says of one recipient. Text is on one line, and cut after 1000 characters.
     *
     * @param address to whom the mail was sent: what the return path names where that is so, else {@code Original-Recipient}, else {@code
     *     Final-Recipient}; empty where nothing says
     * @param finalAddress who it was in the end: {@code Final-Recipient}; empty where it is not said
     * @param action what became of it
     * @param status the enhanced status as text (RFC 3463), such as 5.1.1; empty where there is none
     * @param diagnostic what the last server said, without the type: {@code 550 5.1.1 no such user}; empty where there is nothing
     * @param remoteMta whose words these are; empty where it is not said
     * @param proven whether the return path it came to is of this system's making for this recipient, not long ago
     */
    public record Report(
            String address,
            String finalAddress,
            Action action,
            String status,
            String diagnostic,
            String remoteMta,
            boolean proven)
            implements Serializable {
        /** */
        public Report {
            Objects.requireNonNull(address, "address");
            Objects.requireNonNull(finalAddress, "final address");
            Objects.requireNonNull(action, "action");
            Objects.requireNonNull(status, "status");
            Objects.requireNonNull(diagnostic, "diagnostic");
            Objects.requireNonNull(remoteMta, "remote MTA");
        }

        /** Whether mail to it has failed for good, and would fail again: a failure with a status of class 5. */
        public boolean isPermanentFailure() {
            return action == Action.FAILED && status.startsWith("5.");
        }

        /** What a failure is about. */
        public FailureKind failureKind() {
            return FailureKind.of(status, diagnostic);
        }
    }

    /** A copy of the list. */
    public IncomingNotice {
        Objects.requireNonNull(verdict, "verdict");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(mail, "mail");
        Objects.requireNonNull(reportingMta, "reporting MTA");
        recipients = List.copyOf(recipients);
    }

    /** A mail of another kind. */
    public static IncomingNotice other() {
        return new IncomingNotice(Verdict.OTHER, "", Reference.NONE, "", List.of());
    }

    /** A notification that can't be read, and why. */
    public static IncomingNotice malformed(String reason) {
        return new IncomingNotice(Verdict.MALFORMED, reason, Reference.NONE, "", List.of());
    }
}
