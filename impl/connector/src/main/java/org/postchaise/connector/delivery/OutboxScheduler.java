/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.TimerTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.postchaise.connector.container.ContainerThreads;
import org.postchaise.connector.outbox.Outbox;
import org.postchaise.connector.outbox.OutboxMail;
import org.postchaise.engine.log.LineLog;

/** The scheduler of an outbox's deliveries: runs due mails on the container's threads up to a concurrency limit, and uses no thread while no mail is due. */
final class OutboxScheduler {
    private static final System.Logger LOG = LineLog.of("org.postchaise.connector.delivery.DeliveryWorks");

    /** The wait after a refused request for a thread. */
    private static final Duration NO_THREAD = Duration.ofSeconds(1);

    /** The maximum wait of the timer, in case the clock is set. */
    private static final Duration LONGEST_NAP = Duration.ofMinutes(1);

    private final Outbox outbox;
    private final ContainerThreads threads;
    private final Clock clock;
    private Optional<Consumer<OutboxMail>> attempt = Optional.empty();
    private int limit;
    private int running;
    private boolean stopped;
    private Optional<TimerTask> alarm = Optional.empty();

    OutboxScheduler(Outbox outbox, ContainerThreads threads, Clock clock) {
        this.outbox = outbox;
        this.threads = threads;
        this.clock = clock;
    }

    /** Sets the delivery function and the maximum number of concurrent deliveries, and starts due mails. */
    void deliverBy(Consumer<OutboxMail> one, int most) {
        synchronized (this) {
            attempt = Optional.of(one);
            limit = most;
        }
        kick();
    }

    /** Returns the number of mails that are being delivered. */
    synchronized int running() {
        return running;
    }

    /** Starts a worker if mail is due and a worker is available, or sets the timer. Returns quickly; throws nothing. */
    void kick() {
        Optional<Consumer<OutboxMail>> begin = reserve();
        if (begin.isEmpty()) {
            return;
        }
        try {
            threads.start(() -> work(begin.get()));
        } catch (RejectedExecutionException e) {
            LOG.log(System.Logger.Level.WARNING, "mail of the outbox waits for a thread: " + e.getMessage());
            end(NO_THREAD);
        }
    }

    /** Reserves a worker if mail is due; returns the delivery function, or empty if there is nothing to start. */
    private synchronized Optional<Consumer<OutboxMail>> reserve() {
        if (stopped || attempt.isEmpty() || running >= limit) {
            return Optional.empty();
        }
        Optional<Instant> due = outbox.nextDue();
        if (due.isEmpty()) {
            return Optional.empty();
        }
        Duration wait = Duration.between(clock.instant(), due.get());
        if (wait.isNegative() || wait.isZero()) {
            running++;
            return attempt;
        }
        wake(wait);
        return Optional.empty();
    }

    private void work(Consumer<OutboxMail> one) {
        try {
            Optional<OutboxMail> mail = next();
            // starts another worker if more mail is due
            kick();
            while (mail.isPresent()) {
                one.accept(mail.get());
                mail = next();
            }
        } finally {
            end(Duration.ZERO);
        }
    }

    private Optional<OutboxMail> next() {
        return isStopped() ? Optional.empty() : outbox.next();
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    /** Releases a worker, and checks for mail that became due after the worker's last check. */
    private void end(Duration wait) {
        synchronized (this) {
            running--;
            notifyAll();
            if (!wait.isZero()) {
                wake(wait);
                return;
            }
        }
        kick();
    }

    private synchronized void wake(Duration wait) {
        if (stopped) {
            return;
        }
        alarm.ifPresent(TimerTask::cancel);
        alarm = Optional.of(threads.after(wait.compareTo(LONGEST_NAP) > 0 ? LONGEST_NAP : wait, this::kick));
    }

    /** Stops: no more deliveries are started. */
    synchronized void stop() {
        stopped = true;
        alarm.ifPresent(TimerTask::cancel);
        alarm = Optional.empty();
    }

    /** Waits at most {@code patience} for the deliveries in progress; returns true if all have ended. */
    synchronized boolean awaitEnd(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            while (running > 0) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                wait(Math.max(1, left / 1_000_000));
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
