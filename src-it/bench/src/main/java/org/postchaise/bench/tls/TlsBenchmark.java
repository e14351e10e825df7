/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.postchaise.bench.Table;
import org.postchaise.bench.client.Child;
import org.postchaise.bench.client.Driver;
import org.postchaise.bench.client.Figures;
import org.postchaise.testkit.PostfixInstance;

/**
 * Benchmark of the cost of TLS. First mails of 1 KiB, each over a session of its own: Postchaise, Angus Mail and smtp(8) by turns, in plaintext, with a full
 * handshake and with a resumed one; the cost of a handshake is the difference to plaintext. Then mails of 10 KiB over a kept session of Postchaise, with and
 * without TLS. Medians; the server is one process for all clients, and not counted.
 */
public final class TlsBenchmark {
    private static final int ROUNDS = 3;
    private static final int WARM_UP = 1500;
    private static final int MAILS = 300;
    private static final double KEPT = 0.75;
    private static final List<String> OPTIONS = List.of("-Xms256m", "-Xmx256m", "-XX:+UseParallelGC");

    private final int port;
    private final List<String> lines = new ArrayList<>(List.of(String.join(
            "\t", "benchmark", "ours", "unit", "goal", "met", "Angus", "smtp(8)", "ours / Angus", "ours / smtp(8)")));

    /** Measured clients. */
    private enum Client {
        OURS,
        ANGUS,
        POSTFIX
    }

    private TlsBenchmark(int port) {
        this.port = port;
    }

    /** Runs all parts, with files in {@code directory}. */
    public static Table measure(Path directory) throws Exception {
        try (Child sink = Child.start(directory, List.of("-Xmx256m"), TlsSink.class)) {
            TlsBenchmark benchmark =
                    new TlsBenchmark(Integer.parseInt(sink.line(TlsSink.PREFIX).substring(TlsSink.PREFIX.length())));
            benchmark.handshakes(directory);
            benchmark.kept(directory);
            return new Table(
                    "medians of " + ROUNDS + " rounds of " + MAILS
                            + " mails, by turns; processor time of the client alone, compiler and garbage collector included",
                    benchmark.lines);
        }
    }

    private void handshakes(Path directory) throws Exception {
        if (!PostfixInstance.installed()) {
            System.out.println("skipped: smtp(8), which needs Postfix, started by root");
        }
        Map<Kind, Map<Client, List<Figures>>> all = new EnumMap<>(Kind.class);
        Map<Kind, PostfixClient> postfix = new EnumMap<>(Kind.class);
        try (Child ours = Child.start(directory, OPTIONS, TlsDriver.class, "ours");
                Child angus = Child.start(directory, OPTIONS, TlsDriver.class, "angus")) {
            for (Kind kind : Kind.values()) {
                if (PostfixInstance.installed()) {
                    postfix.put(kind, PostfixClient.start(port, kind));
                }
                ours.figures(request(kind, WARM_UP));
                angus.figures(request(kind, WARM_UP));
            }
            for (int round = 0; round < ROUNDS; round++) {
                for (Kind kind : Kind.values()) {
                    Map<Client, List<Figures>> row = all.computeIfAbsent(kind, any -> new EnumMap<>(Client.class));
                    add(row, Client.OURS, ours.figures(request(kind, MAILS)));
                    add(row, Client.ANGUS, angus.figures(request(kind, MAILS)));
                    if (postfix.containsKey(kind)) {
                        add(row, Client.POSTFIX, postfix.get(kind).send(MAILS));
                    }
                }
            }
        } finally {
            for (PostfixClient one : postfix.values()) {
                one.close();
            }
        }
        for (Kind kind : Kind.values()) {
            row("session and mail, " + name(kind), "ms", all.get(kind), TlsBenchmark::cost);
        }
        for (Kind kind : List.of(Kind.FULL, Kind.RESUMED)) {
            Map<Client, Double> rates = new EnumMap<>(Client.class);
            all.get(kind)
                    .forEach((client, figures) -> rates.put(
                            client,
                            1000 / (cost(figures) - cost(all.get(Kind.PLAIN).get(client)))));
            print("handshakes per second of processor time, " + name(kind), "1/s", "-", "-", rates);
        }
    }

    private String request(Kind kind, int count) {
        return port + " " + kind + " " + count;
    }

    private static String name(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static void add(Map<Client, List<Figures>> row, Client client, Figures figures) {
        row.computeIfAbsent(client, any -> new ArrayList<>()).add(figures);
    }

    private static double cost(List<Figures> figures) {
        return median(figures, Figures::cost);
    }

    private static double median(List<Figures> figures, ToDoubleFunction<Figures> value) {
        double[] sorted = figures.stream().mapToDouble(value).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private void row(String name, String unit, Map<Client, List<Figures>> all, ToDoubleFunction<List<Figures>> value) {
        Map<Client, Double> values = new EnumMap<>(Client.class);
        all.forEach((client, figures) -> values.put(client, value.applyAsDouble(figures)));
        print(name, unit, "-", "-", values);
    }

    private void print(String name, String unit, String goal, String met, Map<Client, Double> values) {
        double ours = values.get(Client.OURS);
        double angus = values.getOrDefault(Client.ANGUS, Double.NaN);
        double postfix = values.getOrDefault(Client.POSTFIX, Double.NaN);
        lines.add(String.join(
                "\t",
                name,
                number(ours),
                unit,
                goal,
                met,
                number(angus),
                number(postfix),
                number(ours / angus),
                number(ours / postfix)));
        System.out.println(lines.get(lines.size() - 1));
    }

    private static String number(double number) {
        return Double.isNaN(number) ? "-" : String.format(Locale.ROOT, Math.abs(number) < 10 ? "%.3f" : "%.0f", number);
    }

    /** Measures mails of 10 KiB over one kept session. */
    private void kept(Path directory) throws IOException {
        Map<Kind, Child> drivers = new EnumMap<>(Kind.class);
        Map<Kind, List<Figures>> all = new EnumMap<>(Kind.class);
        try {
            for (Kind kind : List.of(Kind.PLAIN, Kind.FULL)) {
                List<String> options = new ArrayList<>(OPTIONS);
                // as in Postfix, sessions with TLS are kept only if the settings ask for it
                options.add("-Dbench.set=smtp_tls_security_level=" + kind.level() + ",smtp_tls_connection_reuse=yes");
                drivers.put(kind, Child.start(directory, options, Driver.class, "OURS"));
                drivers.get(kind).figures(port + " 10240 1 messages " + 10 * WARM_UP);
            }
            for (int round = 0; round < ROUNDS; round++) {
                for (Map.Entry<Kind, Child> driver : drivers.entrySet()) {
                    all.computeIfAbsent(driver.getKey(), any -> new ArrayList<>())
                            .add(driver.getValue().figures(port + " 10240 1 messages " + 4 * MAILS));
                }
            }
        } finally {
            drivers.values().forEach(Child::close);
        }
        double plain = median(all.get(Kind.PLAIN), Figures::rate);
        double tls = median(all.get(Kind.FULL), Figures::rate);
        print("10 KiB over a kept session, plaintext", "1/s", "-", "-", Map.of(Client.OURS, plain));
        print(
                "10 KiB over a kept session, TLS",
                "1/s",
                ">= 0.75 plaintext",
                tls >= KEPT * plain ? "yes" : "NO",
                Map.of(Client.OURS, tls));
        print("the same: processor time, plaintext", "ms", "-", "-", Map.of(Client.OURS, cost(all.get(Kind.PLAIN))));
        print("the same: processor time, TLS", "ms", "-", "-", Map.of(Client.OURS, cost(all.get(Kind.FULL))));
    }
}
