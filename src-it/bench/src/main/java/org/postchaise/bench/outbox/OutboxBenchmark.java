/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.outbox;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.Failure;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.bench.Table;
import org.postchaise.connector.outbox.Branch;
import org.postchaise.connector.outbox.Outbox;
import org.postchaise.connector.outbox.OutboxMail;
import org.postchaise.engine.queue.MailState;

/**
 * Benchmark of the outbox's commits, each of a message of 10 KiB, compared with a force for each message: in the same outbox, where only one thread may commit
 * at a time, and in a file for each message, as in mail queues; and with the same octets in a JMS transaction. Then measures a start with 100,000 mails, and
 * the heap before and after 200,000 commits and deliveries.
 */
public final class OutboxBenchmark {
    private static final int[] THREADS = {1, 8, 64};
    private static final int ROUNDS = 7;
    private static final int WARM_UP = 3;
    private static final int BACKLOG = 100_000;
    private static final int STEADY = 200_000;
    private static final int DELIVERING = 64;
    private static final double GOAL = 10;
    private static final double GOAL_JMS = 1;
    /** Largest growth of the heap, in octets, including the needs of compiler and caches. */
    private static final double GOAL_HEAP = 8e6;

    private static final byte[] CONTENT = new byte[10 << 10];

    private OutboxBenchmark() {}

    /** Runs the benchmark, with files in {@code directory} that are deleted at the end. */
    public static Table measure(Path directory) throws Exception {
        Arrays.fill(CONTENT, (byte) 'x');
        List<String> lines = new ArrayList<>();
        lines.add(String.join(
                "\t",
                "10 KiB",
                "commits",
                "unit",
                "one at a time",
                "ratio",
                "file each",
                "ratio",
                "Artemis",
                "ratio",
                "goal",
                "met"));
        rates(directory, 8, StorageMethods.Phases.TWO);
        for (int threads : THREADS) {
            lines.add(line(threads, StorageMethods.Phases.ONE, rates(directory, threads, StorageMethods.Phases.ONE)));
            lines.add(line(threads, StorageMethods.Phases.TWO, rates(directory, threads, StorageMethods.Phases.TWO)));
        }
        lines.add(recovery(directory));
        lines.add(heap(directory));
        return new Table("medians of " + ROUNDS + " rounds by turns; Artemis with journal " + Artemis.journal(), lines);
    }

    /** Returns the commits per second, measured by turns: outbox, one at a time, a file each, Artemis. */
    private static double[] rates(Path directory, int threads, StorageMethods.Phases phases) throws Exception {
        try (Scratch ours = Scratch.in(directory);
                Scratch single = Scratch.in(directory);
                Scratch files = Scratch.in(directory);
                Scratch artemis = Scratch.in(directory);
                Commits commits = new Commits(threads);
                Commits.Way first = StorageMethods.together(ours.path(), CONTENT, phases);
                Commits.Way second = StorageMethods.single(single.path(), CONTENT, phases);
                Commits.Way third = StorageMethods.files(files.path(), CONTENT);
                Commits.Way fourth = new Artemis(artemis.path(), CONTENT)) {
            List<Commits.Way> ways = List.of(first, second, third, fourth);
            double[][] rates = new double[ways.size()][ROUNDS];
            for (int round = -WARM_UP; round < ROUNDS; round++) {
                for (int way = 0; way < rates.length; way++) {
                    double rate = commits.rate(ways.get(way));
                    rates[way][Math.max(0, round)] = rate;
                }
            }
            return Stream.of(rates).mapToDouble(OutboxBenchmark::median).toArray();
        }
    }

    private static String recovery(Path directory) throws IOException {
        try (Scratch scratch = Scratch.in(directory)) {
            try (Outbox outbox = StorageMethods.open(scratch.path())) {
                Branch branch = outbox.begin();
                for (int i = 0; i < BACKLOG; i++) {
                    StorageMethods.stage(branch, CONTENT);
                }
                branch.commit();
            }
            long start = System.nanoTime();
            try (Outbox outbox = StorageMethods.open(scratch.path())) {
                double seconds = (System.nanoTime() - start) / 1e9;
                if (outbox.waiting() != BACKLOG) {
                    throw new IllegalStateException(outbox.waiting() + " mails are left of " + BACKLOG);
                }
                return alone("start with 100,000 mails", number(seconds), "s", "< 10", seconds < 10);
            }
        }
    }

    private static String heap(Path directory) throws Exception {
        try (Scratch scratch = Scratch.in(directory);
                Commits commits = new Commits(DELIVERING);
                Outbox outbox = StorageMethods.open(scratch.path())) {
            deliver(commits, outbox, STEADY / 10);
            long before = used();
            deliver(commits, outbox, STEADY);
            long more = used() - before;
            if (outbox.waiting() != 0) {
                throw new IllegalStateException(outbox.waiting() + " mails are left");
            }
            return alone(
                    "heap, more after 200,000 commits and deliveries than " + number(before / 1e6) + " MB before",
                    number(more / 1e6),
                    "MB",
                    "< " + number(GOAL_HEAP / 1e6),
                    more < GOAL_HEAP);
        }
    }

    /** Commits {@code count} mails; each thread delivers a due mail for each mail that it has committed. */
    private static void deliver(Commits commits, Outbox outbox, int count) throws Exception {
        AtomicInteger left = new AtomicInteger(count);
        while (left.get() > 0) {
            commits.rate(thread -> () -> {
                if (left.getAndDecrement() > 0) {
                    StorageMethods.commit(outbox, CONTENT, StorageMethods.Phases.ONE);
                    Optional<OutboxMail> mail = outbox.next();
                    if (mail.isPresent()) {
                        end(mail.get());
                    }
                }
            });
        }
        for (Optional<OutboxMail> mail = outbox.next(); mail.isPresent(); mail = outbox.next()) {
            end(mail.get());
        }
    }

    private static void end(OutboxMail mail) throws IOException {
        Failure refused = Failure.local(new EnhancedStatus(5, 1, 1), "no such user");
        mail.settle(mail.pending().stream()
                .map(recipient -> MailState.statusOf(new RecipientOutcome.Rejected(recipient, refused)))
                .toList());
        mail.done();
    }

    private static long used() {
        ManagementFactory.getMemoryMXBean().gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Returns a line of the report. Only one-phase commits have a goal against Artemis, since a JMS session commits in one phase. */
    private static String line(int threads, StorageMethods.Phases phases, double[] rates) {
        double single = rates[0] / rates[1];
        double artemis = rates[0] / rates[3];
        List<String> goals = new ArrayList<>();
        boolean met = true;
        if (threads == THREADS[THREADS.length - 1]) {
            goals.add("one at a time >= " + number(GOAL));
            met = single >= GOAL;
        }
        if (phases == StorageMethods.Phases.ONE) {
            goals.add("Artemis >= " + number(GOAL_JMS));
            met &= artemis >= GOAL_JMS;
        }
        return String.join(
                "\t",
                (phases == StorageMethods.Phases.ONE ? "one phase, " : "prepared, committed, ") + threads + " threads",
                number(rates[0]),
                "a second",
                number(rates[1]),
                number(single),
                number(rates[2]),
                number(rates[0] / rates[2]),
                number(rates[3]),
                number(artemis),
                goals.isEmpty() ? "-" : String.join(", ", goals),
                goals.isEmpty() ? "-" : met ? "yes" : "NO");
    }

    private static String alone(String what, String value, String unit, String goal, boolean met) {
        return String.join("\t", what, value, unit, "-", "-", "-", "-", "-", "-", goal, met ? "yes" : "NO");
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.2f" : "%.0f", value);
    }
}
