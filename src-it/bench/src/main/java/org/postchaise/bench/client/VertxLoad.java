/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.client;

import io.vertx.core.Vertx;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.StartTLSOptions;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Load by the mail client of Vert.x: the next mail of a connection begins when the last one has ended. */
final class VertxLoad implements Load {
    private final Vertx vertx = Vertx.vertx();
    private MailClient client = MailClient.create(vertx, new MailConfig());
    private MailMessage message = new MailMessage();
    private int connections;

    @Override
    public void open(int port, int size, int wanted) throws Exception {
        connections = wanted;
        client = MailClient.create(
                vertx,
                new MailConfig()
                        .setHostname("127.0.0.1")
                        .setPort(port)
                        .setOwnHostname("client.example")
                        .setStarttls(StartTLSOptions.DISABLED)
                        .setMaxPoolSize(wanted)
                        .setKeepAlive(true)
                        .setPipelining(true));
        message = new MailMessage(Message.SENDER, Message.RECIPIENT, Message.SUBJECT, Message.text(size));
        run(Budget.messages(wanted));
    }

    @Override
    public long run(Budget budget) throws Exception {
        Run run = new Run(budget, new CountDownLatch(connections), new AtomicLong(), new AtomicReference<>());
        for (int i = 0; i < connections; i++) {
            next(run);
        }
        if (!run.ended.await(10, TimeUnit.MINUTES)) {
            throw new IllegalStateException("Vert.x did not end in 10 minutes");
        }
        if (run.failure.get() != null) {
            throw new IllegalStateException(run.failure.get());
        }
        return run.sent.get();
    }

    @Override
    public void end() throws Exception {
        client.close().toCompletionStage().toCompletableFuture().get(1, TimeUnit.MINUTES);
        vertx.close().toCompletionStage().toCompletableFuture().get(1, TimeUnit.MINUTES);
    }

    private record Run(Budget budget, CountDownLatch ended, AtomicLong sent, AtomicReference<Throwable> failure) {}

    private void next(Run run) {
        if (!run.budget.allows()) {
            run.ended.countDown();
            return;
        }
        client.sendMail(message).onComplete(done -> {
            if (done.succeeded()) {
                run.sent.incrementAndGet();
                next(run);
            } else {
                run.failure.set(done.cause());
                run.ended.countDown();
            }
        });
    }
}
