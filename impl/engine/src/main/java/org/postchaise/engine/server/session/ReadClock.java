/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.session;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.postchaise.engine.net.Deadline;
import org.postchaise.engine.server.command.SessionRules;

/**
 * The time limit for what a client sends: {@code smtpd_timeout} for each piece, or, with {@code smtpd_per_request_deadline}, for a whole
 * command or content, where each octet of content gives more time ({@code smtpd_min_data_rate}). Not thread-safe.
 */
final class ReadClock {
    private final SessionRules rules;
    private final LongSupplier nanoTime;
    private long deadline;

    ReadClock(SessionRules rules, LongSupplier nanoTime) {
        this.rules = rules;
        this.nanoTime = nanoTime;
        restart();
    }

    /** Begins a request. */
    void restart() {
        deadline = full();
    }

    /** Notes octets of content. */
    void received(long octets) {
        double gained = (double) octets / rules.minDataRate() * TimeUnit.SECONDS.toNanos(1);
        long most = full();
        long left = most - deadline;
        deadline = gained >= left ? most : deadline + (long) gained;
    }

    /** Returns the time by which the client must have sent something. */
    Deadline deadline() {
        return new Deadline(rules.perRequestDeadline() ? deadline : full());
    }

    private long full() {
        return new Deadline(nanoTime.getAsLong()).plus(rules.timeout()).nanoTime();
    }
}
