/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.queue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.postchaise.bench.queue.CourierServer.Way;

/** Benchmark of submission: mails by the courier, one in each JTA transaction, and the same octets in JMS messages, by turns. Delivery is stopped. */
record Submission(CourierServer server, Scale scale) {
    private static final List<Integer> SIZES = List.of(1 << 10, 10 << 10, 100 << 10);
    private static final int[] THREADS = {1, 8};
    private static final int ROUNDS = 5;
    private static final Duration TURN = Duration.ofMillis(1500);
    private static final Duration WARM_UP = Duration.ofSeconds(8);
    private static final double GOAL = 0.9;

    List<String> measure() throws IOException {
        for (Way way : Way.values()) {
            turn(way, 8, SIZES.get(0), WARM_UP);
        }
        List<String> lines = new ArrayList<>();
        for (int size : SIZES) {
            for (int threads : THREADS) {
                lines.add(measure(size, threads));
            }
        }
        server.purge();
        return lines;
    }

    private String measure(int size, int threads) throws IOException {
        double[] mails = new double[ROUNDS];
        double[] messages = new double[ROUNDS];
        for (int round = -1; round < ROUNDS; round++) {
            int place = Math.max(0, round);
            mails[place] = turn(Way.MAILER, threads, size, TURN);
            messages[place] = turn(Way.JMS, threads, size, TURN);
        }
        double ours = Line.median(mails);
        double other = Line.median(messages);
        String what = "submission of " + Line.size(size) + ", threads: " + threads + "; other: JMS alone";
        Line.progress(what + ": " + Line.number(ours) + " and " + Line.number(other) + " a second");
        return Line.against(what, ours, "a second", other, GOAL);
    }

    /** Returns the submissions per second of a turn, which begins with an empty queue, since a long one is paged. */
    private double turn(Way way, int threads, int size, Duration time) throws IOException {
        server.purge();
        return server.load(way, threads, new Mails(Workload.PLAIN, size, Integer.MAX_VALUE), 1, scale.of(time))
                .rate();
    }
}
