/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.queue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Benchmark of relay from the queue to smtp-sink, by the courier and by Postfix in turns: the queue is filled first, and the time is measured from the start of
 * delivery until smtp-sink has all mails.
 *
 * @param ours the smtp-sink of {@code courier}
 * @param theirs the smtp-sink of {@code postfix}
 */
record Relay(Contender courier, Sink ours, Contender postfix, Sink theirs, Scale scale) {
    /** Largest number of connections of each queue. */
    static final int CONNECTIONS = 32;

    private static final int ROUNDS = 3;

    /** Time after the last delivery, in milliseconds, during which the removal of mails still takes processor time. */
    static final long CALM_MILLIS = 1000;

    private static final List<Mails> LOADS = List.of(
            new Mails(Workload.PLAIN, 1 << 10, 8000),
            new Mails(Workload.PLAIN, 10 << 10, 6000),
            new Mails(Workload.PLAIN, 100 << 10, 3000),
            new Mails(Workload.PLAIN, 1 << 20, 600));

    /** Starts a Postfix that sends to {@code sink}. Released mail is tried on command, not at a queue run. */
    static PostfixQueue postfix(Sink sink) throws IOException, InterruptedException {
        return PostfixQueue.start("relayhost = " + sink.hop() + "\nqueue_run_delay = 1h\n");
    }

    List<String> measure() throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        for (Mails load : LOADS) {
            lines.addAll(measure(scale.of(load)));
        }
        return lines;
    }

    private List<String> measure(Mails load) throws IOException, InterruptedException {
        String what = "relay of " + Line.size(load.size()) + "; other: Postfix";
        List<Drained> mine = new ArrayList<>();
        List<Drained> others = new ArrayList<>();
        // warm-up: the compiler compiles different code for each size
        drain(courier, ours, load);
        drain(postfix, theirs, load);
        for (int round = 0; round < ROUNDS; round++) {
            mine.add(drain(courier, ours, load));
            others.add(drain(postfix, theirs, load));
            Drained.progress(what + ", round " + (round + 1), mine.get(round), others.get(round));
        }
        return Drained.lines(what, mine, others);
    }

    private static Drained drain(Contender queue, Sink sink, Mails load) throws IOException, InterruptedException {
        queue.fill(load);
        OutcomeLog log = OutcomeLog.after(queue.log(), load.mix());
        long total = sink.messages() + load.count();
        long processor = queue.processor();
        long began = System.nanoTime();
        queue.deliver();
        long took = sink.await(total) - began;
        Thread.sleep(CALM_MILLIS);
        Drained drained = Drained.of(load.count(), took, queue.processor() - processor);
        queue.end();
        sink.require(total);
        log.require(load.count());
        return drained;
    }
}
