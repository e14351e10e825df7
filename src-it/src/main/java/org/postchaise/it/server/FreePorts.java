/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** Finder of free ports, for servers with configured ports. */
public final class FreePorts {
    private static final int FIRST = 10_000;

    /** End of the searched range, below the range from which systems take ports for outgoing connections. */
    private static final int END = 32_000;

    private static final int TRIES = 200;

    private FreePorts() {}

    /** Returns a free port. */
    public static int one() {
        return base(List.of(0));
    }

    /**
     * Returns a number which, added to each of {@code relative}, gives free ports.
     *
     * @param relative the ports relative to the number
     */
    static int base(List<Integer> relative) {
        int lowest = relative.stream().mapToInt(Integer::intValue).min().orElse(0);
        int highest = relative.stream().mapToInt(Integer::intValue).max().orElse(0);
        return IntStream.range(0, TRIES)
                .map(i -> ThreadLocalRandom.current().nextInt(FIRST - lowest, END - highest))
                .filter(base -> relative.stream().allMatch(port -> free(base + port)))
                .findFirst()
                .orElseThrow(() -> new ServerException("no free ports found between " + FIRST + " and " + END));
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
