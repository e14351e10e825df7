/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.EJBException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.postchaise.api.MailQueueMXBean;

/**
 * The operator's hands on the queue. Operations that change mails are done one after the other on each node, each in
 * transactions of its own, whatever the caller's.
 */
@ApplicationScoped
public class QueueAdministration implements MailQueueMXBean {
    /** How long an operation waits for the one before. */
    private static final Duration TURN = Duration.ofSeconds(30);

    @Inject
    private ContainerSessions sessions;

    @Inject
    private StatusEvents events;

    @Inject
    private DestinationCounters counters;

    private final Clock clock = Clock.systemUTC();
    private final Semaphore turn = new Semaphore(1);
    private QueueSurvey survey;

    /** Looks at the queues from now on. */
    @PostConstruct
    void prepare() {
        survey = new QueueSurvey(sessions, clock);
    }

    /** Has what it needs looked up, on a thread of the application; those of management can't. */
    void ready() {
        events.ready();
    }

    @Override
    public String list(String filter, int limit) {
        return ask(() -> survey.list(text(filter), limit));
    }

    @Override
    public String inspect(String id) {
        return ask(() -> survey.inspect(text(id), QueueJson.Depth.HEADERS));
    }

    @Override
    public String inspectWithBody(String id) {
        return ask(() -> survey.inspect(text(id), QueueJson.Depth.BODY));
    }

    @Override
    public String shape(String filter) {
        return ask(() -> survey.shape(text(filter)));
    }

    @Override
    public String destinations() {
        return ask(() -> counters.json(survey));
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

    private String perform(QueueOperation operation, String filter) {
        QueueFilter meant = QueueFilter.changing(text(filter), clock.instant());
        return ask(() -> {
            waitForTurn();
            try {
                int changed = new QueueChange(sessions, events::fire, clock, operation, meant).perform();
                return Json.createObjectBuilder()
                        .add("changed", changed)
                        .build()
                        .toString();
            } finally {
                turn.release();
            }
        });
    }

    /** A console of management may send nothing at all. */
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

    /** What the container says of a broker that is gone becomes what we say. */
    private static String ask(Supplier<String> question) {
        try {
            return question.get();
        } catch (EJBException e) {
            throw new QueueUnavailableException("the queue does not answer: " + e.getMessage(), e);
        }
    }
}
