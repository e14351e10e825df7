/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.client;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Benchmark of a distant server: 100 messages of 5 KB over one connection to a server with a delay of 50 ms, in a process of its own. All clients send at the
 * same time, since they wait most of the time.
 */
final class FarBenchmark {
    private static final String REQUEST = " 5000 1 messages 100";
    private static final List<Rival> ALL = List.of(Rival.OURS, Rival.ANGUS, Rival.VERTX);
    private static final String DELAY = "50";

    /** Client that is sending. */
    private record Sending(Rival rival, Child driver) {}

    private final Path directory;
    private final List<Child> processes = new ArrayList<>();

    private FarBenchmark(Path directory) {
        this.directory = directory;
    }

    static List<String> measure(Path directory) throws IOException {
        FarBenchmark benchmark = new FarBenchmark(directory);
        try {
            List<Sending> lockStep = benchmark.send(ALL, List.of(), "");
            List<Sending> pipelined = benchmark.send(ALL, List.of("PIPELINING"), "");
            List<Sending> ahead = benchmark.send(List.of(Rival.OURS), List.of("PIPELINING"), "smtp_reset_ahead=yes");
            List<Sending> chunked =
                    benchmark.send(List.of(Rival.OURS), List.of("PIPELINING", "CHUNKING"), "smtp_chunking_enable=yes");
            String name = "100 x 5 KB, 50 ms away: ";
            Row one = row(name + "lock-step", lockStep);
            Row two = row(name + "pipelined", pipelined);
            Row three = row(name + "pipelined, RSET ahead", ahead);
            Row four = row(name + "BDAT", chunked);
            return List.of(
                    one.tsv(),
                    two.tsv(),
                    three.goal("<= 10.6 s", three.ours() <= 10.6).tsv(),
                    four.goal("<= 5.6 s", four.ours() <= 5.6).tsv());
        } finally {
            for (Child process : benchmark.processes) {
                process.close();
            }
        }
    }

    /** Starts {@code rivals} with a server that offers {@code keywords}; Postchaise has {@code settings}. */
    private List<Sending> send(List<Rival> rivals, List<String> keywords, String settings) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(DELAY));
        arguments.addAll(keywords);
        Child server = child(List.of("-Xmx64m"), FarPeer.class, arguments.toArray(String[]::new));
        String port = server.line(FarPeer.PREFIX).substring(FarPeer.PREFIX.length());
        List<Sending> all = new ArrayList<>();
        for (Rival rival : rivals) {
            List<String> options = List.of("-Xmx256m", "-D" + PostchaiseSender.SET + "=" + settings);
            Child driver = child(options, Driver.class, rival.name());
            driver.ask(port + REQUEST);
            all.add(new Sending(rival, driver));
        }
        return all;
    }

    private Child child(List<String> options, Class<?> main, String... arguments) throws IOException {
        Child child = Child.start(directory, options, main, arguments);
        processes.add(child);
        return child;
    }

    private static Row row(String name, List<Sending> all) throws IOException {
        Row row = new Row(name, "s");
        for (Sending sending : all) {
            row.all(Map.of(sending.rival(), List.of(sending.driver().figures())), Figures::seconds);
        }
        return row;
    }
}
