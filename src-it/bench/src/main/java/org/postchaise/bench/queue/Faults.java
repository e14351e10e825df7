/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.queue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Benchmark of mails some of which are refused, temporarily or permanently, by the courier and by Postfix in turns. The time is measured from the start of
 * delivery until each mail is settled: smtp-sink has the mail, or the notice to its sender. Temporarily refused mails are accepted after all of them were
 * refused once.
 */
record Faults(Contender courier, Contender postfix, FaultySinks sinks, Scale scale) {
    private static final int ROUNDS = 3;
    private static final Mails LOAD = new Mails(Workload.FAULTY, 10 << 10, 8000);

    /** Parameters of retries; both queues retry at the shortest time that the courier can be set to. */
    private static final List<String> TIMES =
            List.of("minimal_backoff_time", "maximal_backoff_time", "queue_run_delay");

    private static final String TIME = "1s";

    /** Runs the benchmark with servers of its own, in {@code directory}. */
    static List<String> measure(Path directory, Scale scale) throws IOException, InterruptedException {
        StringBuilder times = new StringBuilder();
        Map<String, String> properties = new HashMap<>();
        for (String name : TIMES) {
            times.append(name).append(" = ").append(TIME).append('\n');
            properties.put("postchaise." + name, TIME);
        }
        Path mainCf = Files.createDirectories(directory).resolve("main.cf");
        properties.put("postchaise.configFile", mainCf.toString());
        try (FaultySinks sinks = FaultySinks.start(directory)) {
            String parameters = sinks.transportMaps() + times;
            Files.writeString(mainCf, parameters);
            try (PostfixQueue postfix = PostfixQueue.start(parameters);
                    CourierServer server = new CourierServer(directory, properties)) {
                server.start(Relay.CONNECTIONS);
                return new Faults(new CourierQueue(server), postfix, sinks, scale).measure();
            }
        }
    }

    private List<String> measure() throws IOException, InterruptedException {
        Mails load = scale.of(LOAD);
        String what = "relay of " + Line.size(load.size()) + " with faults; other: Postfix";
        List<Drained> mine = new ArrayList<>();
        List<Drained> others = new ArrayList<>();
        drain(courier, load);
        for (int round = 0; round < ROUNDS; round++) {
            mine.add(drain(courier, load));
            others.add(drain(postfix, load));
            Drained.progress(what + ", round " + (round + 1), mine.get(round), others.get(round));
        }
        return Drained.lines(what, mine, others);
    }

    private Drained drain(Contender queue, Mails load) throws IOException, InterruptedException {
        sinks.begin();
        OutcomeLog log = OutcomeLog.after(queue.log(), load.mix());
        queue.fill(load);
        long processor = queue.processor();
        long began = System.nanoTime();
        queue.deliver();
        Count refused = log::deferred;
        refused.reach(load.mix().fates(load.count()).get(ExpectedOutcome.LATER), "mails that were refused for a while");
        sinks.relent();
        Count settled = sinks::settled;
        long took = settled.reach(load.count(), "mails that were delivered, or returned to their senders") - began;
        Thread.sleep(Relay.CALM_MILLIS);
        Drained drained = Drained.of(load.count(), took, queue.processor() - processor);
        queue.end();
        sinks.require(load.count());
        log.require(load.count());
        Line.progress("deferrals of " + log.deferred() + " mails: " + log.deferrals());
        return drained;
    }
}
