/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postchaise.bench.Table;
import org.postchaise.bench.client.SmtpPrograms;

/** Benchmark of the SMTP server. */
public final class ServerBenchmark {
    private ServerBenchmark() {}

    /** Runs all cases, with files in {@code directory}. */
    public static Table measure(Path directory) throws Exception {
        if (!SmtpPrograms.installed()) {
            System.out.println("skipped: the server's benchmark, which needs Postfix's smtp-sink and smtp-source");
            return new Table("not run", List.of(ServerRow.header()));
        }
        double scale = Double.parseDouble(System.getProperty("bench.scale", "1"));
        if (scale <= 0) {
            throw new IllegalArgumentException("-Dbench.scale=" + scale + ": must be greater than 0");
        }
        List<ServerRow> rows = new ArrayList<>();
        rows.addAll(shown(LargeIntake.measure(directory)));
        rows.addAll(shown(IdleSessions.measure(directory)));
        rows.addAll(shown(SlowSessions.measure(directory, scale)));
        rows.addAll(0, ServerLoads.measure(directory, scale));
        return new Table(
                "medians of rounds in which the servers take turns; processor time of the server's processes; goals met: "
                        + names(rows, true) + "; not met: " + names(rows, false),
                Stream.concat(Stream.of(ServerRow.header()), rows.stream().map(ServerRow::tsv))
                        .toList());
    }

    private static List<ServerRow> shown(List<ServerRow> rows) {
        rows.forEach(row -> System.out.println(row.tsv()));
        return rows;
    }

    private static String names(List<ServerRow> rows, boolean met) {
        String names = rows.stream()
                .filter(row -> row.hasGoal() && row.isMet() == met)
                .map(ServerRow::name)
                .collect(Collectors.joining("; "));
        return names.isEmpty() ? "none" : names;
    }
}
