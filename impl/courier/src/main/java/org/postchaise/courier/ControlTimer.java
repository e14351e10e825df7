/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.AccessTimeout;
import jakarta.ejb.DependsOn;
import jakarta.ejb.EJBException;
import jakarta.ejb.Lock;
import jakarta.ejb.LockType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.Timeout;
import jakarta.ejb.Timer;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.postchaise.api.spi.NodeShare;
import org.postchaise.engine.log.LineLog;

/**
 * Timer that exchanges control messages with the other nodes on the broker every few seconds: publishes this node's sign of life, counts the live nodes, and
 * reads an operator's suspensions made on other nodes. Mail of resumed destinations is taken back, since this node may have deferred mail after the other node
 * resumed the destination. Mail that the broker itself has given up is {@link BrokerDeadLetters moved} to the courier's dead-letter queue.
 */
@Singleton
@Startup
@DependsOn({"CourierStartup", "ContainerSessions"})
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ControlTimer {
    /** Interval of the control run: the longest time until an operator's order reaches the other nodes, the reading aside. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    /** Interval at which the queues are counted without an operator's query. */
    private static final Duration LOOK = Duration.ofMinutes(1);

    private static final Logger LOG = LineLog.of("org.postchaise.courier");

    @Inject
    private QueueAdministration queue;

    @Inject
    private ContainerSessions sessions;

    @Inject
    private ClusterNode state;

    @Inject
    private TimerGate gate;

    @Resource
    private TimerService timers;

    private final AtomicBoolean failing = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private Nodes nodes;

    /** Starts the timers; the first control run follows at once. */
    @PostConstruct
    void begin() {
        nodes = new Nodes(sessions, System::nanoTime);
        gate.open();
        gate.schedule(timers, 1);
        gate.schedule(timers, LOOK.toMillis(), LOOK);
    }

    /** No-op, which the server calls when no task is under way; it waits {@value CourierShutdown#PATIENCE} s at most. */
    @Lock(LockType.WRITE)
    @AccessTimeout(value = CourierShutdown.PATIENCE, unit = TimeUnit.SECONDS)
    public void settle() {}

    /**
     * Runs the task of {@code timer}: a control run, a count of the queues, or the taking back of a destination's mail, which has a timer of its own since it
     * may take long. Tasks may run at the same time. The method is public because Payara ignores the lock type of any other timeout method.
     */
    @Timeout
    @Lock(LockType.READ)
    public void run(Timer timer) {
        if (gate.isClosed()) {
            return;
        }
        if (timer.getInfo() instanceof String domain) {
            takeBack(domain);
            return;
        }
        if (timer.getInfo() instanceof Duration) {
            look();
            return;
        }
        try {
            beat();
            queue.renewSuspensions().forEach(domain -> gate.schedule(timers, 1, domain));
            failing.set(false);
        } catch (QueueUnavailableException | EJBException e) {
            if (!failing.getAndSet(true)) {
                LOG.log(
                        Level.WARNING,
                        "other nodes, and what is suspended, are as they were known last: " + e.getMessage());
            }
        } finally {
            adopt();
            gate.schedule(timers, PAUSE.toMillis());
        }
    }

    /** Counts the queues, so that an operator's first query during a large drain is answered from a snapshot. */
    private void look() {
        try {
            queue.look();
        } catch (QueueUnavailableException | EJBException e) {
            LOG.log(Level.DEBUG, "the queues can't be looked at: " + e.getMessage());
        } finally {
            gate.schedule(timers, LOOK.toMillis(), LOOK);
        }
    }

    /** Moves the broker's own dead letters; a broker may have none, or may keep them from clients. */
    private void adopt() {
        if (gate.isClosed()) {
            return;
        }
        try {
            queue.adoptDeadLetters();
            closed.set(false);
        } catch (QueueUnavailableException | EJBException e) {
            if (!closed.getAndSet(true)) {
                LOG.log(Level.INFO, "what the broker itself gives up can't be looked at: " + e.getMessage());
            }
        }
    }

    /** Tells the other nodes that this node has left. */
    @PreDestroy
    void leave() {
        try {
            nodes.leave();
        } catch (QueueUnavailableException | EJBException e) {
            LOG.log(Level.DEBUG, "other nodes miss this one only after a while: " + e.getMessage());
        }
    }

    private void beat() {
        int before = state.share().nodes();
        state.beat(nodes);
        NodeShare now = state.share();
        if (now.nodes() != before) {
            LOG.log(
                    Level.INFO,
                    "nodes that work on the queue: " + now.nodes() + "; of a limit of 20 to a destination this one has "
                            + now.of(20));
        }
    }

    private void takeBack(String domain) {
        try {
            queue.takeBack(domain);
        } catch (QueueUnavailableException e) {
            LOG.log(Level.WARNING, "mail for " + domain + " waits for its next attempt: " + e.getMessage());
        }
    }
}
