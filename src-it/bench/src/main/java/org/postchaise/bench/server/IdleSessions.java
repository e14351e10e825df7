/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.server;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Memory and threads for idle sessions; afterwards each of them must answer a NOOP. */
final class IdleSessions {
    private static final int SESSIONS = 10_000;
    private static final int SPARE_FILES = 500;
    private static final int WARM_UP = 1_000;
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int REST_MILLIS = 2_000;
    private static final double MOST_KIB = 4;
    private static final int SESSION_THREADS = 100;
    private static final int OTHER_THREADS = 20;
    private static final double KIB = 1024;

    private IdleSessions() {}

    static List<ServerRow> measure(Path directory) throws IOException, InterruptedException {
        int count = possible(SESSIONS);
        try (JavaServer server = start(directory)) {
            List<ClientSession> sessions = open(server.port(), WARM_UP);
            close(sessions);
            Thread.sleep(REST_MILLIS);
            long heap = server.heap();
            long resident = server.resident();
            sessions = open(server.port(), count);
            try {
                Thread.sleep(REST_MILLIS);
                double heapEach = (double) (server.heap() - heap) / KIB / count;
                double residentEach = (double) (server.resident() - resident) / KIB / count;
                long threads = server.threads();
                long allThreads = server.allThreads();
                int answered = noop(sessions);
                String name = count + " idle sessions: ";
                return List.of(
                        new ServerRow(name + "heap each", "KiB").ours(heapEach).goal("<= 4", heapEach <= MOST_KIB),
                        new ServerRow(name + "resident memory each", "KiB").ours(residentEach),
                        new ServerRow(name + "threads", "")
                                .ours((double) threads)
                                .goal(
                                        "<= session_threads + " + OTHER_THREADS,
                                        threads <= SESSION_THREADS + OTHER_THREADS),
                        new ServerRow(name + "threads, JVM included", "").ours((double) allThreads),
                        new ServerRow(name + "NOOP answered", "")
                                .ours(answered)
                                .goal("all", answered == count && count == SESSIONS));
            } finally {
                close(sessions);
            }
        }
    }

    /** Starts a server for as many sessions; none of them is under stress, which begins at nine tenths of {@code max_sessions}. */
    static JavaServer start(Path directory) throws IOException, InterruptedException {
        return JavaServer.start(
                directory,
                List.of("-Xmx512m"),
                Receiver.OURS,
                ReceiverProcess.DISCARD,
                "max_sessions=" + SESSIONS * 6 / 5,
                "session_threads=" + SESSION_THREADS,
                // 127.0.x.y have no names in most hosts files; DNS is not what is measured
                "smtpd_peername_lookup=no");
    }

    /** Returns the number of sessions that the limit of open files permits, {@code wanted} at most. */
    static int possible(int wanted) {
        long files = ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
                .getMaxFileDescriptorCount();
        int count = (int) Math.min(wanted, files - SPARE_FILES);
        if (count < wanted) {
            System.out.println("only " + count + " of " + wanted + " sessions: the process may open " + files
                    + " files (ulimit -n)");
        }
        return count;
    }

    private static List<ClientSession> open(int port, int count) throws IOException {
        List<ClientSession> sessions = new ArrayList<>(count);
        try {
            for (int i = 0; i < count; i++) {
                ClientSession one = new ClientSession(port, i, TIMEOUT_MILLIS);
                sessions.add(one);
                one.command("EHLO client.example", "250");
            }
        } catch (IOException e) {
            close(sessions);
            throw e;
        }
        return sessions;
    }

    private static int noop(List<ClientSession> sessions) {
        int answered = 0;
        for (ClientSession one : sessions) {
            try {
                one.command("NOOP", "250");
                answered++;
            } catch (IOException e) {
                System.out.println("NOOP: " + e.getMessage());
            }
        }
        return answered;
    }

    static void close(List<ClientSession> sessions) throws IOException {
        for (ClientSession one : sessions) {
            one.close();
        }
    }
}
