/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.DependsOn;
import jakarta.ejb.EJBException;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.Timeout;
import jakarta.ejb.TimerConfig;
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
import java.util.stream.IntStream;
import org.postchaise.engine.event.LineLog;

/**
 * The queue runs: at each multiple of {@code queue_run_delay} takes the deferred mail that is due back into the queue of mail to be delivered. Every
 * node does; a mail is taken by one of them. The first run, at the start, looks at all deferred queues: what was due while no node
 * was up. What submissions of long ago were known by is forgotten then, too, and who had a mail that is older than mail gets.
 */
@Singleton
@Startup
@DependsOn({"CourierStartup", "ContainerSessions"})
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class QueueRun {
    private static final Logger LOG = LineLog.of("org.postchaise.courier");

    /** Nodes do not all begin at the same moment: each waits for up to a tenth of {@code queue_run_delay}, or this. */
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

    @Resource
    private TimerService timers;

    private final Clock clock = Clock.systemUTC();
    private boolean allSlots = true;
    private Instant last = Instant.EPOCH;

    /** The first run is right after the start. */
    @PostConstruct
    void begin() {
        timers.createSingleActionTimer(1, new TimerConfig(null, false));
    }

    /** A queue run. What fails is done by the next one. */
    @Timeout
    void run() {
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
            timers.createSingleActionTimer(untilNext(runs), new TimerConfig(null, false));
        }
    }

    private void drain(int slot, QueueRuns runs) throws JMSException {
        boolean more = true;
        while (more) {
            more = queue.takeDue(
                    slot, runs, clock.instant(), settings.retrySchedule().maximalBackoff());
        }
    }

    private void forgetKeys(Instant before) throws JMSException {
        for (int old = keys.countBefore(before); old > 0; old = keys.countBefore(before)) {
            keys.forget(old, before);
        }
    }

    private void forgetNotes(Instant before) {
        int old = SettledNote.BATCH;
        while (old == SettledNote.BATCH) {
            old = sessions.transacted(context -> SettledNote.forget(
                    context, queue.notes(), queue.at(Place.DEAD).get(0), before));
        }
    }

    private long untilNext(QueueRuns runs) {
        Instant now = clock.instant();
        long jitter = Math.min(LONGEST_JITTER.toMillis(), runs.delay().toMillis() / SHARE_OF_JITTER);
        return Duration.between(now, runs.next(now)).toMillis()
                + ThreadLocalRandom.current().nextLong(jitter + 1);
    }
}
