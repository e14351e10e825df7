/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.listen;

import java.time.Duration;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.ServerSession;

/**
 * The limits of a server, for all of its listeners together.
 *
 * @param sessions the maximum number of open sessions ({@code max_sessions})
 * @param threads the number of session threads ({@code session_threads})
 * @param drainTime the time that open mail transactions have to end when the server stops ({@code drain_time})
 */
public record ServerLimits(int sessions, int threads, Duration drainTime) {
    private static final int STRESS_PERCENT = 90;
    private static final int PERCENT = 100;

    /** Returns the limits that {@code settings} sets. */
    public static ServerLimits from(Settings settings) {
        return new ServerLimits(
                settings.get(ServerSession.MAX_SESSIONS).intValue(),
                settings.get(ServerSession.SESSION_THREADS).intValue(),
                settings.get(ServerSession.DRAIN_TIME));
    }

    /** Returns true if a server with {@code open} sessions is under stress. */
    boolean stressed(int open) {
        return (long) open * PERCENT >= (long) sessions * STRESS_PERCENT;
    }
}
