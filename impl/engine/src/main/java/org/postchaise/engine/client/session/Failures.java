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
import org.postchaise.engine.wire.ProtocolException;

/** Makes failures, in Postfix's words, of what a session met. The one place where an I/O failure becomes a value. */
public final class Failures {
    private static final EnhancedStatus NO_ANSWER = EnhancedStatus.of("4.4.1");
    private static final EnhancedStatus BAD_CONNECTION = EnhancedStatus.of("4.4.2");
    private static final EnhancedStatus PROTOCOL_ERROR = EnhancedStatus.of("5.5.0");

    private Failures() {}

    /** The connection was not made. */
    public static Failure connect(Peer peer, IOException cause) {
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

    /** The connection failed in the middle. */
    public static Failure connection(Peer peer, Stage stage, IOException cause) {
        String text;
        EnhancedStatus status = BAD_CONNECTION;
        if (cause instanceof ProtocolException) {
            text = "protocol error from " + peer.nameAndAddress() + " while " + stage.activity() + ": "
                    + cause.getMessage();
            status = PROTOCOL_ERROR.withCategory(4);
        } else if (cause instanceof SocketTimeoutException) {
            text = "conversation with " + peer.nameAndAddress() + " timed out while " + stage.activity();
        } else {
            text = "lost connection with " + peer.nameAndAddress() + " while " + stage.activity();
        }
        return new Failure(Scope.HOST, Severity.TEMPORARY, stage, status, null, peer, text);
    }

    /**
     * The server refused the session itself: the greeting, or EHLO and HELO. A greeting is temporary whatever its code: it
     * says nothing about the mail ({@code smtp_skip_5xx_greeting}).
     */
    public static Failure refusedToTalk(Peer peer, Stage stage, SmtpReply reply) {
        if (reply.category() == 4 || reply.category() == 5) {
            boolean temporary = stage == Stage.GREETING || reply.transientNegative();
            return new Failure(
                    Scope.HOST,
                    temporary ? Severity.TEMPORARY : Severity.PERMANENT,
                    stage,
                    status(reply).withCategory(temporary ? 4 : 5),
                    reply,
                    peer,
                    "host " + peer.nameAndAddress() + " refused to talk to me: " + reply);
        }
        return outOfProtocol(peer, stage, Scope.HOST, reply);
    }

    /** The server refused a command of the transaction. */
    public static Failure reply(Peer peer, Stage stage, Scope scope, SmtpReply reply) {
        if (reply.category() != 4 && reply.category() != 5) {
            return outOfProtocol(peer, stage, scope, reply);
        }
        return new Failure(
                scope,
                reply.transientNegative() ? Severity.TEMPORARY : Severity.PERMANENT,
                stage,
                status(reply),
                reply,
                peer,
                said(peer, stage, reply));
    }

    private static Failure outOfProtocol(Peer peer, Stage stage, Scope scope, SmtpReply reply) {
        return new Failure(
                scope,
                Severity.PERMANENT,
                stage,
                PROTOCOL_ERROR,
                reply,
                peer,
                "Protocol error: " + said(peer, stage, reply));
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
