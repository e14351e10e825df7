/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls.sts;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A cache of fetched MTA-STS policies, and of failed fetches, by domain. The cache is bounded in number and in size:
 * the least recently used domain is removed first. Thread-safe.
 */
final class StsCache {
    private static final int MOST_DOMAINS = 10_000;
    private static final long MOST_CHARACTERS = 16L << 20;

    /**
     * The age at which a policy is fetched again although its id is unchanged, so that the policy does not expire
     * unnoticed (RFC 8461, section 10.2).
     */
    private static final Duration REFRESH = Duration.ofDays(1);

    private final Map<String, State> domains = new LinkedHashMap<>(16, 0.75f, true);
    private long characters;

    /** The cached policy and the cached failure of a domain. */
    record State(Optional<Kept> kept, Optional<Missed> missed) {
        private static final State NOTHING = new State(Optional.empty(), Optional.empty());

        private long size() {
            return kept.map(one -> one.policy().lines().stream()
                            .mapToLong(String::length)
                            .sum())
                    .orElse(0L);
        }
    }

    /**
     * A cached policy.
     *
     * @param policy the policy
     * @param id the version of the policy
     * @param fetched the time of the fetch
     * @param until the time at which the policy expires
     */
    record Kept(StsPolicy policy, String id, Instant fetched, Instant until) {
        /** Returns true if the policy need not be fetched again. */
        boolean isCurrent(String published, Instant now) {
            return id.equals(published) && now.isBefore(fetched.plus(REFRESH));
        }

        /**
         * Returns the answer with this policy.
         *
         * @param renewalFailure the reason why the policy is not known to be up to date; empty if the policy is
         */
        StsAnswer.Found answer(String renewalFailure) {
            return new StsAnswer.Found(policy, id, until, renewalFailure);
        }
    }

    /**
     * A failed fetch.
     *
     * @param id the version that was to be fetched
     * @param answer the answer of the failed fetch
     * @param until the time from which the fetch may be repeated
     */
    record Missed(String id, StsAnswer.Failed answer, Instant until) {}

    /** Returns the cached policy and failure of {@code domain} that have not expired. */
    State find(String domain, Instant now) {
        synchronized (domains) {
            State state = domains.getOrDefault(domain, State.NOTHING);
            return new State(
                    state.kept().filter(one -> now.isBefore(one.until())),
                    state.missed().filter(one -> now.isBefore(one.until())));
        }
    }

    /** Stores a policy, and removes a stored failure. */
    void keep(String domain, Kept kept) {
        put(domain, new State(Optional.of(kept), Optional.empty()));
    }

    /** Stores a failure, and keeps a stored policy. */
    void miss(String domain, Missed missed) {
        synchronized (domains) {
            put(domain, new State(domains.getOrDefault(domain, State.NOTHING).kept(), Optional.of(missed)));
        }
    }

    private void put(String domain, State state) {
        synchronized (domains) {
            State before = domains.put(domain, state);
            characters += state.size() - (before == null ? 0 : before.size());
            Iterator<State> oldest = domains.values().iterator();
            while (domains.size() > MOST_DOMAINS || characters > MOST_CHARACTERS) {
                characters -= oldest.next().size();
                oldest.remove();
            }
        }
    }
}
