/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.transaction.xa.Xid;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.connector.outbox.Branch;
import org.postchaise.connector.outbox.BranchXid;
import org.postchaise.connector.outbox.Outbox;
import org.postchaise.connector.outbox.OutboxSettings;
import org.postchaise.connector.outbox.Posting;

/**
 * Commits of the outbox, each of a message of 10 KiB, against a force for each message: by the same outbox, where only one
 * thread may commit at a time, and by a file for each message, as mail queues do it. And a start with 100,000 mails.
 */
final class OutboxBenchmark {
    private static final int[] THREADS = {1, 8, 64};
    private static final int ROUNDS = 3;
    private static final int SIZE = 10 << 10;
    private static final int COMMITS = 2_000;
    private static final int BACKLOG = 100_000;
    private static final double GOAL = 10;

    private static final byte[] CONTENT = new byte[SIZE];
    private static final Posting POSTING =
            new Posting(Envelope.of("sender@example.org", "recipient@example.com"), Map.of("nexthop", "example.com"));

    private OutboxBenchmark() {}

    /** Something that is durable on return. */
    private interface Commit {
        void run(int number) throws IOException;
    }

    static Table measure(Path directory) throws IOException, InterruptedException {
        Arrays.fill(CONTENT, (byte) 'x');
        List<String> lines = new ArrayList<>();
        lines.add(String.join(
                "\t", "10 KiB", "commits", "unit", "one at a time", "ratio", "file each", "ratio", "goal", "met"));
        rates(directory, 8, false);
        for (int threads : THREADS) {
            lines.add(line("one phase", threads, rates(directory, threads, false)));
            lines.add(line("prepared, committed", threads, rates(directory, threads, true)));
        }
        lines.add(recovery(directory));
        return new Table("medians of " + ROUNDS + " rounds by turns", lines);
    }

    /** Ours, one at a time, a file each; commits in a second. */
    private static double[] rates(Path directory, int threads, boolean prepared)
            throws IOException, InterruptedException {
        double[][] rates = new double[3][ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            try (Scratch scratch = Scratch.in(directory);
                    Outbox outbox = Outbox.open(scratch.path(), OutboxSettings.DEFAULT, Clock.systemUTC())) {
                rates[0][round] = rate(threads, number -> commit(outbox, number, prepared));
            }
            try (Scratch scratch = Scratch.in(directory);
                    Outbox outbox = Outbox.open(scratch.path(), OutboxSettings.DEFAULT, Clock.systemUTC())) {
                rates[1][round] = rate(threads, number -> {
                    synchronized (outbox) {
                        commit(outbox, number, prepared);
                    }
                });
            }
            try (Scratch scratch = Scratch.in(directory)) {
                rates[2][round] = rate(threads, number -> file(scratch.path(), number));
            }
        }
        return Stream.of(rates).mapToDouble(OutboxBenchmark::median).toArray();
    }

    private static void commit(Outbox outbox, int number, boolean prepared) throws IOException {
        Branch branch = outbox.begin();
        branch.stage(POSTING, MessageSource.of(CONTENT));
        if (prepared) {
            branch.prepare(BranchXid.of(new Name(number)));
        }
        branch.commit();
    }

    private static void file(Path directory, int number) throws IOException {
        try (FileChannel file = FileChannel.open(
                directory.resolve("mail-" + number), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer content = ByteBuffer.wrap(CONTENT);
            while (content.hasRemaining()) {
                file.write(content);
            }
            file.force(false);
        }
        try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
            entries.force(true);
        }
    }

    private static double rate(int threads, Commit commit) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        int count = COMMITS * Math.min(threads, 8);
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try {
            long start = System.nanoTime();
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                all.add(workers.submit(() -> {
                    for (int number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
                        commit.run(number);
                    }
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
            return count / ((System.nanoTime() - start) / 1e9);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a commit failed: " + e.getCause(), e);
        } finally {
            workers.shutdownNow();
        }
    }

    private static String recovery(Path directory) throws IOException {
        try (Scratch scratch = Scratch.in(directory)) {
            try (Outbox outbox = Outbox.open(scratch.path(), OutboxSettings.DEFAULT, Clock.systemUTC())) {
                Branch branch = outbox.begin();
                for (int i = 0; i < BACKLOG; i++) {
                    branch.stage(POSTING, MessageSource.of(CONTENT));
                }
                branch.commit();
            }
            long start = System.nanoTime();
            try (Outbox outbox = Outbox.open(scratch.path(), OutboxSettings.DEFAULT, Clock.systemUTC())) {
                double seconds = (System.nanoTime() - start) / 1e9;
                if (outbox.waiting() != BACKLOG) {
                    throw new IllegalStateException(outbox.waiting() + " mails are left of " + BACKLOG);
                }
                return String.join(
                        "\t",
                        "start with 100,000 mails",
                        number(seconds),
                        "s",
                        "-",
                        "-",
                        "-",
                        "-",
                        "< 10",
                        seconds < 10 ? "yes" : "NO");
            }
        }
    }

    private static String line(String what, int threads, double[] rates) {
        double single = rates[0] / rates[1];
        boolean last = threads == THREADS[THREADS.length - 1];
        return String.join(
                "\t",
                what + ", " + threads + " threads",
                number(rates[0]),
                "a second",
                number(rates[1]),
                number(single),
                number(rates[2]),
                number(rates[0] / rates[2]),
                last ? ">= " + number(GOAL) : "-",
                last ? single >= GOAL ? "yes" : "NO" : "-");
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.0f", value);
    }

    /** A directory that is deleted in the end. */
    private record Scratch(Path path) implements AutoCloseable {
        static Scratch in(Path parent) throws IOException {
            return new Scratch(Files.createTempDirectory(parent, "outbox").toAbsolutePath());
        }

        @Override
        public void close() {
            try (Stream<Path> all = Files.walk(path)) {
                all.sorted(Comparator.reverseOrder()).forEach(file -> {
                    try {
                        Files.delete(file);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private record Name(int number) implements Xid {
        @Override
        public int getFormatId() {
            return 1;
        }

        @Override
        public byte[] getGlobalTransactionId() {
            return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
        }

        @Override
        public byte[] getBranchQualifier() {
            return new byte[] {1};
        }
    }
}
