/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.EJBException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.postchaise.api.MailQueueMXBean;
import org.postchaise.api.Recipient;
import org.postchaise.engine.log.LineLog;
import org.postchaise.engine.queue.MailState;

/** Operator's commands on the queue. Commands that change mails run one after the other on each node, in transactions of their own, whatever the caller's. */
@ApplicationScoped
public class QueueAdministration implements MailQueueMXBean {
    /** Longest time that a command waits for the one before. */
    private static final Duration TURN = Duration.ofSeconds(30);

    private static final Logger LOG = LineLog.of("org.postchaise.courier");

    @Inject
    private ContainerSessions sessions;

    @Inject
    private StatusEvents events;

    @Inject
    private DestinationCounters counters;

    private final Clock clock = Clock.systemUTC();
    private final Semaphore turn = new Semaphore(1);
    private QueueSurvey survey;
    private QueueView view;
    private Suspensions suspensions;

    /** Creates the views of the queues. */
    @PostConstruct
    void prepare() {
        survey = new QueueSurvey(sessions);
        view = new QueueView(survey, clock, Snapshots.PATIENCE);
        suspensions = new Suspensions(sessions);
    }

    /** Stops the running walks through the queues. */
    @PreDestroy
    void end() {
        view.close();
    }

    /** Counts the waiting mail, so that a query during a large drain finds a snapshot. */
    void look() {
        ask(() -> {
            view.shape("", "");
            return view.waiting();
        });
    }

    /** Makes CDI look up this bean's resources on an application thread; JMX threads can't. */
    void ready() {
        events.ready();
    }

    @Override
    public String list(String filter, int limit) {
        return ask(() -> view.list(text(filter), limit));
    }

    @Override
    public String inspect(String id) {
        return ask(() -> view.inspect(text(id), QueueJson.Depth.HEADERS));
    }

    @Override
    public String inspectWithBody(String id) {
        return ask(() -> view.inspect(text(id), QueueJson.Depth.BODY));
    }

    @Override
    public String shape(String filter, String options) {
        return ask(() -> view.shape(text(filter), text(options)));
    }

    @Override
    public String destinations() {
        return ask(() -> counters.json(view.waiting(), suspensions.known()));
    }

    @Override
    public String hold(String filter) {
        return perform(QueueOperation.HOLD, filter);
    }

    @Override
    public String release(String filter) {
        return perform(QueueOperation.RELEASE, filter);
    }

    @Override
    public String requeue(String filter) {
        return perform(QueueOperation.REQUEUE, filter);
    }

    @Override
    public String flush(String filter) {
        return perform(QueueOperation.FLUSH, filter);
    }

    @Override
    public String delete(String filter) {
        return perform(QueueOperation.DELETE, filter);
    }

    @Override
    public String expire(String filter) {
        return perform(QueueOperation.EXPIRE, filter);
    }

    @Override
    public String suspend(String domain) {
        String meant = Suspensions.domain(text(domain));
        return ask(() -> {
            boolean changed = suspensions.suspend(meant);
            LOG.log(Level.INFO, "destination " + meant + (changed ? " suspended" : " was suspended already"));
            takeBackOthers(meant);
            return Json.createObjectBuilder()
                    .add("changed", changed ? 1 : 0)
                    .build()
                    .toString();
        });
    }

    @Override
    public String resume(String domain) {
        String meant = Suspensions.domain(text(domain));
        return ask(() -> {
            boolean changed = suspensions.resume(meant);
            LOG.log(Level.INFO, "destination " + meant + (changed ? " resumed" : " was not suspended"));
            takeBackOthers(meant);
            return Json.createObjectBuilder()
                    .add("changed", changed ? 1 : 0)
                    // also if the destination was not suspended: an earlier flush may have failed
                    .add("flushed", flushed(QueueFilter.changing("domain=" + meant, clock.instant())))
                    .build()
                    .toString();
        });
    }

    /**
     * Takes back mail of the other destinations that were resumed: a command takes effect here at once, and with it this node learns of commands on other
     * nodes.
     */
    private void takeBackOthers(String domain) {
        suspensions.renew().stream().filter(other -> !other.equals(domain)).forEach(this::takeBack);
    }

    /**
     * Returns true if the destination of {@code recipient} is suspended, as far as this node knows.
     *
     * @throws QueueUnavailableException when this node has not read the suspensions yet, and the broker does not answer
     */
    boolean isSuspended(Recipient recipient) {
        return ask(() -> suspensions.cover(recipient));
    }

    /** Reads the suspended destinations, and returns those resumed since the last reading, whose mail is to be {@link #takeBack taken back}. */
    Set<String> renewSuspensions() {
        return ask(suspensions::renew);
    }

    /** Takes mail back that the broker has given up; mail that comes back too often goes to the courier's dead-letter queue. */
    void adoptDeadLetters() {
        ask(() -> new BrokerDeadLetters(sessions, events::fire).adopt());
    }

    /** Flushes the mail that was deferred because {@code domain} was suspended. */
    void takeBack(String domain) {
        QueueFilter meant = QueueFilter.changing(
                "queue=deferred domain=" + domain + " text=" + MailState.RESTS.replace(" ", "%20"), clock.instant());
        // a search costs less than a pass
        if (ask(() -> survey.any(meant))) {
            ask(() -> flushed(meant));
        }
    }

    private int flushed(QueueFilter meant) {
        return inTurn(() -> new QueueChange(sessions, events::fire, clock, QueueOperation.FLUSH, meant).perform());
    }

    private String perform(QueueOperation operation, String filter) {
        QueueFilter meant = QueueFilter.changing(text(filter), clock.instant());
        return ask(() -> Json.createObjectBuilder()
                .add(
                        "changed",
                        inTurn(() -> new QueueChange(sessions, events::fire, clock, operation, meant).perform()))
                .build()
                .toString());
    }

    private int inTurn(IntSupplier change) {
        waitForTurn();
        try {
            return change.getAsInt();
        } finally {
            turn.release();
        }
    }

    /** Returns {@code argument}, or an empty text for null, which a JMX console may send. */
    private static String text(String argument) {
        return Objects.requireNonNullElse(argument, "");
    }

    private void waitForTurn() {
        try {
            if (!turn.tryAcquire(TURN.toSeconds(), TimeUnit.SECONDS)) {
                throw new QueueUnavailableException("another operation on the queue has not ended; try again later");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QueueUnavailableException("interrupted while another operation on the queue was at work", e);
        }
    }

    /** Returns the answer of {@code question}; a container's exception for an absent broker becomes a QueueUnavailableException. */
    private static <T> T ask(Supplier<T> question) {
        try {
            return question.get();
        } catch (EJBException e) {
            throw new QueueUnavailableException("the queue does not answer: " + e.getMessage(), e);
        }
    }
}
