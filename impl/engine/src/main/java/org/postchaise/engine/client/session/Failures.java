/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.session;

import java.io.IOException;
import java.net.SocketTimeoutException;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.Failure;
import org.postchaise.api.Failure.Scope;
import org.postchaise.api.Failure.Severity;
import org.postchaise.api.Peer;
import org.postchaise.api.SmtpReply;
import org.postchaise.api.Stage;
import org.postchaise.engine.net.BindFailure;
import org.postchaise.engine.tls.client.PolicyAnswer;
import org.postchaise.engine.wire.ProtocolException;

/**
 * The factory of failures of sessions, in Postfix's words; the only code that turns an I/O exception into a failure.
 */
public final class Failures {
    private static final EnhancedStatus NO_SOURCE = EnhancedStatus.of("4.4.0");
    private static final EnhancedStatus NO_ANSWER = EnhancedStatus.of("4.4.1");
    private static final EnhancedStatus BAD_CONNECTION = EnhancedStatus.of("4.4.2");
    private static final EnhancedStatus PROTOCOL_ERROR = EnhancedStatus.of("5.5.0");
    private static final EnhancedStatus NO_LOGIN = EnhancedStatus.of("4.7.0");
    private static final EnhancedStatus TLS_MISSING = EnhancedStatus.of("4.7.4");
    private static final EnhancedStatus TLS_FAULT = EnhancedStatus.of("4.7.5");
    private static final EnhancedStatus LOCAL_DATA = EnhancedStatus.of("4.3.0");

    private Failures() {}

    /** Returns the failure to connect. */
    public static Failure connect(Peer peer, IOException cause) {
        if (cause instanceof BindFailure) {
            return new Failure(
                    Scope.HOST, Severity.TEMPORARY, Stage.CONNECT, NO_SOURCE, null, peer, "server configuration error");
        }
        String reason = cause instanceof SocketTimeoutException ? "Connection timed out" : reason(cause);
        return new Failure(
                Scope.HOST,
                Severity.TEMPORARY,
                Stage.CONNECT,
                NO_ANSWER,
                null,
                peer,
                "connect to " + peer + ": " + reason);
    }

    /** Returns the failure of an established connection. */
    public static Failure connection(Peer peer, Stage stage, IOException cause) {
        String text;
        EnhancedStatus status = BAD_CONNECTION;
        Scope scope = Scope.HOST;
        if (cause instanceof LocalDataException) {
            text = "local data error while talking to " + peer.nameAndAddress();
            status = LOCAL_DATA;
            scope = Scope.LOCAL;
        } else if (cause instanceof ProtocolException) {
            text = "protocol error from " + peer.nameAndAddress() + " while " + stage.activity() + ": "
                    + cause.getMessage();
            status = PROTOCOL_ERROR.withCategory(4);
        } else if (cause instanceof SocketTimeoutException) {
            text = "conversation with " + peer.nameAndAddress() + " timed out while " + stage.activity();
        } else {
            text = "lost connection with " + peer.nameAndAddress() + " while " + stage.activity();
        }
        return new Failure(scope, Severity.TEMPORARY, stage, status, null, peer, text);
    }

    /**
     * Returns the failure when the server refused the session: in the greeting, or in reply to EHLO, HELO or LHLO.
     *
     * @param skipped true if a permanent refusal is taken as temporary, because it does not concern the mail
     *     ({@code smtp_skip_5xx_greeting})
     */
    static Failure refusedToTalk(Peer peer, Stage stage, SmtpReply reply, boolean skipped) {
        return of(
                peer,
                stage,
                Scope.HOST,
                reply,
                "host " + peer.nameAndAddress() + " refused to talk to me: " + reply,
                skipped && reply.permanentNegative());
    }

    /**
     * Returns the failure when the server refused AUTH.
     *
     * @param text the text before the reply
     * @param soft true if a permanent refusal is taken as temporary ({@code smtp_sasl_auth_soft_bounce})
     */
    static Failure refusedLogin(Peer peer, Stage stage, String text, SmtpReply reply, boolean soft) {
        // as in Postfix each line end becomes a question mark here
        String said = String.join("?", reply.lines());
        return of(peer, stage, Scope.HOST, reply, text + said, soft && reply.permanentNegative());
    }

    /** Returns the failure when AUTH could not be attempted or completed. */
    static Failure noLogin(Peer peer, Stage stage, String text) {
        return new Failure(Scope.HOST, Severity.TEMPORARY, stage, NO_LOGIN, null, peer, text);
    }

    /**
     * Returns the failure when a login was requested but the server does not offer AUTH; a delivery would go on without
     * a login.
     */
    public static Failure loginNotOffered(Peer peer, Stage stage) {
        return noLogin(peer, stage, "a login was asked for, but is not offered by host " + peer.nameAndAddress());
    }

    /** Returns the failure when TLS is required but the server does not offer STARTTLS. */
    static Failure tlsNotOffered(Peer peer, Stage stage) {
        return tls(peer, stage, TLS_MISSING, "TLS is required, but was not offered by host " + peer.nameAndAddress());
    }

    /** Returns the failure when TLS is required but this side's certificates or keys can't be used. */
    static Failure tlsUnavailable(Peer peer, Stage stage) {
        return tls(peer, stage, TLS_FAULT, "TLS is required, but our TLS engine is unavailable");
    }

    /** Returns the failure when TLS is required but the server refused STARTTLS. */
    static Failure tlsRefused(Peer peer, SmtpReply reply) {
        return of(
                peer,
                Stage.STARTTLS,
                Scope.HOST,
                reply,
                "TLS is required, but host " + peer.nameAndAddress() + " refused to start TLS: " + reply,
                false);
    }

    /** Returns the failure of a TLS handshake. */
    static Failure tlsHandshake(Peer peer) {
        return tls(peer, Stage.STARTTLS, TLS_FAULT, "Cannot start TLS: handshake failure");
    }

    /** Returns the failure when the server's certificate does not satisfy the policy. */
    static Failure tlsUnverified(Peer peer) {
        return tls(peer, Stage.STARTTLS, TLS_FAULT, "Server certificate not verified");
    }

    /** Returns the failure when the server can't satisfy REQUIRETLS, which the sender requested. */
    static Failure requireTls(Peer peer, Stage stage, EnhancedStatus status, String what) {
        return new Failure(
                Scope.HOST, Severity.PERMANENT, stage, status, null, peer, "Sender requested REQUIRETLS, but " + what);
    }

    /** Returns the failure when no TLS policy can be determined for the server; the server was not contacted. */
    public static Failure tlsPolicy(PolicyAnswer.Unavailable reason) {
        Severity severity = reason.status().category() == 5 ? Severity.PERMANENT : Severity.TEMPORARY;
        return new Failure(Scope.HOST, severity, Stage.ROUTE, reason.status(), null, null, reason.text());
    }

    private static Failure tls(Peer peer, Stage stage, EnhancedStatus status, String text) {
        return new Failure(Scope.HOST, Severity.TEMPORARY, stage, status, null, peer, text);
    }

    /** Returns the failure when the server refused a command of the transaction. */
    public static Failure reply(Peer peer, Stage stage, Scope scope, SmtpReply reply) {
        return of(peer, stage, scope, reply, said(peer, stage, reply), false);
    }

    /**
     * Returns the failure for a reply: as in Postfix a reply that is neither 4xx nor 5xx is a permanent protocol error.
     */
    private static Failure of(
            Peer peer, Stage stage, Scope scope, SmtpReply reply, String text, boolean temporaryAllTheSame) {
        if (reply.transientNegative() || reply.permanentNegative()) {
            boolean temporary = temporaryAllTheSame || reply.transientNegative();
            return new Failure(
                    scope,
                    temporary ? Severity.TEMPORARY : Severity.PERMANENT,
                    stage,
                    status(reply).withCategory(temporary ? 4 : 5),
                    reply,
                    peer,
                    text);
        }
        return new Failure(
                scope,
                Severity.PERMANENT,
                stage,
                PROTOCOL_ERROR,
                reply,
                peer,
                reply.positive() ? "Protocol error: " + text : text);
    }

    private static String said(Peer peer, Stage stage, SmtpReply reply) {
        return "host " + peer.nameAndAddress() + " said: " + reply + " (in reply to " + stage.command() + ")";
    }

    private static EnhancedStatus status(SmtpReply reply) {
        return reply.enhancedStatus().orElse(new EnhancedStatus(reply.category(), 0, 0));
    }

    private static String reason(IOException cause) {
        String message = cause.getMessage();
        return message == null
                ? cause.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }
}
