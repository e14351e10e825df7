/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.client;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.postchaise.bench.Table;

/**
 * Benchmark of mail clients: messages to smtp-sink over kept connections. Each client has a JVM of its own, with equal options, for the whole run, so that code
 * compiled for one client neither helps nor harms another. In each case all clients, and smtp-source, take turns, so that other load on the machine affects
 * all; the medians of the rounds are compared.
 */
public final class ClientBenchmark {
    private static final List<Integer> SIZES = List.of(1 << 10, 10 << 10, 100 << 10, 1 << 20);
    private static final List<Integer> CONNECTIONS = List.of(1, 8, 32);
    private static final List<String> OPTIONS = List.of("-Xms512m", "-Xmx512m", "-XX:+UseParallelGC");
    private static final int ROUNDS = 5;
    private static final int MILLIS = 400;
    /** Warm-up time by size, in milliseconds. Most code is common to all sizes, so that the first size needs the longest time until the code is compiled. */
    private static final Map<Integer, Integer> WARM_UP_MILLIS =
            Map.of(1 << 10, 8000, 10 << 10, 2500, 100 << 10, 2500, 1 << 20, 2500);

    private static final double MOST = 1.5;

    private final SmtpPrograms programs;
    private final Map<Rival, Child> drivers = new EnumMap<>(Rival.class);

    private ClientBenchmark(SmtpPrograms programs) {
        this.programs = programs;
    }

    /** Runs all cases, with files in {@code directory}. */
    public static Table measure(Path directory) throws Exception {
        List<String> lines = new ArrayList<>(List.of(Row.header()));
        if (!SmtpPrograms.installed()) {
            System.out.println("skipped: the client's benchmark, which needs Postfix's smtp-sink and smtp-source");
        } else {
            try (SmtpPrograms programs = SmtpPrograms.start(directory)) {
                lines.addAll(new ClientBenchmark(programs).loads(directory));
                lines.addAll(LargeMessage.measure(directory, programs));
            }
            lines.addAll(FarBenchmark.measure(directory));
        }
        return new Table(
                "medians of " + ROUNDS
                        + " rounds, each client in its own JVM and in turn; processor time includes compiler"
                        + " and garbage collector",
                lines);
    }

    private List<String> loads(Path directory) throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        try {
            for (Rival rival : Rival.values()) {
                List<String> options = new ArrayList<>(OPTIONS);
                options.add(rival.option());
                drivers.put(rival, Child.start(directory, options, Driver.class, rival.name()));
            }
            for (int size : SIZES) {
                for (Child driver : drivers.values()) {
                    driver.figures(request(size, 8, WARM_UP_MILLIS.get(size)));
                }
            }
            for (int size : SIZES) {
                for (int connections : CONNECTIONS) {
                    lines.addAll(oneCase(size, connections));
                }
            }
        } finally {
            for (Child driver : drivers.values()) {
                driver.close();
            }
        }
        return lines;
    }

    private List<String> oneCase(int size, int connections) throws IOException, InterruptedException {
        Map<Rival, List<Figures>> ours = new EnumMap<>(Rival.class);
        List<Figures> source = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (Map.Entry<Rival, Child> driver : drivers.entrySet()) {
                ours.computeIfAbsent(driver.getKey(), rival -> new ArrayList<>())
                        .add(driver.getValue().figures(request(size, connections, MILLIS)));
            }
            double rate = ours.get(Rival.OURS).get(round).rate();
            source.add(programs.source(size, connections, Math.max(20, (long) (rate * MILLIS / 1000))));
        }
        String name = (size >> 10) + " KiB, " + connections + (connections == 1 ? " connection" : " connections");
        Row cost = new Row(name + ": processor time", "ms")
                .all(ours, Figures::cost)
                .source(Row.median(source, Figures::cost));
        Row rate =
                new Row(name + ": messages", "1/s").all(ours, Figures::rate).source(Row.median(source, Figures::rate));
        cost = cost.goal("<= 1.5 smtp-source", cost.ours() <= MOST * cost.source());
        rate = rate.goal(">= Angus, best", rate.ours() >= rate.of(Rival.ANGUS));
        System.out.println(cost.tsv() + "\n" + rate.tsv());
        return List.of(cost.tsv(), rate.tsv());
    }

    private String request(int size, int connections, int millis) {
        return programs.port() + " " + size + " " + connections + " millis " + millis;
    }
}
