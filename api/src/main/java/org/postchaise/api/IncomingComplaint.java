/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.postchaise.api.IncomingNotice.Reference;

/**
 * A recipient's complaint about a mail, as a mailbox provider's feedback loop sends it (Abuse Reporting Format, RFC 5965), read by {@link
 * IncomingNotices}. Fired as a CDI event after the commit of the transaction in which it was received; the verdict of the notice is {@link
 * IncomingNotice.Verdict#OTHER}. An application that gets one sends no more of such mail to the recipient: the address exists, so {@link
 * Suppressions} are not told.
 *
 * <p>Anybody can write such a mail. Only a {@code proven} one is known to come from who has seen the recipient's copy.
 *
 * @param feedbackType {@code abuse}, {@code fraud}, {@code virus}, {@code not-spam}, {@code other}, or another word, in lower case; empty where it
 *     is not said
 * @param userAgent which program wrote it; empty where it is not said
 * @param mail of which mail it is, as far as it says; the sender is the return path without what names the recipient
 * @param recipients who complains: what the return path of the mail names ({@link Envelope#withVerp(String)}), else {@code Original-Rcpt-To}; empty
 *     where the provider has left it out
 * @param sourceIp from which address the mail came; empty where it is not said
 * @param reportedDomain whose mail it was; empty where it is not said
 * @param proven whether the return path of the mail, as reported, is of this system's making for this recipient, not long ago
 */
public record IncomingComplaint(
        String feedbackType,
        String userAgent,
        Reference mail,
        List<String> recipients,
        String sourceIp,
        String reportedDomain,
        boolean proven)
        implements Serializable {

    /** A copy of the list. */
    public IncomingComplaint {
        Objects.requireNonNull(feedbackType, "feedback type");
        Objects.requireNonNull(userAgent, "user agent");
        Objects.requireNonNull(mail, "mail");
        Objects.requireNonNull(sourceIp, "source IP");
        Objects.requireNonNull(reportedDomain, "reported domain");
        recipients = List.copyOf(recipients);
    }
}
