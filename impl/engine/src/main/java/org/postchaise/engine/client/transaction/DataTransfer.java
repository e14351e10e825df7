/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.transaction;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import org.postchaise.api.Failure;
import org.postchaise.api.Stage;
import org.postchaise.engine.wire.DotStuffingOutputStream;

/** Content after DATA, which is a step of the plan, up to the final dot. */
final class DataTransfer extends Transfer {
    private final InputStream content;
    private final Duration pause;

    /** @param pause before the final dot, for a firewall with the PIX fault ({@code smtp_pix_workarounds}); mostly none */
    DataTransfer(Exchange exchange, InputStream content, Duration pause) {
        super(exchange);
        this.content = content;
        this.pause = pause;
    }

    @Override
    void ahead() {
        // the reply to DATA is waited for
    }

    @Override
    boolean isAhead() {
        return false;
    }

    /** As in Postfix, nothing but the final dot where DATA was taken though no recipient was. */
    @Override
    void run(TransactionResult.Builder result) throws IOException {
        if (!exchange.progress().goAhead()) {
            return;
        }
        DotStuffingOutputStream out =
                new DotStuffingOutputStream(exchange.session().content());
        if (exchange.progress().hasTakers()) {
            Optional<Failure> unreadable = send(out);
            if (unreadable.isPresent()) {
                exchange.session().abort();
                result.failOthers(unreadable.get());
                return;
            }
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
