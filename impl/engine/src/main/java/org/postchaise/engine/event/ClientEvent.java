/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.event;

import org.postchaise.api.Peer;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.api.SmtpReply;
import org.postchaise.engine.log.Transcript;

/** An event of the SMTP and LMTP client. */
public sealed interface ClientEvent extends Event {
    /** Returns the kind of event, for an exhaustive switch. */
    Kind kind();

    /** The kinds of events, one for each record. */
    enum Kind {
        /** See {@link Connected}. */
        CONNECTED,
        /** See {@link TlsEstablished}. */
        TLS_ESTABLISHED,
        /** See {@link CertificatesPresented}. */
        CERTIFICATES_PRESENTED,
        /** See {@link TlsFailed}. */
        TLS_FAILED,
        /** See {@link TlsOutcomeKnown}. */
        TLS_OUTCOME_KNOWN,
        /** See {@link SessionReused}. */
        SESSION_REUSED,
        /** See {@link CommandSent}. */
        COMMAND_SENT,
        /** See {@link ReplyReceived}. */
        REPLY_RECEIVED,
        /** See {@link ProtocolError}. */
        PROTOCOL_ERROR,
        /** See {@link Disconnected}. */
        DISCONNECTED,
        /** See {@link SoftBounced}. */
        SOFT_BOUNCED,
        /** See {@link RecipientSettled}. */
        RECIPIENT_SETTLED
    }

    /**
     * A connection was opened.
     *
     * @param peer the server
     */
    record Connected(Peer peer) implements ClientEvent {
        @Override
        public Kind kind() {
            return Kind.CONNECTED;
        }
    }

    /**
     * A TLS handshake succeeded; the events that follow show if its outcome satisfied the TLS policy.
     *
     * @param peer the server
     * @param summary the result of the handshake
     */
    record TlsEstablished(Peer peer, TlsSummary summary) implements ClientEvent {
        @Override
        public Kind kind() {
            return Kind.TLS_ESTABLISHED;
        }
    }

    /**
     * The certificates that the server presented, and the verdict on them; follows {@link TlsEstablished}.
     *
     * @param peer the server
     * @param certificates the certificates and the verdict
     */
    record CertificatesPresented(Peer peer, ServerCertificates certificates) implements ClientEvent {
        @Override
        public Kind kind() {
            return Kind.CERTIFICATES_PRESENTED;
        }
    }

    /**
     * A TLS handshake failed.
     *
     * @param peer the server
     * @param reason Java's text
     */
    record TlsFailed(Peer peer, String reason) implements ClientEvent {
        @Override
        public Kind kind() {
            return Kind.TLS_FAILED;
        }
    }

    /**
     * The outcome of TLS with a server, once for each connection; only where the server's domain requests TLS reports
     * ({@code smtp_tlsrpt_enable}).
     *
     * @param outcome the outcome
     */
    record TlsOutcomeKnown(TlsOutcome outcome) implements ClientEvent {
        @Override
        public Kind kind() {
            return Kind.TLS_OUTCOME_KNOWN;
        }
    }

    /**
     * An open session is reused for another mail.
     *
     * @param peer the server
     * @param uses the number of mails that the session was used for, including this mail; Postfix's {@code conn_use}
     */
    record SessionReused(Peer peer, int uses) implements ClientEvent {
        @Override
        public Kind kind() {
            return Kind.SESSION_REUSED;
        }
    }

    /**
     * A command line was sent; message content is not reported.
     *
     * @param peer the server
     * @param line the command line, without its line end
     */
    record CommandSent(Peer peer, String line) implements ClientEvent {
        @Override
        public Kind kind() {
            return Kind.COMMAND_SENT;
        }
    }

    /**
     * A reply was received.
     *
     * @param peer the server
     * @param reply the reply
     */
    record ReplyReceived(Peer peer, SmtpReply reply) implements ClientEvent {
        @Override
        public Kind kind() {
            return Kind.REPLY_RECEIVED;
        }
    }

    /**
     * The server violated the protocol in one mail's use of one session, or called a command a syntax error. Only where
     * {@code notify_classes} holds {@code protocol}.
     *
     * @param transcript the transcript of that use
     */
    record ProtocolError(Transcript transcript) implements ClientEvent {
        @Override
        public Kind kind() {
            return Kind.PROTOCOL_ERROR;
        }
    }

    /**
     * A session ended, by QUIT or otherwise.
     *
     * @param peer the server
     */
    record Disconnected(Peer peer) implements ClientEvent {
        @Override
        public Kind kind() {
            return Kind.DISCONNECTED;
        }
    }

    /**
     * A permanent failure was turned into a temporary failure ({@code soft_bounce}).
     *
     * @param outcome the outcome without {@code soft_bounce}
     */
    record SoftBounced(RecipientOutcome outcome) implements ClientEvent {
        @Override
        public Kind kind() {
            return Kind.SOFT_BOUNCED;
        }
    }

    /**
     * A recipient has a final outcome.
     *
     * @param outcome the outcome
     */
    record RecipientSettled(RecipientOutcome outcome) implements ClientEvent {
        @Override
        public Kind kind() {
            return Kind.RECIPIENT_SETTLED;
        }
    }
}
