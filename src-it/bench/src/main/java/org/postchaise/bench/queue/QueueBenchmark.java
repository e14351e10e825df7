/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.queue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.postchaise.bench.Table;
import org.postchaise.bench.client.SmtpPrograms;
import org.postchaise.it.server.ServerFiles;
import org.postchaise.testkit.PostfixInstance;

/**
 * Benchmark of the queue on a WildFly, whose own broker stores the queue with its default configuration: submission beside plain JMS, relay to smtp-sink beside
 * Postfix, deliveries from a long queue, and relay beside Postfix with refusals. Fails where a mail is missing, doubled or has a wrong outcome.
 */
public final class QueueBenchmark {
    private QueueBenchmark() {}

    /** Runs all parts, with files in {@code directory}. */
    public static Table measure(Path directory) throws Exception {
        List<String> lines = new ArrayList<>(List.of(Line.HEADER));
        if (!SmtpPrograms.installed() || !PostfixInstance.installed()) {
            System.out.println(
                    "skipped: the queue's benchmark, which needs Postfix, its smtp-sink and smtp-source, and root");
        } else {
            Path work = directory.resolve("queue");
            ServerFiles.delete(work);
            lines.addAll(measure(Files.createDirectories(work), Scale.ofProperties()));
        }
        return new Table(
                "medians of rounds by turns; WildFly with its own broker; " + Relay.CONNECTIONS
                        + " connections; each mail was accounted for",
                lines);
    }

    private static List<String> measure(Path directory, Scale scale) throws Exception {
        List<String> lines = new ArrayList<>();
        try (Sink ours = Sink.start(directory, "ours");
                Sink theirs = Sink.start(directory, "theirs");
                PostfixQueue postfix = Relay.postfix(theirs);
                CourierServer server = new CourierServer(directory, Map.of("postchaise.relayhost", ours.hop()))) {
            server.start(Relay.CONNECTIONS);
            lines.addAll(new Submission(server, scale).measure());
            lines.addAll(new Relay(new CourierQueue(server), ours, postfix, theirs, scale).measure());
            lines.addAll(new Depth(server, ours, scale).measure());
        }
        lines.addAll(Faults.measure(directory.resolve("faults"), scale));
        // the broker's journal and the logs are large
        ServerFiles.delete(directory);
        return lines;
    }
}
