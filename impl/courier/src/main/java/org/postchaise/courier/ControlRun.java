/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.EJBException;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.Timeout;
import jakarta.ejb.Timer;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.postchaise.api.Turn;
import org.postchaise.engine.event.LineLog;

/**
 * Every few seconds shows the other nodes on the broker that this one lives, looks who else does, and reads what the operator has told another node. Mail of
 * destinations that were resumed is taken back: this node may have put some aside after the other one did so. Mail that the broker itself has given up is
 * {@link BrokerDeadLetters moved} to the dead letters.
 */
@Singleton
@Startup
@DependsOn({"CourierStartup", "ContainerSessions"})
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ControlRun {
    /** How long it takes at most until an order reaches the other nodes, the reading aside. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    /** How often the queues are counted without a question. */
    private static final Duration LOOK = Duration.ofMinutes(1);

    private static final Logger LOG = LineLog.of("org.postchaise.courier");

    @Inject
    private QueueAdministration queue;

    @Inject
    private ContainerSessions sessions;

    @Inject
    private NodeState state;

    @Resource
    private TimerService timers;

    private final AtomicBoolean failing = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private Nodes nodes;

    /** The first reading is right after the start. */
    @PostConstruct
    void begin() {
        nodes = new Nodes(sessions, System::nanoTime);
        timers.createSingleActionTimer(1, new TimerConfig(null, false));
        timers.createSingleActionTimer(LOOK.toMillis(), new TimerConfig(LOOK, false));
    }

    /** Reads; or takes the mail of a destination back, which may last, on a timer of its own. */
    @Timeout
    void run(Timer timer) {
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
            queue.renewSuspensions()
                    .forEach(domain -> timers.createSingleActionTimer(1, new TimerConfig(domain, false)));
            failing.set(false);
        } catch (QueueUnavailableException | EJBException e) {
            if (!failing.getAndSet(true)) {
                LOG.log(
                        Level.WARNING,
                        "other nodes, and what is suspended, are as they were known last: " + e.getMessage());
            }
        } finally {
            adopt();
            timers.createSingleActionTimer(PAUSE.toMillis(), new TimerConfig(null, false));
        }
    }

    /** So that an operator's first question during a large drain is answered from a snapshot. */
    private void look() {
        try {
            queue.look();
        } catch (QueueUnavailableException | EJBException e) {
            LOG.log(Level.DEBUG, "the queues can't be looked at: " + e.getMessage());
        } finally {
            timers.createSingleActionTimer(LOOK.toMillis(), new TimerConfig(LOOK, false));
        }
    }

    /** A broker need not have dead letters of its own, or may keep them from clients. */
    private void adopt() {
        try {
            queue.adoptDeadLetters();
            closed.set(false);
        } catch (QueueUnavailableException | EJBException e) {
            if (!closed.getAndSet(true)) {
                LOG.log(Level.INFO, "what the broker itself gives up can't be looked at: " + e.getMessage());
            }
        }
    }

    /** Tells the other nodes that this one is gone. */
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
        Turn.Share now = state.share();
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
