/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.event;

import org.postchaise.api.Peer;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.api.SmtpReply;
import org.postchaise.engine.log.Transcript;

/**
 * A listener of the engine's events, called after each event on the thread of the delivery. An implementation returns soon and
 * does not throw. Every method does nothing by default.
 */
public interface EngineListener {
    /** The listener that ignores all events. */
    EngineListener NONE = new EngineListener() {};

    /** Reports that a TCP connection was opened. */
    default void connected(Peer peer) {}

    /** Reports that a TLS handshake succeeded; the events that follow show if its outcome satisfied the TLS policy. */
    default void secured(Peer peer, TlsSummary summary) {}

    /**
     * Reports the outcome of TLS with a server, once for each connection; only where the server's domain requests TLS reports
     * ({@code smtp_tlsrpt_enable}).
     */
    default void tlsTried(TlsOutcome outcome) {}

    /** Reports, after {@link #secured}, the certificates that the server presented and the verdict on them. */
    default void identified(Peer peer, ServerCertificates certificates) {}

    /** Reports that a TLS handshake failed; {@code reason} is Java's text. */
    default void handshakeFailed(Peer peer, String reason) {}

    /** Reports that a session ended, by QUIT or otherwise. */
    default void disconnected(Peer peer) {}

    /**
     * Reports that an open session is reused for another mail.
     *
     * @param uses the number of mails that the session was used for, including this mail; Postfix's {@code conn_use}
     */
    default void reused(Peer peer, int uses) {}

    /**
     * Reports that a permanent failure was turned into a temporary failure ({@code soft_bounce}).
     *
     * @param outcome the outcome without {@code soft_bounce}
     */
    default void softened(RecipientOutcome outcome) {}

    /** Reports that a command line was sent, without its line end; message content is not reported. */
    default void sent(Peer peer, String line) {}

    /** Reports that a reply was received. */
    default void received(Peer peer, SmtpReply reply) {}

    /**
     * Reports the transcript of one mail's use of one session in which the server violated the protocol or called a command a
     * syntax error. Only where {@code notify_classes} holds {@code protocol}.
     */
    default void protocolTrouble(Transcript transcript) {}

    /** Reports a recipient's final outcome. */
    default void settled(RecipientOutcome outcome) {}
}
