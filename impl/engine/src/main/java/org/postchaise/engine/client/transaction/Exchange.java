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
 * How far one transaction on one session has come: what those who run it share.
 *
 * <p>Invariant: {@link #endSent} comes before the write that holds the last octet of the content's end, the final dot's line or
 * the LAST chunk. From there on a lost connection is in doubt, before it is not.
 */
final class Exchange {
    private static final EnhancedStatus CONTENT_FAILURE = EnhancedStatus.of("4.3.0");

    private final Session session;
    private final Window window;
    private Afterwards afterwards;
    private Progress progress = Progress.START;
    private Stage stage = Stage.MAIL;
    private boolean endSent;
    private boolean ended;
    private boolean quitSent;

    Exchange(Session session, Afterwards afterwards) {
        this.session = session;
        this.window = Window.of(session.capabilities());
        this.afterwards = session.reusable() ? afterwards : Afterwards.QUIT;
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

    /** What is under way, for the failure that a lost connection would be. */
    void stage(Stage next) {
        stage = next;
    }

    /** Whether the session ends with this transaction. */
    boolean quits() {
        return afterwards == Afterwards.QUIT || progress.closing();
    }

    void quit() {
        afterwards = Afterwards.QUIT;
    }

    boolean lmtp() {
        return session.protocol() == Protocol.LMTP;
    }

    /** The next reply; a session that it spoils ends with this transaction. */
    SmtpReply receive(Stage next) throws IOException {
        stage = next;
        SmtpReply reply = session.receive(next);
        if (ReplyRules.ends(next, reply)) {
            progress = progress.close();
        }
        return reply;
    }

    /** What the server says before the end of the content; empty while it waits. */
    Optional<SmtpReply> overheard() throws IOException {
        Optional<SmtpReply> reply = session.overheard();
        if (reply.isPresent()) {
            progress = progress.close();
        }
        return reply;
    }

    /** The end of content for someone goes out with the next write: from now on it may have been taken. */
    void endGoesOut() {
        endSent = true;
    }

    /** Whether recipients that were not refused are in doubt when the connection is lost now. */
    boolean inDoubt() {
        return endSent && progress.refused().isEmpty();
    }

    /** The server has nothing of this transaction any more: no RSET is due. */
    void ended() {
        ended = true;
    }

    boolean isEnded() {
        return ended;
    }

    /** Puts QUIT behind the end of the content, where the session ends and the server takes commands in groups. */
    void quitBehind() throws IOException {
        if (afterwards == Afterwards.QUIT && window.pipelines()) {
            session.send(TransactionPlan.ours(new Command.Quit()), Stage.QUIT);
            quitSent = true;
        }
    }

    boolean quitSent() {
        return quitSent;
    }

    /** What it means that the message could not be read, or not be made what the settings ask. */
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

    /** The failure that the loss of the connection means. */
    Failure lost(IOException e) {
        return Failures.connection(peer(), inDoubt() ? Stage.DOT : stage, e);
    }
}
