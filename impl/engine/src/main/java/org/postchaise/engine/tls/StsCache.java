/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The policies of MTA-STS that were fetched, and the fetches that failed, by domain. Bounded in number and in size: what was not
 * asked for longest goes first. Thread-safe.
 */
final class StsCache {
    private static final int MOST_DOMAINS = 10_000;
    private static final long MOST_CHARACTERS = 16L << 20;

    /** After so long a policy is fetched again though its id is the same, so that it never runs out unnoticed (section 10.2). */
    private static final Duration REFRESH = Duration.ofDays(1);

    private final Map<String, State> domains = new LinkedHashMap<>(16, 0.75f, true);
    private long characters;

    /** What is known of a domain. */
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
     * A policy.
     *
     * @param id its version
     * @param fetched when
     * @param until when it ceases to be good
     */
    record Kept(StsPolicy policy, String id, Instant fetched, Instant until) {
        /** Whether there is no reason to fetch it again. */
        boolean isCurrent(String published, Instant now) {
            return id.equals(published) && now.isBefore(fetched.plus(REFRESH));
        }

        /** @param trouble why it is not known to be up to date; empty if it is */
        StsAnswer.Found answer(String trouble) {
            return new StsAnswer.Found(policy, id, until, trouble);
        }
    }

    /**
     * A fetch that failed.
     *
     * @param id of the version that was to be fetched
     * @param until when it may be tried again
     */
    record Missed(String id, StsAnswer.Failed answer, Instant until) {}

    /** What is known of {@code domain}, and is good still. */
    State find(String domain, Instant now) {
        synchronized (domains) {
            State state = domains.getOrDefault(domain, State.NOTHING);
            return new State(
                    state.kept().filter(one -> now.isBefore(one.until())),
                    state.missed().filter(one -> now.isBefore(one.until())));
        }
    }

    /** Keeps a policy in place of what was known. */
    void keep(String domain, Kept kept) {
        put(domain, new State(Optional.of(kept), Optional.empty()));
    }

    /** Remembers a failure beside the policy that there may be. */
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
