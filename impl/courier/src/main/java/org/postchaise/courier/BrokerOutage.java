/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Record of the broker's last absence, as far as this node knows from asking the broker every few seconds. A mail that was on its way to a worker of this node
 * at that moment may belong to another node by now; the worker gets the mail as soon as the worker's transaction could begin after all, which takes as long as
 * JMS clients wait for a broker's answer. Thread-safe.
 */
final class BrokerOutage {
    /** Longest time that a present broker takes to answer; a slower answer means that the broker was away. */
    static final Duration SLOW = Duration.ofSeconds(1);

    /** Longest time for which workers may have waited for the broker: the usual limit of JMS clients is 30 s. */
    static final Duration EFFECT = Duration.ofSeconds(40);

    private final LongSupplier nanoTime;
    private OptionalLong asked = OptionalLong.empty();
    private OptionalLong away = OptionalLong.empty();

    /**
     * Creates a record without any absence.
     *
     * @param nanoTime the time, as {@link System#nanoTime()}
     */
    BrokerOutage(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Runs {@code question}, which asks the broker, and records an absence if the answer fails or is slow; for one thread at a time. */
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

    /** Returns the time since the broker's last absence, if that is no longer than {@link #EFFECT}; zero while the broker does not answer. */
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
