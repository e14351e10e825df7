/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postchaise.bench.client.ClientBenchmark;
import org.postchaise.bench.outbox.OutboxBenchmark;
import org.postchaise.bench.queue.QueueBenchmark;
import org.postchaise.bench.routes.RoutesBenchmark;
import org.postchaise.bench.server.ServerBenchmark;
import org.postchaise.bench.tls.TlsBenchmark;

/** Entry point of the benchmarks: runs one suite, or all, prints a table and writes it as tab-separated lines. */
public final class Benchmarks {

    /** Suite of benchmarks with one name. */
    interface Suite {
        Table run(Path directory) throws Exception;
    }

    private static final Map<String, Suite> SUITES = new LinkedHashMap<>();

    static {
        SUITES.put("settings", directory -> Figure.table(SettingsBenchmark.measure(directory)));
        SUITES.put("tables", directory -> Figure.table(TableBenchmark.measure(directory)));
        SUITES.put("client", ClientBenchmark::measure);
        SUITES.put("routes", RoutesBenchmark::measure);
        SUITES.put("outbox", OutboxBenchmark::measure);
        SUITES.put("tls", TlsBenchmark::measure);
        SUITES.put("server", ServerBenchmark::measure);
        SUITES.put("queue", QueueBenchmark::measure);
    }

    private Benchmarks() {}

    /**
     * Runs the benchmarks.
     *
     * @param arguments a name or {@code all}; the directory for reports and test files
     */
    public static void main(String[] arguments) throws Exception {
        String name = arguments[0];
        if (!name.equals("all") && !SUITES.containsKey(name)) {
            System.err.println(
                    "-Dbench=" + name + ": no such benchmark; expected all, " + String.join(", ", SUITES.keySet()));
            System.exit(64);
        }
        Path directory = Files.createDirectories(Path.of(arguments[1]).toAbsolutePath());
        Map<String, Table> reports = new LinkedHashMap<>();
        for (Map.Entry<String, Suite> suite : SUITES.entrySet()) {
            if (name.equals("all") || name.equals(suite.getKey())) {
                reports.put(suite.getKey(), suite.getValue().run(directory));
            }
        }
        for (Map.Entry<String, Table> report : reports.entrySet()) {
            report(directory.resolve(report.getKey() + ".tsv"), report.getValue());
        }
    }

    private static void report(Path file, Table table) throws IOException {
        List<String> lines = table.lines();
        Files.write(file, lines);
        int[] widths = new int[lines.get(0).split("\t", -1).length];
        for (String line : lines) {
            String[] cells = line.split("\t", -1);
            for (int i = 0; i < cells.length; i++) {
                widths[i] = Math.max(widths[i], cells[i].length());
            }
        }
        System.out.printf(
                "%n%s, %d processors, load %.1f; %s%n",
                System.getProperty("java.vm.version"),
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                table.caption());
        for (String line : lines) {
            String[] cells = line.split("\t", -1);
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < cells.length; i++) {
                String blanks = " ".repeat(widths[i] - cells[i].length());
                text.append(i == 0 || i == 2 ? cells[i] + blanks : blanks + cells[i])
                        .append("  ");
            }
            System.out.println(text.toString().stripTrailing());
        }
        System.out.println("written to " + file);
    }
}
