/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * When the broker was away last, as far as this node knows from asking it now and then. A mail that was on its way to a worker of this node at that moment may be another
 * node's by now; the worker gets it as soon as its transaction could begin after all, which takes as long as clients of brokers wait for an answer. Thread-safe.
 */
final class BrokerAbsence {
    /** An answer that takes longer is one of a broker that was away. */
    static final Duration SLOW = Duration.ofSeconds(1);

    /** How long workers may have waited: the usual limit of clients is 30 s. */
    static final Duration EFFECT = Duration.ofSeconds(40);

    private final LongSupplier nanoTime;
    private OptionalLong asked = OptionalLong.empty();
    private OptionalLong away = OptionalLong.empty();

    /** @param nanoTime the time, as {@link System#nanoTime()} */
    BrokerAbsence(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Does {@code question}, which asks the broker; by one thread at a time. */
    void ask(Runnable question) {
        long began = nanoTime.getAsLong();
        asked(OptionalLong.of(began));
        boolean answered = false;
        try {
            question.run();
            answered = true;
        } finally {
            ended(began, answered);
        }
    }

    private synchronized void asked(OptionalLong when) {
        asked = when;
    }

    private synchronized void ended(long began, boolean answered) {
        long now = nanoTime.getAsLong();
        if (!answered || now - began > SLOW.toNanos()) {
            away = OptionalLong.of(now);
        }
        asked = OptionalLong.empty();
    }

    /** How long ago it was away, if that is no longer than {@link #EFFECT}; zero while it does not answer. */
    synchronized Optional<Duration> last() {
        long now = nanoTime.getAsLong();
        if (asked.isPresent() && now - asked.getAsLong() > SLOW.toNanos()) {
            return Optional.of(Duration.ZERO);
        }
        return away.stream()
                .mapToObj(when -> Duration.ofNanos(now - when))
                .filter(since -> since.compareTo(EFFECT) <= 0)
                .findFirst();
    }
}
