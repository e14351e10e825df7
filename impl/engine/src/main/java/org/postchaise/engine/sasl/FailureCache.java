/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.sasl;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.postchaise.api.SmtpReply;

/**
 * The logins that servers refused with 535, so that not every mail tries again with a password that is wrong: a server may
 * lock the account. In memory, and forgotten when the password changes. Thread-safe.
 */
final class FailureCache {
    private static final int MOST = 10_000;

    private final Duration time;
    private final Clock clock;
    private final Map<Login, Refusal> refusals = new ConcurrentHashMap<>();

    private record Login(String host, String user) {}

    private record Refusal(Secret password, SmtpReply reply, Instant until) {}

    /** @param time how long a refusal is remembered ({@code smtp_sasl_auth_cache_time}) */
    FailureCache(Duration time, Clock clock) {
        this.time = time;
        this.clock = clock;
    }

    /** What the server {@code host} said to the same login, if that is not too long ago. */
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
