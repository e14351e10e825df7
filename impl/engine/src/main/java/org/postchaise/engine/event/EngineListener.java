/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.event;

import org.postchaise.api.Peer;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.api.SmtpReply;

/**
 * What the engine reports, as facts and after they happened. Called on the thread of the delivery; an implementation
 * returns soon and does not throw. Every method does nothing by default.
 */
public interface EngineListener {
    /** Reports nothing. */
    EngineListener NONE = new EngineListener() {};

    /** A TCP connection was opened. */
    default void connected(Peer peer) {}

    /** TLS was turned on; whether its outcome satisfied the policy, what follows shows. */
    default void secured(Peer peer, TlsSummary summary) {}

    /**
     * A server was asked for TLS, once for each connection; only where its domain wants to be told ({@code smtp_tlsrpt_enable}).
     */
    default void tlsTried(TlsOutcome outcome) {}

    /** Told after {@link #secured}: which certificates the server showed, and whether they will do. */
    default void identified(Peer peer, ServerCertificates certificates) {}

    /** A TLS handshake did not come to its end; {@code reason} is Java's text. */
    default void handshakeFailed(Peer peer, String reason) {}

    /** A session ended, by QUIT or otherwise. */
    default void disconnected(Peer peer) {}

    /**
     * A session that was open already is used for another mail.
     *
     * @param uses how many mails it was used for, this one included; Postfix's {@code conn_use}
     */
    default void reused(Peer peer, int uses) {}

    /** A permanent failure was made a temporary one ({@code soft_bounce}); what it would have been. */
    default void softened(RecipientOutcome outcome) {}

    /** A command line was sent, without its line end; message content is not reported. */
    default void sent(Peer peer, String line) {}

    /** A reply was received. */
    default void received(Peer peer, SmtpReply reply) {}

    /**
     * A server did not speak SMTP as it should, or called what was sent a syntax error: what was said, in one mail's use of
     * one session. Only where {@code notify_classes} holds {@code protocol}.
     */
    default void protocolTrouble(Transcript transcript) {}

    /** A recipient's outcome is settled. */
    default void settled(RecipientOutcome outcome) {}
}
