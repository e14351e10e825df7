/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.transaction;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.Envelope;
import org.postchaise.api.Failure;
import org.postchaise.api.MessageSource;
import org.postchaise.api.Peer;
import org.postchaise.api.SmtpReply;
import org.postchaise.api.Stage;
import org.postchaise.engine.client.session.Failures;
import org.postchaise.engine.client.session.Session;
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
    private Progress progress = Progress.START;
    private Stage stage = Stage.MAIL;

    private TransactionRunner(Session session) {
        this.session = session;
        this.peer = session.peer();
    }

    /** An outcome for each recipient of {@code envelope}; the session is closed unless it can be used again. */
    public static TransactionResult run(Session session, Envelope envelope, MessageSource message) {
        return new TransactionRunner(session).run(envelope, message);
    }

    private TransactionResult run(Envelope envelope, MessageSource message) {
        TransactionResult.Builder result = new TransactionResult.Builder(envelope.recipients());
        InputStream content;
        OptionalLong size;
        try {
            size = message.size();
            content = message.open();
        } catch (IOException | RuntimeException e) {
            // the source is the application's: what it throws is a reason, never a way to lose another outcome
            result.failOthers(unreadable(e));
            return result.build();
        }
        TransactionPlan plan = TransactionPlan.of(envelope, size, session.capabilities(), peer);
        plan.failures().forEach(result::failed);
        if (!plan.steps().isEmpty()) {
            converse(plan.steps(), content, result);
        }
        close(content);
        if (progress.closing()) {
            session.quit();
        }
        return result.build();
    }

    private void converse(List<Step> steps, InputStream content, TransactionResult.Builder result) {
        try {
            introduce(steps);
            progress.failures().forEach(result::failed);
            progress.refused().ifPresent(result::failOthers);
            if (progress.goAhead() && progress.hasTakers()) {
                transfer(content, result);
            } else if (progress.goAhead() && progress.accepted().isEmpty()) {
                endEmptyMessage();
            } else if (progress.goAhead()) {
                // MAIL was refused, yet recipients and DATA were not: a dot would send them an empty mail
                session.abort();
            }
        } catch (IOException e) {
            Failure failure = lastWords(e).orElseGet(() -> Failures.connection(peer, stage, e));
            session.abort();
            progress.failures().forEach(result::failed);
            if (stage == Stage.DOT && progress.hasTakers()) {
                result.inDoubt(progress.accepted(), failure);
            }
            result.failOthers(progress.refused().orElse(failure));
        }
    }

    private void introduce(List<Step> steps) throws IOException {
        Window window = Window.of(session.capabilities());
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
            Step step = steps.get(answered++);
            stage = step.stage();
            session.flush(stage);
            SmtpReply reply = session.receive(stage);
            window.answered(step);
            progress = ReplyRules.after(progress, step, reply, peer);
        }
    }

    private void transfer(InputStream content, TransactionResult.Builder result) throws IOException {
        stage = Stage.BODY;
        DotStuffingOutputStream out = new DotStuffingOutputStream(session.content());
        Optional<Failure> unreadable = copy(content, out);
        if (unreadable.isPresent()) {
            session.abort();
            result.failOthers(unreadable.get());
            return;
        }
        out.endContent();
        stage = Stage.DOT;
        out.finish();
        SmtpReply reply = session.receive(stage);
        if (reply.positive()) {
            result.delivered(progress.accepted(), reply, peer);
        } else {
            if (reply.code() == 421 || ReplyRules.isOutOfProtocol(stage, reply)) {
                progress = progress.close();
            }
            result.failOthers(ReplyRules.dot(peer, reply));
        }
    }

    private static Optional<Failure> copy(InputStream content, DotStuffingOutputStream out) throws IOException {
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

    /** A server that refuses the content before its end, and closes, has said why: as Postfix, that counts. */
    private Optional<Failure> lastWords(IOException lost) {
        if (stage != Stage.BODY || lost instanceof SocketTimeoutException) {
            return Optional.empty();
        }
        return session.lastWords()
                .filter(reply -> reply.transientNegative() || reply.permanentNegative())
                .map(reply -> ReplyRules.dot(peer, reply));
    }

    /** All recipients were refused, yet pipelined DATA got 354: as Postfix, an empty message ends it. */
    private void endEmptyMessage() throws IOException {
        stage = Stage.DOT;
        new DotStuffingOutputStream(session.content()).finish();
        session.receive(stage);
    }

    private static void close(InputStream content) {
        try {
            content.close();
        } catch (IOException | RuntimeException ignored) {
            // all recipients have their outcomes
        }
    }

    private static Failure unreadable(Exception e) {
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
