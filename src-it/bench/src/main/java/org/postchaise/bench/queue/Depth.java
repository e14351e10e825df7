/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.queue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Deliveries from a queue that stays long, and what the server's heap holds then. */
record Depth(CourierServer server, Sink sink, Scale scale) {
    private static final int SIZE = 1 << 10;
    private static final int STEADY = 3000;
    private static final int ROUNDS = 3;
    private static final int STEP = 20_000;
    private static final List<Integer> DEPTHS = List.of(1000, 100_000);
    private static final double GOAL = 0.8;
    private static final double MEGABYTE = 1e6;
    private static final double MORE_HEAP = 64;

    List<String> measure() throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        deliver(DEPTHS.get(0));
        double rate = 0;
        double heap = 0;
        for (int depth : Stream.concat(DEPTHS.stream().filter(one -> one < scale.depth()), Stream.of(scale.depth()))
                .toList()) {
            String what = "%,d mails in the queue".formatted(depth);
            fill(depth);
            double used = server.heap() / MEGABYTE;
            double now = deliver(depth);
            Line.progress(what + ": " + Line.number(now) + " deliveries a second, heap " + Line.number(used) + " MB");
            if (rate == 0) {
                rate = now;
                heap = used;
                lines.add(Line.alone(what + ", deliveries", now, "a second"));
                lines.add(Line.alone(what + ", heap", used, "MB"));
            } else {
                lines.add(Line.against(what + ", deliveries; other: the shortest", now, "a second", rate, GOAL));
                lines.add(Line.atMost(what + ", heap", used, "MB", heap + MORE_HEAP));
            }
        }
        return lines;
    }

    /** So that {@code depth} are left after the deliveries. */
    private void fill(int depth) throws IOException {
        long missing = depth + (long) ROUNDS * scale.of(STEADY) - server.mails();
        for (long left = missing; left > 0; left -= STEP) {
            Relay.fill(server, SIZE, (int) Math.min(STEP, left));
            if (left % (5 * STEP) < STEP) {
                Line.progress("filling, %,d mails in the queue".formatted(server.mails()));
            }
        }
    }

    /** The next ones in rounds, of which the median counts; at least {@code depth} mails stay. */
    private double deliver(int depth) throws IOException, InterruptedException {
        fill(depth);
        int steady = scale.of(STEADY);
        long queued = server.mails();
        long before = sink.messages();
        SentLog log = SentLog.after(server.log());
        server.startDelivery();
        double[] rates = new double[ROUNDS];
        long began = sink.await(before + 1);
        long had = sink.messages();
        for (int round : IntStream.range(0, ROUNDS).toArray()) {
            long end = sink.await(before + (long) steady * (round + 1));
            long has = sink.messages();
            rates[round] = (has - had) * 1e9 / (end - began);
            began = end;
            had = has;
        }
        server.stopDelivery();
        long left = server.mails();
        log.require(queued - left);
        sink.require(before + queued - left);
        return Line.median(rates);
    }
}
