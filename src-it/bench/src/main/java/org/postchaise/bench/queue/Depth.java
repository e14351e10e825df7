/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.queue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Benchmark of deliveries from a queue that stays long, and of the server's heap meanwhile. */
record Depth(CourierServer server, Sink sink, Scale scale) {
    private static final int SIZE = 1 << 10;
    private static final int STEADY = 2000;
    private static final int ROUNDS = 5;
    private static final int STEP = 5000;
    private static final int TELL = 50_000;
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
            long before = server.heap();
            double[] rates = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                rates[round] = deliver(depth);
            }
            double now = Line.median(rates);
            // deliveries in between may have left garbage
            double used = Math.max(before, server.heap()) / MEGABYTE;
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

    /** Fills the queue so that {@code depth} mails are left after a round. */
    private void fill(int depth) throws IOException, InterruptedException {
        long missing = depth + scale.of(STEADY) - server.mails();
        for (long left = missing; left > 0; left -= STEP) {
            new CourierQueue(server).fill(new Mails(Workload.PLAIN, SIZE, (int) Math.min(STEP, left)));
            if (left % TELL < STEP && missing > TELL) {
                Line.progress("filling, %,d mails in the queue".formatted(server.mails()));
            }
        }
    }

    /**
     * Returns the deliveries per second of a round that leaves {@code depth} mails, less those under delivery at its
     * end.
     */
    private double deliver(int depth) throws IOException, InterruptedException {
        fill(depth);
        long queued = server.mails();
        long before = sink.messages();
        OutcomeLog log = OutcomeLog.after(server.log(), Workload.PLAIN);
        server.startDelivery();
        long began = sink.await(before + 1);
        long had = sink.messages();
        long end = sink.await(before + scale.of(STEADY));
        double rate = (sink.messages() - had) * 1e9 / (end - began);
        server.stopDelivery();
        long sent = sink.messages() - before;
        Count left = server::mails;
        left.await(queued - sent, "mails left in the queue");
        log.require(sent);
        sink.require(before + sent);
        return rate;
    }
}
