/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.Envelope;
import org.postchaise.api.MailConnectionFactory;
import org.postchaise.api.MessageSource;
import org.postchaise.api.Recipient;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.api.RecipientOutcome.Kind;

/**
 * Many threads deliver to many destinations that fail at random, over pooled connections. Every content must reach its own
 * recipients' servers, every recipient have one outcome that is true, and nothing be left open. {@code
 * -Dpostchaise.deliveries=1000000} makes a long run of it.
 */
class IsolationTest {
    private static final int DELIVERIES = Integer.getInteger("postchaise.deliveries", 10_000);
    private static final int DESTINATIONS = 50;
    private static final int THREADS = 16;
    private static final int RECIPIENTS = 4;

    private final List<FaultySink> sinks = new ArrayList<>();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final Map<Kind, AtomicInteger> kinds = new EnumMap<>(Kind.class);

    /** The number of times that each recipient's mail was accepted by a reply, in four bits for each recipient. */
    private final AtomicLongArray takings = new AtomicLongArray(DELIVERIES);

    /** The number of times that the mail was accepted and no reply was sent: such mail is sent once more, as by Postfix. */
    private final AtomicLongArray doubts = new AtomicLongArray(DELIVERIES);

    private final AtomicInteger next = new AtomicInteger();

    @Test
    void everyMailReachesItsOwnRecipientsAndNothingIsLeftOpen() throws Exception {
        for (Kind kind : Kind.values()) {
            kinds.put(kind, new AtomicInteger());
        }
        for (int i = 0; i < DESTINATIONS; i++) {
            int destination = i;
            sinks.add(new FaultySink((recipients, content, answered) ->
                    taken(destination, recipients, content, answered ? takings : doubts)));
        }
        Set<Thread> before = threads();
        SmtpManagedConnectionFactory managed = new SmtpManagedConnectionFactory();
        managed.setTransportMaps(sinks.stream()
                .map(sink -> "{d" + sinks.indexOf(sink) + ".example=smtp:" + sink.nextHop() + "}")
                .collect(Collectors.joining(" ", "inline:{ ", " }")));
        MailConnectionFactory factory = managed.createConnectionFactory(
                new PoolingConnectionManager(THREADS, Duration.ofSeconds(60), Duration.ofSeconds(60)));
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<?>> runs = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int seed = i;
            runs.add(threads.submit(() -> deliver(factory, new Random(seed))));
        }
        for (Future<?> run : runs) {
            run.get();
        }
        threads.shutdown();
        managed.client().mail().close();
        assertThat(violations).isEmpty();
        assertThat(kinds.get(Kind.REJECTED)).hasValue(0);
        assertThat(kinds.get(Kind.DELIVERED).get())
                .isGreaterThan(kinds.get(Kind.DEFERRED).get() * 10);
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(sinks).allMatch(sink -> sink.open() == 0);
            Set<Thread> left = new HashSet<>(threads());
            left.removeAll(before);
            assertThat(left).isEmpty();
        });
        for (FaultySink sink : sinks) {
            sink.close();
        }
        System.out.println("isolation: " + DELIVERIES + " deliveries over " + DESTINATIONS + " destinations: " + kinds);
    }

    /** Returns the threads that could keep objects of a client alive: all except the sinks' and the test's own. */
    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().startsWith("sink")
                        && !thread.getName().startsWith("pool-")
                        && !thread.getName().startsWith("CompletableFutureDelayScheduler")
                        && !thread.getName().startsWith("ForkJoinPool")
                        && !thread.getName().startsWith("awaitility"))
                .collect(Collectors.toSet());
    }

    private void deliver(MailConnectionFactory factory, Random random) {
        for (int id = next.getAndIncrement(); id < DELIVERIES; id = next.getAndIncrement()) {
            List<String> to = new ArrayList<>();
            int count = 1 + random.nextInt(RECIPIENTS);
            for (int i = 0; i < count; i++) {
                to.add("r" + i + "." + id + "@d" + random.nextInt(DESTINATIONS) + ".example");
            }
            byte[] content = ("Subject: " + id + "\r\nX-To: " + String.join(" ", to) + "\r\n\r\n.dot\r\n" + id + "\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
            try {
                check(
                        id,
                        to,
                        factory.deliver(
                                Envelope.of(
                                        "s@example.com",
                                        to.stream().map(Recipient::of).toList()),
                                MessageSource.of(content)));
            } catch (Exception e) {
                violations.add("mail " + id + ": " + e);
            }
        }
    }

    private void check(int id, List<String> to, DeliveryReport report) {
        List<String> found = report.outcomes().stream()
                .map(outcome -> outcome.recipient().address())
                .toList();
        if (!found.equals(to)) {
            violations.add("mail " + id + " to " + to + " has outcomes for " + found);
        }
        for (int i = 0; i < to.size(); i++) {
            RecipientOutcome outcome = report.outcomes().get(i);
            kinds.get(outcome.kind()).incrementAndGet();
            long times = takings.get(id) >> (4 * i) & 15;
            long unanswered = doubts.get(id) >> (4 * i) & 15;
            boolean possible = switch (outcome.kind()) {
                case DELIVERED -> times == 1;
                case DEFERRED, REJECTED, NOT_TRIED -> times == 0 && unanswered == 0;
                case IN_DOUBT -> times == 0 && unanswered > 0;
                case PENDING -> false;
            };
            if (!possible) {
                violations.add("mail " + id + ", " + outcome + ": was taken " + times + " times, and " + unanswered
                        + " times without a reply");
            }
        }
    }

    private void taken(int destination, List<String> recipients, String content, AtomicLongArray counters) {
        String[] lines = content.split("\n", -1);
        int id = Integer.parseInt(lines[0].substring("Subject: ".length()));
        List<String> to = Arrays.asList(lines[1].substring("X-To: ".length()).split(" ", -1));
        if (!lines[3].equals("..dot") || !lines[4].equals("" + id) || lines.length != 6) {
            violations.add("destination " + destination + " got a content of another form: " + content);
        }
        for (String recipient : recipients) {
            int place = to.indexOf(recipient);
            if (place < 0 || !recipient.endsWith("@d" + destination + ".example")) {
                violations.add("destination " + destination + " got mail " + id + " for " + recipient);
            } else {
                counters.addAndGet(id, 1L << (4 * place));
            }
        }
    }
}
