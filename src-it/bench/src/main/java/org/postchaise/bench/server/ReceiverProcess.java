/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Process that runs one server in Java until its standard input ends. Prints its port; answers the line {@link #HEAP} with the octets in use after a garbage
 * collection, {@link #THREADS} with the number of threads in Java, and {@link #EMPTY} when no mail is stored any more.
 */
public final class ReceiverProcess {
    static final String PORT = "port ";
    static final String HEAP = "heap ";
    static final String THREADS = "threads ";
    static final String EMPTY = "empty ";

    /** Start of the line with the number of octets of a message that was delivered to {@link #COUNT}. */
    static final String OCTETS = "octets ";

    static final String DISCARD = "discard";
    static final String COUNT = "count";
    private static final int COLLECTIONS = 3;

    private ReceiverProcess() {}

    /**
     * Runs the process.
     *
     * @param arguments the name of a {@link Receiver}; for ours the sink, which is {@link #DISCARD}, {@link #COUNT} or a directory for EmlSink, and settings
     */
    public static void main(String[] arguments) throws Exception {
        Receiver receiver = Receiver.valueOf(arguments[0]);
        int port = switch (receiver) {
            case OURS -> OurServer.start(List.of(arguments).subList(1, arguments.length));
            case LOGGING -> OtherServers.logging();
            case SUBETHA -> OtherServers.subEtha();
            case GREENMAIL -> OtherServers.greenMail();
            default -> throw new IllegalArgumentException(receiver + " is no program in Java");
        };
        System.out.println(PORT + port);
        answer(receiver);
        // ends the server's threads
        System.exit(0);
    }

    private static void answer(Receiver receiver) throws IOException {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.equals(EMPTY)) {
                    if (receiver == Receiver.GREENMAIL) {
                        OtherServers.emptyGreenMail();
                    }
                    System.out.println(EMPTY);
                } else if (line.equals(THREADS)) {
                    System.out.println(
                            THREADS + ManagementFactory.getThreadMXBean().getThreadCount());
                } else {
                    System.out.println(HEAP + heap());
                }
            }
        }
    }

    private static long heap() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
