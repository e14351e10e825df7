/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.session;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The addresses that could not be connected to a moment ago, so that not every mail of a destination waits for the one of its
 * hosts that is down. Thread-safe.
 */
final class DownHosts {
    /** Short: a host that is back should soon be tried in its turn. */
    static final Duration REMEMBERED = Duration.ofMinutes(1);

    private static final int MOST = 10_000;

    private final LongSupplier nanoTime;
    private final Map<SocketAddress, Long> since = new ConcurrentHashMap<>();

    /** @param nanoTime the time, as {@link System#nanoTime()} */
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
