/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.dns;

import java.time.Duration;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * A caching resolver. Answers, including negative ones (RFC 2308), are kept for their time to live. Failures are not
 * cached, so that the next delivery asks again. Two threads that miss the same answer both send a query; no lock is held
 * meanwhile.
 */
public final class CachingResolver implements DnsResolver {
    /**
     * The longest time for which records are kept, whatever their time to live, so that a wrong record does not stay for
     * a week.
     */
    private static final Duration LONGEST = Duration.ofHours(1);

    /** The longest time for which a negative answer is kept, since a missing name may be created soon. */
    private static final Duration LONGEST_NEGATIVE = Duration.ofMinutes(5);

    private final DnsResolver resolver;
    private final int capacity;
    private final LongSupplier nanoTime;
    private final Map<Key, Kept> kept = new ConcurrentHashMap<>();

    private record Key(String name, RecordType type, Set<LookupOption> options) {}

    private record Kept(DnsAnswer answer, long end) {}

    /**
     * Creates a cache of the answers of {@code resolver}.
     *
     * @param capacity the maximum number of answers
     * @param nanoTime the clock, as {@link System#nanoTime()}
     */
    public CachingResolver(DnsResolver resolver, int capacity, LongSupplier nanoTime) {
        this.resolver = resolver;
        this.capacity = capacity;
        this.nanoTime = nanoTime;
    }

    @Override
    public DnsAnswer lookup(String name, RecordType type, Set<LookupOption> options) {
        Key key = new Key(name.toLowerCase(Locale.ROOT), type, Set.copyOf(options));
        Kept known = kept.get(key);
        if (known != null && known.end() - nanoTime.getAsLong() > 0) {
            return known.answer();
        }
        DnsAnswer answer = resolver.lookup(name, type, options);
        Duration time = time(answer);
        if (time.isZero()) {
            kept.remove(key);
        } else {
            makeRoom();
            kept.put(key, new Kept(answer, nanoTime.getAsLong() + time.toNanos()));
        }
        return answer;
    }

    /** Returns the number of answers in the cache. */
    public int size() {
        return kept.size();
    }

    private static Duration time(DnsAnswer answer) {
        if (answer instanceof DnsAnswer.None none) {
            boolean certain = none.kind().notFound() || none.kind() == DnsAnswer.Kind.NULL_SERVICE;
            return certain ? least(none.ttl(), LONGEST_NEGATIVE) : Duration.ZERO;
        }
        return least(answer.ttl(), LONGEST);
    }

    private static Duration least(long seconds, Duration limit) {
        return Duration.ofSeconds(Math.max(0, Math.min(seconds, limit.toSeconds())));
    }

    /**
     * Removes expired answers from a full cache and, if that is not enough, a tenth of all answers in arbitrary order.
     */
    private void makeRoom() {
        if (kept.size() < capacity) {
            return;
        }
        long now = nanoTime.getAsLong();
        kept.values().removeIf(one -> one.end() - now <= 0);
        Iterator<Key> keys = kept.keySet().iterator();
        for (int i = 0; kept.size() >= capacity || (i > 0 && i < capacity / 10); i++) {
            if (!keys.hasNext()) {
                return;
            }
            keys.next();
            keys.remove();
        }
    }
}
