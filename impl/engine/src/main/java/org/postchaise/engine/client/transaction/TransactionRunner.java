/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.transaction;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.postchaise.api.DsnAction;
import org.postchaise.api.Failure;
import org.postchaise.api.SmtpReply;
import org.postchaise.api.Stage;
import org.postchaise.engine.client.session.Session;
import org.postchaise.engine.content.outgoing.DeliveryFlag;
import org.postchaise.engine.wire.Capabilities;
import org.postchaise.engine.wire.Command;
import org.postchaise.engine.wire.ContentChunks;
import org.postchaise.engine.wire.DotStuffingOutputStream;
import org.postchaise.engine.wire.ProtocolException;

/**
 * The runner of one mail transaction on one session. It does only I/O: decisions are made by {@link TransactionPlan} and
 * {@link ReplyRules}, the content is sent by {@link Transfer}. The content is opened before the first command is sent.
 */
public final class TransactionRunner {
    private static final Step RSET = new Step(Stage.RSET, TransactionPlan.ours(new Command.Rset()), -1);

    private final Exchange exchange;
    private final Session session;
    private final TransactionSettings settings;

    private TransactionRunner(Session session, TransactionSettings settings, SessionDisposition disposition) {
        this.exchange = new Exchange(session, disposition);
        this.session = session;
        this.settings = settings;
    }

    /**
     * Runs the transaction and returns an outcome for each recipient of {@code mail}; the session is closed unless the caller
     * keeps the session and it can be reused.
     */
    public static TransactionResult run(
            Session session, DeliveryRequest mail, TransactionSettings settings, SessionDisposition disposition) {
        return new TransactionRunner(session, settings, disposition).run(mail);
    }

    /**
     * Runs the transaction up to the final dot, which {@link HeldTransaction#commit} sends; the content is sent with DATA. All
     * outcomes are known at once if no recipient was accepted.
     */
    public static HeldTransaction hold(
            Session session, DeliveryRequest mail, TransactionSettings settings, SessionDisposition disposition) {
        return new TransactionRunner(session, settings.withoutChunking(), disposition).hold(mail);
    }

    private TransactionResult run(DeliveryRequest mail) {
        TransactionResult.Builder result = result(mail);
        attempt(mail, result, transfer -> {
            transfer.run(result);
            return Course.ENDS;
        });
        return result.build();
    }

    private HeldTransaction hold(DeliveryRequest mail) {
        TransactionResult.Builder result = result(mail);
        HeldTransaction held = new HeldTransaction(this, result);
        attempt(mail, result, transfer -> held.begin((DataTransfer) transfer) ? Course.WAITS : Course.ENDS);
        return held;
    }

    private TransactionResult.Builder result(DeliveryRequest mail) {
        return new TransactionResult.Builder(mail.envelope().recipients(), dsnAction(mail));
    }

    /** The course of a transaction: at its end, or waiting for the final dot. */
    private enum Course {
        ENDS,
        WAITS
    }

    /** The action that sends the content, wholly or up to the final dot. */
    @FunctionalInterface
    private interface Contents {
        Course send(Transfer transfer) throws IOException;
    }

    private void attempt(DeliveryRequest mail, TransactionResult.Builder result, Contents contents) {
        InputStream content = InputStream.nullInputStream();
        Outgoing outgoing;
        Transfer transfer;
        try {
            outgoing = Outgoing.of(mail, session, settings);
            content = outgoing.content();
            transfer = transfer(mail, outgoing);
        } catch (IOException | RuntimeException e) {
            // the source belongs to the application: its exceptions are failures, and must not lose other outcomes
            close(content);
            result.failOthers(exchange.unreadable(e));
            if (exchange.quits()) {
                session.quit();
            }
            return;
        }
        TransactionPlan plan = TransactionPlan.of(mail, outgoing);
        plan.failures().forEach(result::failed);
        if (plan.steps().isEmpty()) {
            leave(plan);
        } else {
            List<Step> steps = session.resetIsDue() ? afterReset(plan.steps()) : plan.steps();
            over(result, () -> {
                introduce(steps, transfer);
                exchange.progress().failures().forEach(result::failed);
                exchange.progress().refused().ifPresent(result::failOthers);
                return contents.send(transfer);
            });
        }
        close(content);
    }

    /** Sends the final dot of a transaction that waits. */
    void release(TransactionResult.Builder result, DataTransfer transfer, DotStuffingOutputStream out) {
        over(result, () -> {
            transfer.release(out, result);
            return Course.ENDS;
        });
    }

    Session session() {
        return session;
    }

    /** A part of the dialogue. */
    @FunctionalInterface
    private interface Part {
        Course run() throws IOException;
    }

    private void over(TransactionResult.Builder result, Part part) {
        try {
            if (part.run() == Course.WAITS) {
                return;
            }
        } catch (IOException e) {
            lost(e, result);
            return;
        }
        finish();
    }

    private Transfer transfer(DeliveryRequest mail, Outgoing outgoing) throws IOException {
        if (outgoing.terms().chunked()) {
            return new BdatTransfer(exchange, ContentChunks.of(outgoing.content()));
        }
        boolean delayed = session.delaysFinalDot() && mail.age().compareTo(settings.pixThreshold()) >= 0;
        return new DataTransfer(exchange, outgoing.content(), delayed ? settings.pixDelay() : Duration.ZERO);
    }

    private DsnAction dsnAction(DeliveryRequest mail) {
        if (session.capabilities().offers(Capabilities.DSN)) {
            return DsnAction.PASSED_ON;
        }
        boolean last = mail.flags().contains(DeliveryFlag.FINAL) || (exchange.lmtp() && settings.lmtpIsFinal());
        return last ? DsnAction.FINAL : DsnAction.RELAYED;
    }

    /** Ends a transaction without commands; as in Postfix the connection is closed without QUIT if the mail is too big. */
    private void leave(TransactionPlan plan) {
        if (exchange.quits()) {
            if (plan.failures().values().stream().anyMatch(failure -> failure.stage() == Stage.MAIL)) {
                session.abort();
            } else {
                session.quit();
            }
        }
    }

    private static List<Step> afterReset(List<Step> steps) {
        List<Step> all = new ArrayList<>(steps.size() + 1);
        all.add(RSET);
        all.addAll(steps);
        return all;
    }

    private void introduce(List<Step> steps, Transfer transfer) throws IOException {
        Window window = exchange.window();
        int said = 0;
        int answered = 0;
        while (answered < steps.size()) {
            while (said < steps.size()
                    && window.admits(steps.get(said))
                    && ReplyRules.worthSaying(exchange.progress(), steps.get(said), said > answered)) {
                Step step = steps.get(said++);
                exchange.stage(step.stage());
                session.send(step.octets(), step.stage());
                window.sent(step);
            }
            if (said == answered) {
                return;
            }
            if (said == steps.size()) {
                transfer.ahead();
            }
            exchange.stage(steps.get(answered).stage());
            session.flush(exchange.stage());
            while (answered < said) {
                Step step = steps.get(answered++);
                SmtpReply reply = exchange.receive(step.stage());
                exchange.progress(ReplyRules.after(exchange.progress(), step, reply, exchange.peer()));
                if (step.stage() == Stage.RSET) {
                    revived(reply, transfer);
                }
            }
            window.landed();
        }
    }

    /**
     * Handles the reply to RSET. As in Postfix a reused session whose RSET is refused is replaced by a new session, unless
     * content was sent together with RSET: then only the replies that follow tell which recipients were accepted.
     */
    private void revived(SmtpReply reply, Transfer transfer) throws IOException {
        if (reply.positive()) {
            session.reused();
        } else if (transfer.isAhead()) {
            exchange.quit();
        } else {
            throw new ProtocolException("RSET was refused: " + reply);
        }
    }

    private void lost(IOException e, TransactionResult.Builder result) {
        session.abort();
        Failure failure = exchange.lost(e);
        exchange.progress().failures().forEach(result::failed);
        if (exchange.inDoubt()) {
            result.inDoubt(failure);
        }
        result.failOthers(exchange.progress().refused().orElse(failure));
    }

    /** Sends RSET if the transaction was left open, and QUIT if the session is not kept. All outcomes are known. */
    private void finish() {
        if (!session.isOpen()) {
            return;
        }
        if (exchange.quitSent()) {
            session.hangUp();
            return;
        }
        try {
            if (!exchange.isEnded()) {
                session.send(TransactionPlan.ours(new Command.Rset()), Stage.RSET);
                boolean together = exchange.quits() && exchange.window().pipelines();
                if (together) {
                    session.send(TransactionPlan.ours(new Command.Quit()), Stage.QUIT);
                }
                session.flush(Stage.RSET);
                if (!session.receive(Stage.RSET).positive()) {
                    exchange.quit();
                }
                if (together) {
                    session.hangUp();
                    return;
                }
            }
        } catch (IOException e) {
            session.abort();
        }
        if (exchange.quits()) {
            session.quit();
        }
    }

    private static void close(InputStream content) {
        try {
            content.close();
        } catch (IOException | RuntimeException ignored) {
            // all recipients have their outcomes
        }
    }
}
