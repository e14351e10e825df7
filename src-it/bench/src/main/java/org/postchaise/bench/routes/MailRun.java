/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.routes;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.postchaise.api.DeliveryOptions;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.api.spi.ConcurrencyPolicy;
import org.postchaise.engine.client.delivery.MailClient;
import org.postchaise.engine.client.transaction.DeliveryRequest;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.retry.RetrySchedule;

/**
 * Queue in memory with workers that handle mail as the courier does: mail not tried for want of the destination's concurrency limit waits as long as
 * {@link RetrySchedule#whenBusy} says. Other deferred mail is not tried again within a run.
 */
final class MailRun implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final MessageSource MESSAGE =
            MessageSource.of(("Subject: one of many\r\n\r\n" + "0123456789 abcdefghijklmnopqrstuvwxyz\r\n".repeat(26))
                    .getBytes(StandardCharsets.US_ASCII));

    private final MailClient client;
    private final RetrySchedule schedule;
    private final int workers;
    private final ConcurrencyPolicy policy;
    private final int counted;
    private final Sessions sessions = new Sessions();
    private final DelayQueue<Item> queue = new DelayQueue<>();
    private final AtomicInteger others = new AtomicInteger();
    private final AtomicInteger putBack = new AtomicInteger();

    /**
     * Creates a run.
     *
     * @param nextHops the next hops of the destinations
     * @param counted the number of destinations, the first ones, whose mail the run waits for
     */
    MailRun(List<String> nextHops, int counted, int workers, ConcurrencyPolicy policy) {
        Settings settings = Catalog.settings(Map.of(
                "myhostname",
                "client.example",
                "transport_maps",
                IntStream.range(0, nextHops.size())
                        .mapToObj(i -> "{d" + i + ".example=smtp:" + nextHops.get(i) + "}")
                        .collect(Collectors.joining(" ", "inline:{ ", " }"))));
        this.client = MailClient.of(settings, EngineListener.NONE);
        this.schedule = RetrySchedule.from(settings);
        this.workers = workers;
        this.policy = policy;
        this.counted = counted;
    }

    private record Item(int destination, Instant submitted, long due) implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(due - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(due, ((Item) other).due);
        }
    }

    /** Sends a mail to each of {@code destinations}, by number; returns the seconds until the counted destinations have theirs. */
    double run(List<Integer> destinations) throws InterruptedException {
        Instant now = Instant.now();
        long start = System.nanoTime();
        // due times that keep this order
        for (int i = 0; i < destinations.size(); i++) {
            queue.add(new Item(destinations.get(i), now, start - destinations.size() + i));
        }
        CountDownLatch open = new CountDownLatch(
                (int) destinations.stream().filter(one -> one < counted).count());
        for (int i = 0; i < workers; i++) {
            Thread worker = new Thread(() -> work(open), "worker");
            worker.setDaemon(true);
            worker.start();
        }
        long began = System.nanoTime();
        if (!open.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException(open.getCount() + " mails did not end within " + LIMIT);
        }
        return (System.nanoTime() - began) / 1e9;
    }

    private void work(CountDownLatch open) {
        try {
            while (open.getCount() > 0) {
                Item item = queue.poll(100, TimeUnit.MILLISECONDS);
                if (item != null && deliver(item) && item.destination < counted) {
                    open.countDown();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Delivers a mail; returns false if the mail went back into the queue. */
    private boolean deliver(Item item) {
        Envelope envelope = Envelope.of("me@example.com", "you@d" + item.destination + ".example");
        RecipientOutcome outcome = client.dispatch(
                        envelope,
                        DeliveryOptions.NONE,
                        policy,
                        (key, part, options) ->
                                client.deliver(key, DeliveryRequest.of(part, MESSAGE), options, sessions))
                .outcomes()
                .get(0);
        if (outcome.kind() == RecipientOutcome.Kind.NOT_TRIED) {
            putBack.incrementAndGet();
            Instant now = Instant.now();
            Duration wait = Duration.between(now, schedule.whenBusy(item.submitted, now));
            queue.add(new Item(item.destination, item.submitted, System.nanoTime() + wait.toNanos()));
            return false;
        }
        boolean delivered = outcome.kind() == RecipientOutcome.Kind.DELIVERED;
        if (item.destination < counted && !delivered) {
            throw new IllegalStateException(outcome.toString());
        }
        others.addAndGet(item.destination >= counted && delivered ? 1 : 0);
        return true;
    }

    /** Returns the number of mails delivered to the destinations that are not counted. */
    int others() {
        return others.get();
    }

    /** Returns how often a mail went back into the queue for want of the destination's concurrency limit. */
    int putBack() {
        return putBack.get();
    }

    @Override
    public void close() {
        client.close();
    }
}
