/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.postchaise.bench.client.Message;

/** A message of 100 MiB for a server with a heap of 8 MB; each time the server is a new process, and the second message finds compiled code. */
final class LargeIntake {
    private static final int ROUNDS = 3;
    private static final int PARTS = 100;
    private static final int PART = 1 << 20;
    private static final int TIMEOUT_MILLIS = 120_000;
    private static final double LEAST = 100;

    /** Octets that the server may add: a Received header field. */
    private static final int ADDED = 400;

    private final List<Double> first = new ArrayList<>();
    private final List<Double> second = new ArrayList<>();
    private final byte[] part = Message.octets(PART);
    private boolean complete = true;

    private LargeIntake() {}

    static List<ServerRow> measure(Path directory) throws IOException, InterruptedException {
        Path stored = Files.createDirectories(directory.resolve("large-intake"));
        List<ServerRow> rows = new ArrayList<>();
        rows.addAll(new LargeIntake().rows(directory, ReceiverProcess.COUNT, "discard"));
        rows.addAll(new LargeIntake().rows(directory, stored.toString(), "eml"));
        Files.delete(stored);
        return rows;
    }

    private List<ServerRow> rows(Path directory, String sink, String title) throws IOException, InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            try (JavaServer server = JavaServer.start(
                    directory,
                    List.of("-Xmx8m"),
                    Receiver.OURS,
                    sink,
                    "message_size_limit=0",
                    "spool_directory=" + directory)) {
                first.add(rate(server, sink));
                second.add(rate(server, sink));
            }
        }
        String name = "100 MiB in a heap of 8 MB, " + title + ": ";
        return List.of(
                goal(new ServerRow(name + "fresh JVM", "MiB/s"), ServerRow.median(first)),
                goal(new ServerRow(name + "second message", "MiB/s"), ServerRow.median(second)));
    }

    private ServerRow goal(ServerRow row, double rate) {
        return row.ours(rate).goal(">= 100, complete", rate >= LEAST && complete);
    }

    private double rate(JavaServer server, String sink) throws IOException {
        long begin = System.nanoTime();
        try (ClientSession one = new ClientSession(server.port(), 0, TIMEOUT_MILLIS)) {
            one.command("EHLO client.example", "250");
            one.command("MAIL FROM:<" + Message.SENDER + ">", "250");
            one.command("RCPT TO:<" + Message.RECIPIENT + ">", "250");
            one.command("DATA", "354");
            for (int i = 0; i < PARTS; i++) {
                one.write(part);
            }
            one.command(".", "250");
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        long added = delivered(server, sink) - (long) PARTS * part.length;
        if (added < 0 || added > ADDED) {
            System.out.println("100 MiB: delivered with " + added + " octets more than sent");
            complete = false;
        }
        return (double) PARTS * part.length / PART / seconds;
    }

    /** Returns the octets of the delivered message, which is removed. */
    private static long delivered(JavaServer server, String sink) throws IOException {
        if (sink.equals(ReceiverProcess.COUNT)) {
            return server.octets();
        }
        long octets = 0;
        try (Stream<Path> files = Files.list(Path.of(sink))) {
            for (Path file : files.toList()) {
                octets += file.toString().endsWith(".eml") ? Files.size(file) : 0;
                Files.delete(file);
            }
        }
        return octets;
    }
}
