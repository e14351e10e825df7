/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.postchaise.bench.client.Figures;
import org.postchaise.bench.client.SmtpPrograms;
import org.postchaise.testkit.PostfixInstance;

/**
 * Messages of smtp-source(1), which all servers accept and drop. Each server stays for the whole run; in each case they take turns, so that other load on the
 * machine falls on all.
 */
final class ServerLoads implements AutoCloseable {
    private static final int ROUNDS = 5;
    private static final int MILLIS = 400;
    private static final int LEAST = 20;
    private static final int KIB = 1024;
    private static final int RECONNECTING = 32;
    private static final List<String> OPTIONS = List.of("-Xms1g", "-Xmx1g", "-XX:+UseParallelGC");

    /** Messages, by their size in KiB, that servers in Java get before any measurement. */
    private static final Map<Integer, Integer> WARM_UP = Map.of(1, 120_000, 10, 20_000, 100, 1_000, 1024, 100);

    private static final Map<Integer, Integer> WARM_UP_GREENMAIL = Map.of(1, 10_000, 10, 2_000, 100, 200, 1024, 20);
    private static final int WARM_UP_RECONNECTING = 4_000;

    private final double scale;
    private final Map<Receiver, RunningServer> servers = new EnumMap<>(Receiver.class);

    private ServerLoads(double scale) {
        this.scale = scale;
    }

    static List<ServerRow> measure(Path directory, double scale) throws IOException, InterruptedException {
        try (ServerLoads loads = new ServerLoads(scale)) {
            loads.start(directory);
            for (Map.Entry<Receiver, RunningServer> server : loads.servers.entrySet()) {
                if (server.getKey().isJava()) {
                    loads.warmUp(server.getKey(), server.getValue());
                }
            }
            List<ServerRow> rows = new ArrayList<>();
            for (int size : List.of(1, 10, 100, 1024)) {
                for (int sessions : List.of(1, 8, 32)) {
                    rows.addAll(loads.oneCase(size, sessions, true));
                }
                rows.addAll(loads.oneCase(size, RECONNECTING, false));
            }
            return rows;
        }
    }

    private void start(Path directory) throws IOException, InterruptedException {
        for (Receiver receiver : Receiver.values()) {
            if (receiver.isJava()) {
                servers.put(receiver, JavaServer.start(directory, OPTIONS, receiver, ReceiverProcess.DISCARD));
            }
        }
        servers.put(Receiver.SINK, NativeServers.sink(directory));
        if (PostfixInstance.installed()) {
            servers.put(Receiver.POSTFIX, NativeServers.smtpd());
        } else {
            System.out.println("skipped: smtpd(8), which needs Postfix, started by root");
        }
    }

    private void warmUp(Receiver receiver, RunningServer server) throws IOException, InterruptedException {
        Map<Integer, Integer> counts = receiver == Receiver.GREENMAIL ? WARM_UP_GREENMAIL : WARM_UP;
        for (Map.Entry<Integer, Integer> one : counts.entrySet()) {
            SmtpPrograms.send(server.port(), one.getKey() * KIB, 8, scaled(one.getValue()));
            server.reset();
        }
        SmtpPrograms.sendReconnecting(server.port(), KIB, RECONNECTING, scaled(WARM_UP_RECONNECTING));
        server.reset();
    }

    private long scaled(int count) {
        return Math.max(LEAST, (long) (count * scale));
    }

    private List<ServerRow> oneCase(int size, int sessions, boolean kept) throws IOException, InterruptedException {
        Map<Receiver, Long> counts = new EnumMap<>(Receiver.class);
        for (Map.Entry<Receiver, RunningServer> server : servers.entrySet()) {
            // short runs tell how many messages make a measured one
            Figures few = run(server.getValue(), size, sessions, kept, LEAST + sessions);
            Figures more = run(server.getValue(), size, sessions, kept, count(few, sessions) / 4 + LEAST);
            counts.put(server.getKey(), count(more, sessions));
        }
        Map<Receiver, List<Figures>> figures = new EnumMap<>(Receiver.class);
        for (int round = 0; round < ROUNDS; round++) {
            for (Map.Entry<Receiver, RunningServer> server : servers.entrySet()) {
                Figures one = run(server.getValue(), size, sessions, kept, counts.get(server.getKey()));
                figures.computeIfAbsent(server.getKey(), any -> new ArrayList<>())
                        .add(one);
            }
        }
        return rows(size, sessions, kept, figures);
    }

    private long count(Figures known, int sessions) {
        return Math.max(LEAST + sessions, (long) (known.rate() * MILLIS / 1000 * scale));
    }

    private static Figures run(RunningServer server, int size, int sessions, boolean kept, long count)
            throws IOException, InterruptedException {
        long before = server.processor();
        Figures sent = kept
                ? SmtpPrograms.send(server.port(), size * KIB, sessions, count)
                : SmtpPrograms.sendReconnecting(server.port(), size * KIB, sessions, count);
        server.settle();
        Figures all = new Figures(count, sent.nanos(), server.processor() - before);
        server.reset();
        return all;
    }

    private static List<ServerRow> rows(int size, int sessions, boolean kept, Map<Receiver, List<Figures>> figures) {
        String name = size + " KiB, " + (kept ? sessions + " kept" : sessions + " reconnecting");
        ServerRow rate = row(name + ": messages", "1/s", figures, Figures::rate);
        ServerRow cost = row(name + ": processor time", "ms", figures, Figures::cost);
        if (kept && sessions == 32 && size == 1) {
            rate.atLeast(1.2, Receiver.SUBETHA);
            cost.atMost(0.85, Receiver.SUBETHA).atMost(1.5, Receiver.SINK);
        } else if (kept && sessions == 32 && size == 10) {
            rate.atLeast(1.3, Receiver.SUBETHA);
            cost.atMost(0.55, Receiver.SUBETHA).atMost(1.5, Receiver.SINK);
        }
        System.out.println(rate.tsv() + "\n" + cost.tsv());
        return List.of(rate, cost);
    }

    private static ServerRow row(
            String name, String unit, Map<Receiver, List<Figures>> figures, ToDoubleFunction<Figures> value) {
        ServerRow row = new ServerRow(name, unit);
        figures.forEach((receiver, several) -> row.value(
                receiver,
                ServerRow.median(several.stream().map(value::applyAsDouble).toList())));
        return row;
    }

    @Override
    public void close() throws IOException {
        for (RunningServer server : servers.values()) {
            server.close();
        }
    }
}
