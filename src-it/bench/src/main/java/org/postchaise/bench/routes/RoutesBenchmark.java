/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.routes;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.postchaise.api.spi.ConcurrencyPolicy;
import org.postchaise.bench.Table;

/**
 * Benchmark of the effect of hanging and slow destinations on others, and of the number of connections for many mails to one destination. Client and peers are
 * one process.
 */
public final class RoutesBenchmark {
    private static final int HEALTHY = 160;
    private static final int SLOW = 20;
    private static final int HANGING = 20;
    private static final int MAILS_EACH = 100;
    private static final int WORKERS = 64;
    private static final int ROUNDS = 3;
    private static final int TO_ONE = 10_000;
    private static final int CONCURRENCY_LIMIT = 20;
    private static final double LEAST_SHARE = 0.85;
    private static final String HEADER = String.join("\t", "benchmark", "value", "unit", "goal", "met");

    private RoutesBenchmark() {}

    /** Runs all parts; uses no files. */
    public static Table measure(Path directory) throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>(List.of(HEADER));
        lines.addAll(fairness());
        lines.addAll(reuse("callers that wait", ConcurrencyPolicy.APPLICATION));
        lines.addAll(reuse("a queue", ConcurrencyPolicy.ofQueue(WORKERS)));
        return new Table("medians of " + ROUNDS + " runs, by turns", lines);
    }

    private static List<String> fairness() throws IOException, InterruptedException {
        try (Peers peers = new Peers()) {
            List<String> hops = new ArrayList<>();
            for (int i = 0; i < HEALTHY; i++) {
                hops.add(peers.answering(Duration.ZERO));
            }
            for (int i = 0; i < SLOW; i++) {
                hops.add(peers.answering(Duration.ofSeconds(2)));
            }
            for (int i = 0; i < HANGING; i++) {
                hops.add(peers.hanging());
            }
            double[] alone = new double[ROUNDS];
            double[] beside = new double[ROUNDS];
            double[] putBack = new double[ROUNDS];
            double[] others = new double[ROUNDS];
            rate(hops, HEALTHY, 1);
            for (int round = 0; round < ROUNDS; round++) {
                alone[round] = rate(hops, HEALTHY, round);
                try (MailRun run = new MailRun(hops, HEALTHY, WORKERS, ConcurrencyPolicy.ofQueue(WORKERS))) {
                    beside[round] = HEALTHY * MAILS_EACH / run.run(mails(hops.size(), round));
                    putBack[round] = run.putBack();
                    others[round] = run.others();
                }
            }
            double share = median(beside) / median(alone);
            return List.of(
                    line("mails to 160 destinations, 64 workers", median(alone), "a second"),
                    line("the same, with 20 that hang and 20 that need 2 s", median(beside), "a second"),
                    line("share of the rate", share, "", ">= " + LEAST_SHARE, share >= LEAST_SHARE),
                    line("of 2,000 mails to the slow ones delivered meanwhile", median(others), ""),
                    line("mails put back", median(putBack), "times"));
        }
    }

    private static double rate(List<String> hops, int count, int seed) throws InterruptedException {
        try (MailRun run = new MailRun(hops, HEALTHY, WORKERS, ConcurrencyPolicy.ofQueue(WORKERS))) {
            return HEALTHY * MAILS_EACH / run.run(mails(count, seed));
        }
    }

    /** Returns an equal number of mails to each of the first {@code count} destinations, in random order. */
    private static List<Integer> mails(int count, int seed) {
        List<Integer> mails = new ArrayList<>(IntStream.range(0, count * MAILS_EACH)
                .map(i -> i % count)
                .boxed()
                .toList());
        Collections.shuffle(mails, new Random(seed));
        return mails;
    }

    private static List<String> reuse(String who, ConcurrencyPolicy policy) throws IOException, InterruptedException {
        try (Peers peers = new Peers();
                MailRun run = new MailRun(List.of(peers.answering(Duration.ZERO)), 1, WORKERS, policy)) {
            double seconds = run.run(Collections.nCopies(TO_ONE, 0));
            String what = "10,000 mails to one destination, 64 workers, " + who;
            return List.of(
                    line(
                            what + ": connections",
                            peers.connections(),
                            "",
                            "<= " + CONCURRENCY_LIMIT,
                            peers.connections() <= CONCURRENCY_LIMIT),
                    line(what, TO_ONE / seconds, "a second"));
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static String line(String what, double value, String unit) {
        return String.join("\t", what, number(value), unit, "-", "-");
    }

    private static String line(String what, double value, String unit, String goal, boolean met) {
        return String.join("\t", what, number(value), unit, goal, met ? "yes" : "NO");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 && value != Math.rint(value) ? "%.2f" : "%.0f", value);
    }
}
