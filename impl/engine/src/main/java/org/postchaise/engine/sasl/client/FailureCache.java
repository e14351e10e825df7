/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.sasl.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.postchaise.api.SmtpReply;
import org.postchaise.engine.sasl.Secret;

/**
 * A cache of logins that servers refused with 535, so that not every mail leads to another attempt with a wrong
 * password, for which a server may lock the account. The cache is in memory, and a changed password removes the entry.
 * Thread-safe.
 */
final class FailureCache {
    private static final int MOST = 10_000;

    private final Duration time;
    private final Clock clock;
    private final Map<Login, Refusal> refusals = new ConcurrentHashMap<>();

    private record Login(String host, String user) {}

    private record Refusal(Secret password, SmtpReply reply, Instant until) {}

    /**
     * Creates a cache.
     *
     * @param time the time for which a refusal is remembered ({@code smtp_sasl_auth_cache_time})
     * @param clock the clock for expiry
     */
    FailureCache(Duration time, Clock clock) {
        this.time = time;
        this.clock = clock;
    }

    /** Returns the reply of server {@code host} to the same login, unless that refusal has expired. */
    Optional<SmtpReply> find(String host, Credentials.Password credentials) {
        Login login = new Login(host, credentials.user());
        Refusal refusal = refusals.get(login);
        if (refusal == null) {
            return Optional.empty();
        }
        if (refusal.until().isBefore(clock.instant()) || !refusal.password().equals(credentials.secret())) {
            refusals.remove(login, refusal);
            return Optional.empty();
        }
        return Optional.of(refusal.reply());
    }

    void store(String host, Credentials.Password credentials, SmtpReply reply) {
        Instant now = clock.instant();
        if (refusals.size() >= MOST) {
            refusals.values().removeIf(old -> old.until().isBefore(now));
        }
        if (refusals.size() < MOST) {
            refusals.put(new Login(host, credentials.user()), new Refusal(credentials.secret(), reply, now.plus(time)));
        }
    }
}
