/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.transaction;

import java.io.IOException;
import java.util.Optional;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.Failure;
import org.postchaise.api.Peer;
import org.postchaise.api.SmtpReply;
import org.postchaise.api.Stage;
import org.postchaise.engine.client.session.Failures;
import org.postchaise.engine.client.session.Session;
import org.postchaise.engine.config.Protocol;
import org.postchaise.engine.content.ContentException;
import org.postchaise.engine.wire.Command;

/**
 * The state of one transaction on one session, shared by the classes that run it.
 *
 * <p>Invariant: {@link #endSent} is set before the write that holds the last octet of the end of the content (the final dot's
 * line or the LAST chunk). From then on a lost connection leaves the delivery in doubt, not before.
 */
final class Exchange {
    private static final EnhancedStatus CONTENT_FAILURE = EnhancedStatus.of("4.3.0");

    private final Session session;
    private final Window window;
    private SessionDisposition disposition;
    private Progress progress = Progress.START;
    private Stage stage = Stage.MAIL;
    private boolean endSent;
    private boolean ended;
    private boolean quitSent;

    Exchange(Session session, SessionDisposition disposition) {
        this.session = session;
        this.window = Window.of(session.capabilities());
        this.disposition = session.reusable() ? disposition : SessionDisposition.QUIT;
    }

    Session session() {
        return session;
    }

    Peer peer() {
        return session.peer();
    }

    Window window() {
        return window;
    }

    Progress progress() {
        return progress;
    }

    void progress(Progress next) {
        progress = next;
    }

    Stage stage() {
        return stage;
    }

    /** Sets the current stage, which names the failure if the connection is lost. */
    void stage(Stage next) {
        stage = next;
    }

    /** Returns true if the session ends with this transaction. */
    boolean quits() {
        return disposition == SessionDisposition.QUIT || progress.closing();
    }

    void quit() {
        disposition = SessionDisposition.QUIT;
    }

    boolean lmtp() {
        return session.protocol() == Protocol.LMTP;
    }

    /** Reads the next reply; a reply that makes the session unusable lets the session end with this transaction. */
    SmtpReply receive(Stage next) throws IOException {
        stage = next;
        SmtpReply reply = session.receive(next);
        if (ReplyRules.ends(next, reply)) {
            progress = progress.close();
        }
        return reply;
    }

    /** Returns a reply that the server sent before the end of the content; empty if there is none. */
    Optional<SmtpReply> unsolicitedReply() throws IOException {
        Optional<SmtpReply> reply = session.unsolicitedReply();
        if (reply.isPresent()) {
            progress = progress.close();
        }
        return reply;
    }

    /** Notes that the next write ends content that has recipients: from now on the server may have accepted the mail. */
    void endGoesOut() {
        endSent = true;
    }

    /** Returns true if the loss of the connection now would leave the recipients that were not refused in doubt. */
    boolean inDoubt() {
        return endSent && progress.refused().isEmpty();
    }

    /** Notes that the server has discarded or accepted the mail, so that no RSET is due. */
    void ended() {
        ended = true;
    }

    boolean isEnded() {
        return ended;
    }

    /** Sends QUIT behind the end of the content, if the session ends and the server offers PIPELINING. */
    void quitBehind() throws IOException {
        if (disposition == SessionDisposition.QUIT && window.pipelines()) {
            session.send(TransactionPlan.ours(new Command.Quit()), Stage.QUIT);
            quitSent = true;
        }
    }

    boolean quitSent() {
        return quitSent;
    }

    /** Returns the failure when the message can't be read, or can't be converted as the settings require. */
    Failure unreadable(Exception e) {
        if (e instanceof ContentException content) {
            boolean ours = content.status().category() == 4;
            return new Failure(
                    Failure.Scope.LOCAL,
                    ours ? Failure.Severity.TEMPORARY : Failure.Severity.PERMANENT,
                    Stage.BODY,
                    content.status(),
                    null,
                    peer(),
                    ours ? "local data error while talking to " + peer().nameAndAddress() : content.getMessage());
        }
        return new Failure(
                Failure.Scope.LOCAL,
                Failure.Severity.TEMPORARY,
                Stage.LOCAL,
                CONTENT_FAILURE,
                null,
                null,
                "message content can't be read: " + e.getMessage());
    }

    /** Returns the failure for the loss of the connection. */
    Failure lost(IOException e) {
        return Failures.connection(peer(), inDoubt() ? Stage.DOT : stage, e);
    }
}
