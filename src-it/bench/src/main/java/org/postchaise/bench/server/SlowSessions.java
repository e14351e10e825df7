/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.postchaise.bench.client.Message;

/** Time for an honest mail beside sessions that send an octet a second: in EHLO, in RCPT, and in content, a third each. */
final class SlowSessions {
    private static final int SESSIONS = 5_000;
    private static final int STAGES = 3;
    private static final int TIMEOUT_MILLIS = 30_000;
    private static final int ALONE_MILLIS = 3_000;
    private static final int BESIDE_MILLIS = 15_000;
    private static final int HONEST_PAUSE_MILLIS = 10;
    private static final int BATCH = 50;
    private static final int SECOND = 1_000;
    private static final int MAIL = 10 << 10;
    private static final double MOST_MILLIS = 1_000;

    private final JavaServer server;
    private final List<ClientSession> slow = new ArrayList<>();

    private SlowSessions(JavaServer server) {
        this.server = server;
    }

    static List<ServerRow> measure(Path directory, double scale) throws IOException, InterruptedException {
        try (JavaServer server = IdleSessions.start(directory)) {
            SlowSessions sessions = new SlowSessions(server);
            try {
                return sessions.run(scale);
            } finally {
                IdleSessions.close(sessions.slow);
            }
        }
    }

    private List<ServerRow> run(double scale) throws IOException, InterruptedException {
        honest((long) (ALONE_MILLIS * scale));
        List<Double> alone = honest((long) (ALONE_MILLIS * scale));
        int count = IdleSessions.possible(SESSIONS);
        for (int i = 0; i < count; i++) {
            slow.add(open(i));
        }
        AtomicBoolean ended = new AtomicBoolean();
        Thread writer = new Thread(() -> trickle(ended));
        writer.start();
        List<Double> beside;
        long threads;
        try {
            Thread.sleep(SECOND);
            beside = honest((long) (BESIDE_MILLIS * scale));
            threads = server.threads();
        } finally {
            ended.set(true);
            writer.join();
        }
        int served = end();
        String name = count + " slow sessions: ";
        double longest = beside.get(beside.size() - 1);
        return List.of(
                new ServerRow("honest mail of 10 KiB without slow sessions, median", "ms")
                        .ours(ServerRow.median(alone)),
                new ServerRow(name + "honest mail of 10 KiB, median", "ms").ours(ServerRow.median(beside)),
                new ServerRow(name + "honest mail of 10 KiB, longest of " + beside.size(), "ms")
                        .ours(longest)
                        .goal("< 1 s", longest < MOST_MILLIS),
                new ServerRow(name + "threads", "").ours((double) threads),
                new ServerRow(name + "served in the end", "").ours(served).goal("all", served == count));
    }

    /** Sends mails one after the other, each over a session of its own; returns their times in milliseconds, the longest last. */
    private List<Double> honest(long millis) throws IOException, InterruptedException {
        byte[] content = Message.octets(MAIL);
        List<Double> times = new ArrayList<>();
        long end = System.nanoTime() + millis * 1_000_000;
        while (times.isEmpty() || System.nanoTime() - end < 0) {
            long begin = System.nanoTime();
            try (ClientSession one = new ClientSession(server.port(), 0, TIMEOUT_MILLIS)) {
                toData(one);
                one.write(content);
                one.write(".\r\n");
                one.expect("250");
                one.command("QUIT", "221");
            }
            times.add((System.nanoTime() - begin) / 1e6);
            Thread.sleep(HONEST_PAUSE_MILLIS);
        }
        return times.stream().sorted().toList();
    }

    private static void toMail(ClientSession one) throws IOException {
        one.command("EHLO client.example", "250");
        one.command("MAIL FROM:<" + Message.SENDER + ">", "250");
    }

    private static void toData(ClientSession one) throws IOException {
        toMail(one);
        one.command("RCPT TO:<" + Message.RECIPIENT + ">", "250");
        one.command("DATA", "354");
    }

    private ClientSession open(int number) throws IOException {
        ClientSession one = new ClientSession(server.port(), number, TIMEOUT_MILLIS);
        switch (number % STAGES) {
            case 0 -> one.write("EHLO a");
            case 1 -> {
                toMail(one);
                one.write("RCPT TO:<a");
            }
            default -> toData(one);
        }
        return one;
    }

    /** Sends an octet of each session in each second, spread over the second. */
    private void trickle(AtomicBoolean ended) {
        long begin = System.nanoTime();
        int batches = slow.size() / BATCH;
        byte[] octet = {'a'};
        try {
            for (long batch = 0; !ended.get(); batch++) {
                long due = begin + batch * SECOND * 1_000_000L / batches;
                long wait = (due - System.nanoTime()) / 1_000_000;
                if (wait > 0) {
                    Thread.sleep(wait);
                }
                int from = (int) (batch % batches) * BATCH;
                for (int i = from; i < from + BATCH; i++) {
                    slow.get(i).write(octet);
                }
            }
        } catch (IOException | InterruptedException e) {
            System.out.println("a slow session: " + e);
        }
    }

    /** Completes what the slow sessions have begun; returns the number of sessions that got their reply. */
    private int end() {
        return IntStream.range(0, slow.size()).map(i -> ended(i) ? 1 : 0).sum();
    }

    private boolean ended(int number) {
        ClientSession one = slow.get(number);
        try {
            switch (number % STAGES) {
                case 0 -> one.command(".example", "250");
                case 1 -> one.command("@example.net>", "250");
                default -> one.command("\r\n.", "250");
            }
            return true;
        } catch (IOException e) {
            System.out.println("a slow session: " + e.getMessage());
            return false;
        }
    }
}
