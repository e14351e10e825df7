/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.session;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The addresses to which a connection failed in the last minute, so that not every mail to a destination waits for the same
 * host that is down. Thread-safe.
 */
final class DownHosts {
    /**
     * The time for which a failure is remembered; short, so that a host that works again is soon tried in its normal order.
     */
    static final Duration REMEMBERED = Duration.ofMinutes(1);

    private static final int MOST = 10_000;

    private final LongSupplier nanoTime;
    private final Map<SocketAddress, Long> since = new ConcurrentHashMap<>();

    /**
     * Creates an empty set.
     *
     * @param nanoTime the clock, as {@link System#nanoTime()}
     */
    DownHosts(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void failed(SocketAddress address) {
        if (since.size() >= MOST) {
            since.values().removeIf(this::isPast);
        }
        if (since.size() < MOST) {
            since.put(address, nanoTime.getAsLong());
        }
    }

    void answered(SocketAddress address) {
        since.remove(address);
    }

    boolean isDown(SocketAddress address) {
        Long failed = since.get(address);
        return failed != null && !isPast(failed);
    }

    private boolean isPast(long failed) {
        return nanoTime.getAsLong() - failed >= REMEMBERED.toNanos();
    }
}
