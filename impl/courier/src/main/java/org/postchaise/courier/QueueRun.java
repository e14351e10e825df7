/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.AccessTimeout;
import jakarta.ejb.DependsOn;
import jakarta.ejb.EJBException;
import jakarta.ejb.Lock;
import jakarta.ejb.LockType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.Timeout;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.postchaise.engine.log.LineLog;

/**
 * Queue run: at each multiple of {@code queue_run_delay} moves due deferred mail back to the active queues. Every node makes these runs; each mail is moved by
 * one node. The first run, at the start, visits all deferred queues, for mail that became due while no node was up. A run also removes expired idempotency
 * keys, and settled notes older than any mail. When the application stops, a run ends after its current transaction; the next start goes on.
 */
@Singleton
@Startup
@DependsOn({"CourierStartup", "ContainerSessions"})
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class QueueRun {
    private static final Logger LOG = LineLog.of("org.postchaise.courier");

    /** Longest random delay of a run, so that not all nodes begin at the same moment: a tenth of {@code queue_run_delay}, but no more than this. */
    private static final Duration LONGEST_JITTER = Duration.ofSeconds(5);

    private static final int SHARE_OF_JITTER = 10;

    @Inject
    private CourierSettings settings;

    @Inject
    private MailQueue queue;

    @Inject
    private SubmissionKeys keys;

    @Inject
    private ContainerSessions sessions;

    @Inject
    private TimerGate gate;

    @Resource
    private TimerService timers;

    private final Clock clock = Clock.systemUTC();
    private boolean allSlots = true;
    private Instant last = Instant.EPOCH;

    /** Starts the timer; the first run follows at once. */
    @PostConstruct
    void begin() {
        gate.open();
        gate.schedule(timers, 1);
    }

    /** No-op, which the server calls when no run is under way; it waits {@value CourierShutdown#PATIENCE} s at most. */
    @Lock(LockType.WRITE)
    @AccessTimeout(value = CourierShutdown.PATIENCE, unit = TimeUnit.SECONDS)
    public void settle() {}

    /** Makes a queue run; mail left by a failed run is moved by the next one. */
    @Timeout
    void run() {
        if (gate.isClosed()) {
            return;
        }
        QueueRuns runs = settings.queueRuns();
        try {
            Instant now = clock.instant();
            boolean all = allSlots || !runs.follows(last, now);
            last = now;
            int[] slots = all ? IntStream.range(0, QueueRuns.SLOTS).toArray() : runs.slots(now);
            for (int slot : slots) {
                drain(slot, runs);
            }
            allSlots = false;
            forgetKeys(now.minus(settings.keyLifetime()));
            forgetNotes(now.minus(settings.noteLifetime()));
        } catch (JMSException | JMSRuntimeException | QueueUnavailableException | EJBException e) {
            LOG.log(Level.WARNING, "queue run failed, the next one goes on: " + e.getMessage());
            allSlots = true;
        } finally {
            gate.schedule(timers, untilNext(runs));
        }
    }

    private void drain(int slot, QueueRuns runs) throws JMSException {
        boolean more = true;
        while (more && !gate.isClosed()) {
            more = queue.takeDue(
                    slot, runs, clock.instant(), settings.retrySchedule().maximalBackoff());
        }
    }

    private void forgetKeys(Instant before) throws JMSException {
        boolean more = true;
        while (more && !gate.isClosed()) {
            int old = keys.countBefore(before);
            if (old > 0) {
                keys.forget(old, before);
            }
            more = old > 0;
        }
    }

    private void forgetNotes(Instant before) {
        int old = SettledNote.BATCH;
        while (old == SettledNote.BATCH && !gate.isClosed()) {
            old = sessions.transacted(context -> SettledNote.forget(
                    context, queue.notes(), queue.at(QueueName.DEAD).get(0), before));
        }
    }

    private long untilNext(QueueRuns runs) {
        Instant now = clock.instant();
        long jitter = Math.min(LONGEST_JITTER.toMillis(), runs.delay().toMillis() / SHARE_OF_JITTER);
        return Duration.between(now, runs.next(now)).toMillis()
                + ThreadLocalRandom.current().nextLong(jitter + 1);
    }
}
