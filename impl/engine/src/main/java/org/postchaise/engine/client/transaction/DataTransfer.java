/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.transaction;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import org.postchaise.api.Failure;
import org.postchaise.api.SmtpReply;
import org.postchaise.api.Stage;
import org.postchaise.engine.wire.DotStuffingOutputStream;
import org.postchaise.engine.wire.ProtocolException;

/** The transfer of content after DATA, which is a step of the plan, up to the final dot. */
final class DataTransfer extends Transfer {
    private final InputStream content;
    private final Duration pause;

    /**
     * Creates the transfer.
     *
     * @param pause the pause before the final dot, for firewalls with the PIX bug ({@code smtp_pix_workarounds}); zero
     *     otherwise
     */
    DataTransfer(Exchange exchange, InputStream content, Duration pause) {
        super(exchange);
        this.content = content;
        this.pause = pause;
    }

    @Override
    void ahead() {
        // nothing is sent before the reply to DATA
    }

    @Override
    boolean isAhead() {
        return false;
    }

    /** Sends the content; as in Postfix only the final dot if DATA was accepted although no recipient was. */
    @Override
    void run(TransactionResult.Builder result) throws IOException {
        Optional<DotStuffingOutputStream> out = begin(result);
        if (out.isPresent()) {
            end(out.get(), result);
        }
    }

    /**
     * Sends the content without the final dot.
     *
     * @return the stream for {@link #release}; empty if no recipient was accepted
     */
    Optional<DotStuffingOutputStream> hold(TransactionResult.Builder result) throws IOException {
        Optional<DotStuffingOutputStream> out = begin(result);
        if (out.isPresent()) {
            if (exchange.progress().hasTakers()) {
                out.get().flush();
                return out;
            }
            end(out.get(), result);
        }
        return Optional.empty();
    }

    /**
     * Sends the final dot after {@link #hold}.
     *
     * @throws IOException when the connection is lost, or when the server replied before the final dot, which is then not
     *     sent
     */
    void release(DotStuffingOutputStream out, TransactionResult.Builder result) throws IOException {
        Optional<SmtpReply> ahead = exchange.unsolicitedReply();
        if (ahead.isPresent()) {
            exchange.progress(exchange.progress().refuse(ReplyRules.content(exchange.peer(), Stage.DOT, ahead.get())));
            throw new ProtocolException("reply before the end of the content: " + ahead.get());
        }
        end(out, result);
    }

    /**
     * Sends the content without the final dot, if a recipient was accepted.
     *
     * @return the stream for the final dot; empty if the transaction is over
     */
    private Optional<DotStuffingOutputStream> begin(TransactionResult.Builder result) throws IOException {
        if (!exchange.progress().goAhead()) {
            return Optional.empty();
        }
        DotStuffingOutputStream out =
                new DotStuffingOutputStream(exchange.session().content());
        Optional<Failure> unreadable = exchange.progress().hasTakers() ? send(out) : Optional.empty();
        if (unreadable.isPresent()) {
            exchange.session().abort();
            result.failOthers(unreadable.get());
            return Optional.empty();
        }
        return Optional.of(out);
    }

    private void end(DotStuffingOutputStream out, TransactionResult.Builder result) throws IOException {
        if (exchange.progress().hasTakers()) {
            pause(out);
            exchange.endGoesOut();
        }
        exchange.stage(Stage.DOT);
        out.finish();
        exchange.quitBehind();
        exchange.session().flush(Stage.DOT);
        exchange.ended();
        replies(result);
    }

    private Optional<Failure> send(DotStuffingOutputStream out) throws IOException {
        exchange.stage(Stage.BODY);
        try {
            Optional<Failure> unreadable = copy(out);
            if (unreadable.isEmpty()) {
                out.endContent();
            }
            return unreadable;
        } catch (IOException e) {
            hearOut(Stage.DOT, e);
            throw e;
        }
    }

    private Optional<Failure> copy(DotStuffingOutputStream out) throws IOException {
        try {
            content.transferTo(out);
            return Optional.empty();
        } catch (IOException e) {
            if (out.isBroken()) {
                throw e;
            }
            return Optional.of(exchange.unreadable(e));
        } catch (RuntimeException e) {
            return Optional.of(exchange.unreadable(e));
        }
    }

    private void pause(DotStuffingOutputStream out) throws IOException {
        if (pause.isZero()) {
            return;
        }
        out.flush();
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted before the final dot", e);
        }
    }
}
