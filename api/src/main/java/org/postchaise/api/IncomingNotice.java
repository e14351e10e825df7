/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * A received status notification (RFC 3464 or RFC 6533) on a mail that was sent, as {@link IncomingNotices} reads it. A notice in which a
 * recipient has failed, is delayed or has no known action is fired as a CDI event as well, after the commit of the transaction in which the
 * notice was received, and each time the notice is received.
 *
 * <p>Anybody can write such a mail and send it to anybody. Only a recipient's report with {@link Report#proven} is known to come from the
 * recipient's side, or from somebody who has seen the recipient's copy of the mail; everything else is unverified.
 *
 * @param verdict the kind of the received mail; all other components are empty if the mail is not a notification
 * @param reason the reason why the notification can't be read; empty if it can
 * @param mail the mail that the notification is about, as far as it is identified
 * @param reportingMta the system that made the report ({@code Reporting-MTA}): {@code mx.example.com}
 * @param recipients the reports on single recipients, in the notification's order
 */
public record IncomingNotice(
        Verdict verdict, String reason, Reference mail, String reportingMta, List<Report> recipients)
        implements Serializable {

    /** The kinds of a received mail. */
    public enum Verdict {
        /** A status notification. */
        NOTICE,
        /** Any other mail, such as a reply from a person or an automatic reply. */
        OTHER,
        /** A mail that is declared as a status notification and is malformed. */
        MALFORMED
    }

    /** The reported action for a recipient (RFC 3464, section 2.3.3). */
    public enum Action {
        /** The mail will not be delivered to the recipient. */
        FAILED,
        /** The mail has not been delivered to the recipient yet. */
        DELAYED,
        /** The mail was delivered to the recipient. */
        DELIVERED,
        /** The mail was relayed to a system that sends no notifications. */
        RELAYED,
        /** The mail was delivered to an alias and forwarded to several other recipients. */
        EXPANDED,
        /** No known action in the report. */
        UNKNOWN
    }

    /**
     * The identification of the mail that was sent; each component is empty if the notification does not state the value.
     *
     * @param sender the return path, if the notification came to a VERP return path ({@link Envelope#withVerp(String)})
     * @param envelopeId the value of {@link Envelope#envelopeId}, decoded ({@code Original-Envelope-Id})
     * @param queueId the reporting system's queue id, if that system states its queue ids; the id that {@link Mailer} returned, if the
     *     reporting system is this one
     * @param messageId the header field Message-ID of the returned part of the mail, with its angle brackets
     */
    public record Reference(String sender, String envelopeId, String queueId, String messageId)
            implements Serializable {
        /** A reference without any value. */
        public static final Reference NONE = new Reference("", "", "", "");

        /** Creates a reference. */
        public Reference {
            Objects.requireNonNull(sender, "sender");
            Objects.requireNonNull(envelopeId, "envelope id");
            Objects.requireNonNull(queueId, "queue id");
            Objects.requireNonNull(messageId, "message id");
        }
    }

    /**
     * A report on one recipient. Texts are on one line, and cut after 1000 characters.
     *
     * @param address the address that the mail was sent to: the recipient in the VERP return path if there is one, else {@code
     *     Original-Recipient}, else {@code Final-Recipient}; empty if absent
     * @param finalAddress the address after all forwarding, {@code Final-Recipient}; empty if absent
     * @param action the reported action
     * @param status the enhanced status as text (RFC 3463), such as 5.1.1; empty if absent
     * @param diagnostic the last server's reply, without the type: {@code 550 5.1.1 no such user}; empty if absent
     * @param remoteMta the server that sent the reply; empty if absent
     * @param proven true if the return path that the notification came to is one that this system recently made for this recipient
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
        /** Creates a report. */
        public Report {
            Objects.requireNonNull(address, "address");
            Objects.requireNonNull(finalAddress, "final address");
            Objects.requireNonNull(action, "action");
            Objects.requireNonNull(status, "status");
            Objects.requireNonNull(diagnostic, "diagnostic");
            Objects.requireNonNull(remoteMta, "remote MTA");
        }

        /** Returns true if mail to the recipient has failed permanently and would fail again: a failure with a status of class 5. */
        public boolean isPermanentFailure() {
            return action == Action.FAILED && status.startsWith("5.");
        }

        /** Returns the kind of the failure. */
        public FailureKind failureKind() {
            return FailureKind.of(status, diagnostic);
        }
    }

    /** Creates a notice with a copy of the list. */
    public IncomingNotice {
        Objects.requireNonNull(verdict, "verdict");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(mail, "mail");
        Objects.requireNonNull(reportingMta, "reporting MTA");
        recipients = List.copyOf(recipients);
    }

    /** Returns the notice for a mail that is not a notification. */
    public static IncomingNotice other() {
        return new IncomingNotice(Verdict.OTHER, "", Reference.NONE, "", List.of());
    }

    /**
     * Returns the notice for a malformed notification.
     *
     * @param reason the reason why the notification can't be read
     */
    public static IncomingNotice malformed(String reason) {
        return new IncomingNotice(Verdict.MALFORMED, reason, Reference.NONE, "", List.of());
    }
}
