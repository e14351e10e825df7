/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Operator's queries on the queues, answered as JSON within two seconds, however many mails there are; see {@link Snapshots}. */
final class QueueView implements AutoCloseable {
    /** Largest number of mails in a list. */
    static final int LIST_LIMIT = 10_000;

    /** Longest answer about one mail that is kept, in characters. */
    private static final int KEPT_LENGTH = 100_000;

    private static final List<QueueName> LIVE = List.of(QueueName.ACTIVE, QueueName.DEFERRED, QueueName.HOLD);

    private final QueueSurvey survey;
    private final Clock clock;
    private final Snapshots snapshots;

    /**
     * Creates a view.
     *
     * @param patience the time that a query waits for a walk through the queues; {@link Snapshots#PATIENCE} for an operator
     */
    QueueView(QueueSurvey survey, Clock clock, Duration patience) {
        this.survey = survey;
        this.clock = clock;
        this.snapshots = new Snapshots(System::nanoTime, patience);
    }

    /**
     * Returns the mails that the filter {@code text} matches.
     *
     * @throws IllegalArgumentException for a bad filter or limit
     */
    String list(String text, int limit) {
        QueueFilter filter = QueueFilter.reading(text, clock.instant());
        if (limit < 1 || limit > LIST_LIMIT) {
            throw new IllegalArgumentException("limit is " + limit + "; expected 1 to " + LIST_LIMIT);
        }
        Snapshots.Snapshot<QueueListing> list = snapshots.of(
                "list " + limit + " " + text,
                () -> new QueueListing(filter, limit),
                listing -> find(filter, listing),
                QueueListing::isShort);
        return list.findings().json(list.age(), list.partial());
    }

    private void find(QueueFilter filter, QueueListing listing) {
        if (filter.id().isPresent()) {
            survey.visitOne(filter.places(), filter.id().get(), (entry, queue, message) -> listing.add(entry));
        }
        if (listing.isEmpty()) {
            survey.visit(filter.places(), (entry, queue, message) -> listing.add(entry));
        }
    }

    /**
     * Returns the mail {@code id}, with as much content as {@code depth} asks for.
     *
     * @throws java.util.NoSuchElementException when there is none
     * @throws QueueUnavailableException when the mail was not found yet; the search goes on, and the next query may find the mail
     */
    String inspect(String id, QueueJson.Depth depth) {
        Supplier<AtomicReference<String>> nothing = () -> new AtomicReference<>("");
        String found = snapshots
                .of(
                        "inspect " + depth + " " + id,
                        nothing,
                        answer -> answer.set(survey.inspect(id, depth)),
                        answer -> answer.get().length() < KEPT_LENGTH)
                .findings()
                .get();
        if (found.isEmpty()) {
            throw new QueueUnavailableException(
                    "the search for the mail goes on, there are many or the broker is slow; ask again in a moment");
        }
        return found;
    }

    /**
     * Returns the numbers of recipients, or of mails, by domain and age.
     *
     * @param form the options in the form that {@link ShapeOptions} reads
     * @throws IllegalArgumentException for a bad filter or option
     */
    String shape(String text, String form) {
        QueueFilter filter = QueueFilter.reading(text, clock.instant());
        ShapeOptions options = ShapeOptions.parse(form);
        Snapshots.Snapshot<QueueShape> shape = snapshots.of(
                "shape " + options + " " + text,
                () -> new QueueShape(clock.instant(), options),
                counted -> survey.visit(filter.places(), (entry, queue, message) -> {
                    if (filter.matches(entry)) {
                        counted.count(entry);
                    }
                    return true;
                }),
                counted -> true);
        return shape.findings().json(shape.age(), shape.partial());
    }

    /** Returns the waiting recipients by domain. */
    Snapshots.Snapshot<DestinationCounters.Waiting> waiting() {
        return snapshots.of(
                "waiting",
                DestinationCounters.Waiting::new,
                waiting -> survey.visit(LIVE, (entry, queue, message) -> {
                    waiting.add(entry);
                    return true;
                }),
                waiting -> true);
    }

    @Override
    public void close() {
        snapshots.close();
    }
}
