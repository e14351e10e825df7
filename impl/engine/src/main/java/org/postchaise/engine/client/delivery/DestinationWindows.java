/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.Failure;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.api.Stage;
import org.postchaise.api.spi.ConcurrencyPolicy;
import org.postchaise.api.spi.NodeShare;

/**
 * The number of running deliveries to each destination, and the state of each destination, as qmgr(8) keeps them. A delivery
 * calls {@link #enter} before it begins, and reports its outcome when it ends. Thread-safe; the lock is held for arithmetic
 * only.
 *
 * <p>A dead destination is tried again after {@code deadTime}. Destinations without a delivery are forgotten when there are too
 * many.
 *
 * @param <D> the key of a destination
 */
final class DestinationWindows<D> {
    private static final int MOST = 10_000;

    /** The longest sleep of a waiting delivery before it checks its turn again. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Duration deadTime;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<D, Load> loads = new HashMap<>();
    private final Map<TransportRules.Processes, Integer> running = new HashMap<>();
    private final WorkerShare share = new WorkerShare();

    /** The state of one destination; guarded by the lock. */
    private final class Load {
        private final TransportRules rules;
        private final ConcurrencyWindow window;
        private final WorkerShare.Speed speed = new WorkerShare.Speed();
        private final Condition room = lock.newCondition();
        private int busy;
        private int waiting;
        private long pausedUntil;
        private long deadUntil;
        private Optional<Failure> cause = Optional.empty();

        private Load(TransportRules rules, long now) {
            this.rules = rules;
            this.window = new ConcurrencyWindow(rules.window());
            this.pausedUntil = now;
        }

        private boolean isIdle() {
            return busy == 0 && waiting == 0;
        }

        /** Returns the maximum number of concurrent deliveries for a caller with {@code part} of the limit. */
        private int most(NodeShare part) {
            int limit = rules.window().limit();
            return limit == 0 ? window.size() : Math.min(window.size(), part.of(limit));
        }

        /**
         * Wakes one waiting delivery, or all if the destination is dead. One is enough: each delivery that enters wakes the
         * next.
         */
        private void wake() {
            if (window.isDead()) {
                room.signalAll();
            } else if (busy < window.size()) {
                room.signal();
            }
        }

        /**
         * Ends a delivery and wakes a waiting one, also of other destinations of the transport if the transport has a process
         * limit.
         */
        private void left() {
            busy--;
            running.merge(rules.processes(), -1, (was, change) -> was + change == 0 ? null : was + change);
            wake();
            if (rules.processes().limit() > 0) {
                loads.values().stream()
                        .filter(other -> other != this
                                && other.waiting > 0
                                && other.rules.processes().equals(rules.processes()))
                        .forEach(Load::wake);
            }
        }

        private void failed(Failure failure, long now) {
            if (window.isDead()) {
                return;
            }
            window.failed();
            if (window.isDead()) {
                cause = Optional.of(failure);
                deadUntil = now + nanos(deadTime);
            }
        }
    }

    /** The answer to a delivery that is about to begin. */
    sealed interface Admission {}

    /** The permission to begin; the delivery must {@link #leave}. */
    final class Entered implements Admission {
        private final Load load;
        private final boolean slow;
        private final long began;
        private final AtomicBoolean left = new AtomicBoolean();

        private Entered(Load load, boolean slow, long began) {
            this.load = load;
            this.slow = slow;
            this.began = began;
        }

        /** Ends the delivery with {@code report}; a second call has no effect. */
        void leave(DeliveryReport report) {
            if (saysNothing(report)) {
                leave();
                return;
            }
            Optional<Failure> failure = failure(report);
            leave(now -> {
                load.speed.ended(began, now);
                load.pausedUntil = now + nanos(load.rules.pause());
                if (failure.isPresent()) {
                    load.failed(failure.get(), now);
                } else {
                    load.window.succeeded(load.busy);
                }
            });
        }

        /** Ends a delivery that did not take place or whose result is unknown. */
        void leave() {
            leave(now -> {});
        }

        private void leave(Verdict verdict) {
            if (!left.compareAndSet(false, true)) {
                return;
            }
            lock.lock();
            try {
                verdict.enter(nanoTime.getAsLong());
                if (slow) {
                    share.leave();
                }
                load.left();
            } finally {
                lock.unlock();
            }
        }
    }

    @FunctionalInterface
    private interface Verdict {
        void enter(long now);
    }

    /**
     * The refusal because enough deliveries run already.
     *
     * @param reason the limit that is reached
     * @param next the time until there is room again, where known
     */
    record Full(String reason, Optional<Duration> next) implements Admission {}

    /**
     * The refusal because the destination is dead.
     *
     * @param failure the failure in Postfix's words
     * @param left the time for which the destination stays dead
     */
    record Suspended(Failure failure, Duration left) implements Admission {}

    /**
     * Creates windows without deliveries.
     *
     * @param deadTime the time for which a dead destination is not tried ({@code minimal_backoff_time})
     * @param nanoTime the clock, as {@link System#nanoTime()}
     */
    DestinationWindows(Duration deadTime, LongSupplier nanoTime) {
        this.deadTime = deadTime;
        this.nanoTime = nanoTime;
    }

    /**
     * Asks to begin a delivery to {@code destination}, and waits for at most as long as {@code policy} says.
     *
     * @param rules the rules of the destination's transport
     * @return the permission or the refusal
     */
    Admission enter(D destination, TransportRules rules, ConcurrencyPolicy policy) {
        long end = nanoTime.getAsLong() + nanos(policy.patience());
        lock.lock();
        try {
            Load load = load(destination, rules);
            while (true) {
                long now = nanoTime.getAsLong();
                share.asked(destination, now);
                Admission admission = admit(load, policy, now);
                boolean mayWait =
                        end - now > 0 && load.most(policy.share()) > 0 && share.letsWait(policy.workers(), now);
                if (!mayWait || !(admission instanceof Full full) || !waits(load, full, end - now, policy.workers())) {
                    return admission;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits without the lock until woken.
     *
     * @return false when interrupted
     */
    @SuppressWarnings("WaitNotInLoop") // the caller is the loop
    private boolean waits(Load load, Full full, long left, int workers) {
        long sleep = Math.min(left, full.next().orElse(LOOK).toNanos());
        load.waiting++;
        share.hold(workers);
        try {
            long unused = load.room.awaitNanos(Math.max(1, Math.min(sleep, LOOK.toNanos())));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            load.waiting--;
            share.release(workers);
        }
    }

    /** Returns {@code time} in nanoseconds; a longer time than a {@code long} can hold is {@link Long#MAX_VALUE}. */
    private static long nanos(Duration time) {
        return TimeUnit.NANOSECONDS.convert(time);
    }

    private Load load(D destination, TransportRules rules) {
        Load load = loads.get(destination);
        if (load == null) {
            makeRoom();
            load = new Load(rules, nanoTime.getAsLong());
            loads.put(destination, load);
        }
        return load;
    }

    private Admission admit(Load load, ConcurrencyPolicy policy, long now) {
        int workers = policy.workers();
        if (load.window.isDead()) {
            long left = load.deadUntil - now;
            if (left > 0) {
                return new Suspended(suspended(load), Duration.ofNanos(left));
            }
            load.window.revive(load.busy);
        }
        if (load.pausedUntil - now > 0) {
            return new Full(
                    "the destination gets a delivery every "
                            + load.rules.pause().toSeconds() + "s",
                    Optional.of(Duration.ofNanos(load.pausedUntil - now)));
        }
        if (load.most(policy.share()) == 0) {
            return new Full("deliveries to the destination are other nodes' by its limit", Optional.empty());
        }
        if (load.busy >= load.most(policy.share())) {
            return new Full("deliveries to the destination under way: " + load.busy, Optional.empty());
        }
        TransportRules.Processes processes = load.rules.processes();
        if (processes.limit() > 0 && running.getOrDefault(processes, 0) >= processes.limit()) {
            return new Full(
                    "deliveries of transport " + processes.transport() + " under way: " + processes.limit()
                            + ", its process limit",
                    Optional.empty());
        }
        if (!share.admits(load.speed, load.busy, workers, now)) {
            return new Full("the other workers are for destinations that answer sooner", Optional.empty());
        }
        boolean slow = share.enter(load.speed, load.busy, workers, now);
        load.speed.began(load.busy, now);
        load.busy++;
        running.merge(processes, 1, Integer::sum);
        load.wake();
        return new Entered(load, slow, now);
    }

    private static Failure suspended(Failure cause) {
        return new Failure(
                Failure.Scope.DESTINATION,
                Failure.Severity.TEMPORARY,
                Stage.ROUTE,
                cause.status(),
                null,
                null,
                "delivery temporarily suspended: " + cause.text());
    }

    private Failure suspended(Load load) {
        return suspended(load.cause.orElseThrow(() -> new IllegalStateException("dead without a cause")));
    }

    /** Returns true if only local failures, such as an exhausted pool of connections, kept the mail from being sent. */
    private static boolean saysNothing(DeliveryReport report) {
        return report.outcomes().stream()
                .allMatch(outcome -> outcome instanceof RecipientOutcome.Undelivered undelivered
                        && undelivered.failure().scope() == Failure.Scope.LOCAL);
    }

    /**
     * Returns the failure that counts against the destination: a temporary failure of its hosts, of their lookup or of the
     * dialogue. Replies about a mail or a recipient do not count.
     */
    private static Optional<Failure> failure(DeliveryReport report) {
        return report.outcomes().stream()
                .filter(RecipientOutcome.Undelivered.class::isInstance)
                .map(outcome -> ((RecipientOutcome.Undelivered) outcome).failure())
                .filter(failure -> failure.temporary()
                        && (failure.scope() == Failure.Scope.HOST || failure.scope() == Failure.Scope.DESTINATION))
                .findFirst();
    }

    /**
     * Removes destinations that have no deliveries and are neither dead nor paused; if that is not enough, any destinations
     * without deliveries.
     */
    private void makeRoom() {
        if (loads.size() < MOST) {
            return;
        }
        long now = nanoTime.getAsLong();
        loads.values().removeIf(load -> load.isIdle() && !load.window.isDead() && load.pausedUntil - now <= 0);
        Iterator<Load> rest = loads.values().iterator();
        while (loads.size() >= MOST && rest.hasNext()) {
            if (rest.next().isIdle()) {
                rest.remove();
            }
        }
    }
}
