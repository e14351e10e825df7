/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.postchaise.api.IncomingNotice.Reference;

/**
 * A recipient's complaint about a mail, as a mailbox provider's feedback loop sends it (Abuse Reporting Format, RFC 5965), read by {@link
 * IncomingNotices}. Fired as a CDI event after the commit of the transaction in which the complaint was received; the verdict of the notice
 * is {@link IncomingNotice.Verdict#OTHER}. An application that observes a complaint should send no more of such mail to the recipient: the
 * address exists, so {@link Suppressions} is not called.
 *
 * <p>Anybody can write such a mail. Only a {@code proven} complaint is known to come from somebody who has seen the recipient's copy.
 *
 * @param feedbackType {@code abuse}, {@code fraud}, {@code virus}, {@code not-spam}, {@code other}, or another word, in lower case; empty
 *     if absent
 * @param userAgent the program that wrote the complaint; empty if absent
 * @param mail the mail that the complaint is about, as far as it is identified; the sender is the return path without the recipient's VERP
 *     part
 * @param recipients the complaining recipients: the address in the mail's VERP return path ({@link Envelope#withVerp(String)}), else {@code
 *     Original-Rcpt-To}; empty if the provider has removed both
 * @param sourceIp the IP address that the mail came from; empty if absent
 * @param reportedDomain the domain that sent the mail; empty if absent
 * @param proven true if the reported return path is one that this system recently made for this recipient
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

    /** Creates a complaint with a copy of the list. */
    public IncomingComplaint {
        Objects.requireNonNull(feedbackType, "feedback type");
        Objects.requireNonNull(userAgent, "user agent");
        Objects.requireNonNull(mail, "mail");
        Objects.requireNonNull(sourceIp, "source IP");
        Objects.requireNonNull(reportedDomain, "reported domain");
        recipients = List.copyOf(recipients);
    }
}
