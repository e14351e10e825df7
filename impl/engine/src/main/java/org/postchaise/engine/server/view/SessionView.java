/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.view;

import java.util.List;
import java.util.Optional;
import org.postchaise.api.Recipient;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.event.TlsSummary;

/**
 * The view of a session of the server for those who judge or process its mail. The answers change as the session goes on; they are
 * read on the session's thread, within a call from the session.
 */
public interface SessionView {

    /** Returns the settings of the listener; those under stress if the session began under stress. */
    Settings settings();

    /** Returns the client: as told by XCLIENT if the client used it. */
    ClientIdentity client();

    /** Returns the client that is connected if XCLIENT or a proxy told about another; else the same as {@link #client()}. */
    ClientIdentity connectedClient();

    /** Returns true if the client is in {@code mynetworks}. */
    boolean inMyNetworks();

    /** Returns the name in HELO, EHLO or LHLO; empty before. */
    Optional<String> heloName();

    /**
     * Returns the protocol: {@code SMTP}, {@code ESMTP} or {@code LMTP}. A Received header field adds {@code UTF8} before, and {@code S}
     * and {@code A} after it, for SMTPUTF8, TLS and a SASL login.
     */
    String protocol();

    /** Returns true if the listener speaks LMTP. */
    boolean lmtp();

    /** Returns the TLS session of the connection. */
    Optional<TlsSummary> tls();

    /** Returns the SASL login of the client. */
    Optional<SaslLogin> sasl();

    /** Returns the queue id; empty before the intake of a mail has begun ({@code NOQUEUE}). */
    Optional<String> queueId();

    /** Returns sender and parameters of the mail transaction; empty without an accepted MAIL command. */
    Optional<MailFacts> mail();

    /** Returns the recipients accepted so far, in order; each has ORCPT, made from the address in RCPT where the client gave none. */
    List<Recipient> recipients();

    /** Returns the original client as told by XFORWARD. */
    ForwardedClient forwarded();

    /** Returns true if the client sent commands where it had to wait for a reply ({@code reject_unauth_pipelining}). */
    boolean pipelinedUnasked();
}
