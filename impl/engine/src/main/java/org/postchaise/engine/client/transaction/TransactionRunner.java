/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.transaction;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
import org.postchaise.engine.wire.DotStuffingOutputStream;

/**
 * Runs one mail transaction on one session: only I/O, the decisions are {@link TransactionPlan}'s and {@link ReplyRules}'.
 *
 * <p>Invariants: content is opened before anything is said, and a content that fails on the way drops the connection, so
 * that no server takes half a message for a whole one. The stage becomes {@link Stage#DOT} before the first octet of the
 * final dot is written: from there on a lost connection is in doubt, before it is not.
 */
public final class TransactionRunner {
    private static final EnhancedStatus CONTENT_FAILURE = EnhancedStatus.of("4.3.0");

    private final Session session;
    private final Peer peer;
    private final TransactionSettings settings;
    private final Window window;
    private Afterwards afterwards;
    private Progress progress = Progress.START;
    private Stage stage = Stage.MAIL;
    private boolean dotSent;

    private TransactionRunner(Session session, TransactionSettings settings, Afterwards afterwards) {
        this.session = session;
        this.peer = session.peer();
        this.settings = settings;
        this.window = Window.of(session.capabilities());
        this.afterwards = session.reusable() ? afterwards : Afterwards.QUIT;
    }

    /** An outcome for each recipient of {@code mail}; the session is closed unless it is kept and can be used again. */
    public static TransactionResult run(
            Session session, Mail mail, TransactionSettings settings, Afterwards afterwards) {
        return new TransactionRunner(session, settings, afterwards).run(mail);
    }

    private TransactionResult run(Mail mail) {
        TransactionResult.Builder result =
                new TransactionResult.Builder(mail.envelope().recipients());
        Outgoing outgoing;
        try {
            outgoing = Outgoing.of(mail, session, settings);
        } catch (IOException | RuntimeException e) {
            // the source is the application's: what it throws is a reason, never a way to lose another outcome
            result.failOthers(unreadable(e));
            if (afterwards == Afterwards.QUIT) {
                session.quit();
            }
            return result.build();
        }
        InputStream content = outgoing.content();
        TransactionPlan plan = TransactionPlan.of(mail, outgoing);
        plan.failures().forEach(result::failed);
        if (plan.steps().isEmpty()) {
            leave(plan);
        } else {
            converse(plan.steps(), mail, content, result);
        }
        close(content);
        return result.build();
    }

    /** As Postfix: over a mail that is too big the connection is closed without a word. */
    private void leave(TransactionPlan plan) {
        if (afterwards == Afterwards.QUIT) {
            if (plan.failures().values().stream().anyMatch(failure -> failure.stage() == Stage.MAIL)) {
                session.abort();
            } else {
                session.quit();
            }
        }
    }

    private void converse(List<Step> steps, Mail mail, InputStream content, TransactionResult.Builder result) {
        try {
            introduce(steps);
            progress.failures().forEach(result::failed);
            progress.refused().ifPresent(result::failOthers);
            if (progress.goAhead()) {
                transfer(mail, content, result);
            }
        } catch (IOException e) {
            lost(e, result);
            return;
        }
        finish();
    }

    private void introduce(List<Step> steps) throws IOException {
        int said = 0;
        int answered = 0;
        while (answered < steps.size()) {
            while (said < steps.size()
                    && window.admits(steps.get(said))
                    && ReplyRules.worthSaying(progress, steps.get(said), said > answered)) {
                Step step = steps.get(said++);
                stage = step.stage();
                session.send(step.octets(), stage);
                window.sent(step);
            }
            if (said == answered) {
                return;
            }
            stage = steps.get(answered).stage();
            session.flush(stage);
            while (answered < said) {
                Step step = steps.get(answered++);
                stage = step.stage();
                progress = ReplyRules.after(progress, step, session.receive(stage), peer);
            }
            window.landed();
        }
    }

    /** Content for those who were accepted; nothing but the final dot when there are none, as in Postfix. */
    private void transfer(Mail mail, InputStream content, TransactionResult.Builder result) throws IOException {
        DotStuffingOutputStream out = new DotStuffingOutputStream(session.content());
        boolean taken = progress.hasTakers();
        boolean sent = true;
        if (taken) {
            stage = Stage.BODY;
            Optional<Failure> unreadable = Optional.empty();
            try {
                unreadable = copy(content, out);
                if (unreadable.isEmpty()) {
                    out.endContent();
                    pause(mail, out);
                }
            } catch (SocketTimeoutException e) {
                throw e;
            } catch (IOException e) {
                // a server that refuses the content before its end, and closes, has said why: as in Postfix, that
                // counts
                sent = false;
            }
            if (unreadable.isPresent()) {
                session.abort();
                result.failOthers(unreadable.get());
                return;
            }
        }
        stage = Stage.DOT;
        if (sent) {
            dotSent = taken;
            out.finish();
            if (afterwards == Afterwards.QUIT && window.pipelines()) {
                session.send(TransactionPlan.ours(new Command.Quit()), Stage.QUIT);
            }
            session.flush(stage);
        }
        if (session.protocol() == Protocol.SMTP) {
            all(session.receive(stage), taken, result);
        } else {
            each(result);
        }
        if (sent && afterwards == Afterwards.QUIT && window.pipelines()) {
            session.hangUp();
        }
    }

    private void all(SmtpReply reply, boolean taken, TransactionResult.Builder result) {
        closeIfDue(reply);
        if (!taken) {
            return;
        }
        if (reply.positive()) {
            result.delivered(progress.accepted(), reply, peer);
        } else {
            result.failOthers(ReplyRules.dot(peer, reply));
        }
    }

    /** RFC 2033, section 4.2: a reply for each accepted recipient, in the order of RCPT. */
    private void each(TransactionResult.Builder result) throws IOException {
        for (int recipient : progress.accepted()) {
            SmtpReply reply = session.receive(stage);
            closeIfDue(reply);
            if (reply.positive()) {
                result.delivered(Set.of(recipient), reply, peer);
            } else {
                result.failed(recipient, ReplyRules.dot(peer, reply));
            }
        }
    }

    private void closeIfDue(SmtpReply reply) {
        if (ReplyRules.ends(stage, reply)) {
            progress = progress.close();
        }
    }

    private void lost(IOException e, TransactionResult.Builder result) {
        session.abort();
        Failure failure = Failures.connection(peer, stage, e);
        progress.failures().forEach(result::failed);
        if (dotSent) {
            result.inDoubt(progress.accepted(), failure);
        }
        result.failOthers(progress.refused().orElse(failure));
    }

    /** RSET where the transaction was left open, QUIT where the session is not kept. All outcomes are known. */
    private void finish() {
        if (!session.isOpen()) {
            return;
        }
        if (progress.closing()) {
            afterwards = Afterwards.QUIT;
        }
        try {
            if (!progress.goAhead()) {
                session.send(TransactionPlan.ours(new Command.Rset()), Stage.RSET);
                boolean together = afterwards == Afterwards.QUIT && window.pipelines();
                if (together) {
                    session.send(TransactionPlan.ours(new Command.Quit()), Stage.QUIT);
                }
                session.flush(Stage.RSET);
                if (!session.receive(Stage.RSET).positive()) {
                    afterwards = Afterwards.QUIT;
                }
                if (together) {
                    session.hangUp();
                    return;
                }
            }
        } catch (IOException e) {
            session.abort();
        }
        if (afterwards == Afterwards.QUIT) {
            session.quit();
        }
    }

    /** A firewall with the PIX fault must get the final dot in a packet of its own ({@code smtp_pix_workarounds}). */
    private void pause(Mail mail, DotStuffingOutputStream out) throws IOException {
        if (!session.delaysFinalDot() || mail.age().compareTo(settings.pixThreshold()) < 0) {
            return;
        }
        out.flush();
        try {
            Thread.sleep(settings.pixDelay().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted before the final dot", e);
        }
    }

    private Optional<Failure> copy(InputStream content, DotStuffingOutputStream out) throws IOException {
        byte[] chunk = new byte[8192];
        while (true) {
            int count;
            try {
                count = content.read(chunk);
            } catch (IOException | RuntimeException e) {
                return Optional.of(unreadable(e));
            }
            if (count < 0) {
                return Optional.empty();
            }
            out.write(chunk, 0, count);
        }
    }

    private static void close(InputStream content) {
        try {
            content.close();
        } catch (IOException | RuntimeException ignored) {
            // all recipients have their outcomes
        }
    }

    private Failure unreadable(Exception e) {
        if (e instanceof ContentException content) {
            boolean ours = content.status().category() == 4;
            return new Failure(
                    Failure.Scope.LOCAL,
                    ours ? Failure.Severity.TEMPORARY : Failure.Severity.PERMANENT,
                    Stage.BODY,
                    content.status(),
                    null,
                    peer,
                    ours ? "local data error while talking to " + peer.nameAndAddress() : content.getMessage());
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
}
