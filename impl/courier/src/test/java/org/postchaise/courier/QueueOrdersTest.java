/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.api.Envelope;
import org.postchaise.api.MailStatus;
import org.postchaise.engine.queue.MailState;

/** Orders of operators beside mail of every form of submission, on a real broker. */
class QueueOrdersTest {
    private static final long MEMORY = 200 << 20;
    private static final int MAILS = 2000;

    private final Clock clock = Clock.fixed(Outcomes.NOON.plus(Duration.ofMinutes(30)), ZoneOffset.UTC);
    private final Collection<MailStatus> events = new ConcurrentLinkedQueue<>();

    @TempDir
    private Path directory;

    private int perform(BrokerSessions broker, QueueOperation operation, String filter) {
        return new QueueChange(broker, events::add, clock, operation, QueueFilter.changing(filter, clock.instant()))
                .perform();
    }

    private static Map<QueueName, List<Integer>> places(Backlog backlog) {
        Map<QueueName, List<Integer>> places = new EnumMap<>(QueueName.class);
        for (QueueName place : QueueName.values()) {
            places.put(place, backlog.numbers(place));
        }
        return places;
    }

    @ParameterizedTest
    @EnumSource(QueueOperation.class)
    void orderThatMeansNothingLeavesEveryMailWhereItIs(QueueOperation operation) throws Exception {
        try (BrokerSessions broker = new BrokerSessions(directory, MEMORY)) {
            Backlog backlog = new Backlog(broker, 600);

            assertThat(perform(broker, operation, "domain=c.example")).isZero();
            if (operation == QueueOperation.DELETE || operation == QueueOperation.REQUEUE) {
                assertThat(perform(broker, operation, "queue=dead domain=c.example"))
                        .isZero();
            }
            Map<QueueName, List<Integer>> places = places(backlog);
            for (QueueName place : QueueName.values()) {
                assertThat(places.get(place))
                        .as(place.text())
                        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 600)
                                .filter(number -> Backlog.isIn(place, number))
                                .boxed()
                                .toList());
            }
            assertThat(events).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(QueueOperation.class)
    void passesBesideWorkersLoseAndDoubleNothing(QueueOperation operation) throws Exception {
        try (BrokerSessions broker = new BrokerSessions(directory, MEMORY)) {
            Backlog backlog = new Backlog(broker, MAILS);
            int changed = workAndPerform(broker, backlog, operation);
            Map<QueueName, List<Integer>> places = places(backlog);

            List<Integer> there = new ArrayList<>(backlog.delivered());
            places.values().forEach(there::addAll);
            assertThat(there).as("doubled").doesNotHaveDuplicates();
            List<Integer> gone = IntStream.range(0, MAILS).boxed().collect(Collectors.toCollection(ArrayList::new));
            gone.removeAll(Set.copyOf(there));
            if (operation == QueueOperation.DELETE) {
                assertThat(gone).as("deleted").hasSize(changed).allMatch(Backlog::isToB);
            } else {
                assertThat(gone).as("lost").isEmpty();
            }
            assertThat(events).as("one event for each mail changed").hasSize(changed);
            assertThat(events).allMatch(status -> status.finished() == (operation == QueueOperation.DELETE));
            assertThat(events)
                    .allMatch(status ->
                            status.recipients().get(0).recipient().domain().equals("b.example"));
        }
    }

    private int workAndPerform(BrokerSessions broker, Backlog backlog, QueueOperation operation) throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<?>> workers = new ArrayList<>();
            for (int worker = 0; worker < 3; worker++) {
                int queue = worker;
                workers.add(threads.submit(() -> {
                    for (int i = 0; !enough.get(); i++) {
                        backlog.work(queue, i % 5 == 4);
                    }
                }));
            }
            Future<Integer> meant = threads.submit(() -> perform(broker, operation, "domain=b.example"));
            Future<Integer> nothing = threads.submit(() -> perform(broker, QueueOperation.HOLD, "domain=c.example"));
            assertThat(nothing.get(2, TimeUnit.MINUTES)).isZero();
            int changed = meant.get(2, TimeUnit.MINUTES);
            enough.set(true);
            for (Future<?> worker : workers) {
                worker.get(2, TimeUnit.MINUTES);
            }
            return changed;
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void clientsMessageThatClaimsToBeMarkerIsNotDropped() throws Exception {
        try (BrokerSessions broker = new BrokerSessions(directory, MEMORY)) {
            for (String property : List.of(QueueChange.MARKER, QueueChange.PASS)) {
                broker.transacted(context -> context.createProducer()
                        .setProperty(property, "1")
                        .setProperty(EnvelopeProperties.SENDER, "shop@example.com")
                        .setProperty(EnvelopeProperties.RECIPIENTS, "ann@example.net")
                        .send(broker.queues(QueueName.ACTIVE).get(1), new byte[] {'\n'}));
            }
            assertThat(perform(broker, QueueOperation.DELETE, "domain=c.example"))
                    .isZero();

            assertThat(broker.drain(QueueName.ACTIVE)).hasSize(2).doesNotContain("marker");
        }
    }

    private static List<String> recipients(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "r" + i + "@d" + i % 10 + ".example.net")
                .toList();
    }

    /** In a queue: the recipients of all entries, and the id of each. */
    private static List<String> entries(BrokerSessions broker, QueueName place, Collection<String> recipients) {
        List<String> ids = new ArrayList<>();
        new QueueSurvey(broker).visit(List.of(place), (entry, queue, message) -> {
            ids.add(entry.id());
            entry.mail()
                    .orElseThrow()
                    .recipients()
                    .forEach(one -> recipients.add(one.recipient().address()));
            return true;
        });
        return ids;
    }

    @ParameterizedTest
    @ValueSource(ints = {5000, 10_000})
    void orderSplitsMailOfClientToManyAndMeansAllParts(int count) throws Exception {
        try (BrokerSessions broker = new BrokerSessions(directory, MEMORY)) {
            broker.transacted(context -> context.createProducer()
                    .setProperty(EnvelopeProperties.SENDER, "shop@example.com")
                    .setProperty(EnvelopeProperties.RECIPIENTS, String.join(",", recipients(count)))
                    .setProperty(QueuedMailCodec.ID, "ORDER-17")
                    .send(broker.queues(QueueName.ACTIVE).get(1), new byte[] {'\n'}));

            assertThat(perform(broker, QueueOperation.HOLD, "domain=c.example")).isZero();
            List<String> found = new ArrayList<>();
            List<String> ids = entries(broker, QueueName.ACTIVE, found);
            assertThat(ids).hasSizeGreaterThan(5).doesNotHaveDuplicates();
            assertThat(found).isEqualTo(recipients(count));

            assertThat(perform(broker, QueueOperation.HOLD, "id=" + ids.get(0))).isEqualTo(1);
            assertThat(perform(broker, QueueOperation.HOLD, "id=ORDER-17")).isEqualTo(ids.size() - 1);
            found.clear();
            assertThat(entries(broker, QueueName.HOLD, found)).containsExactlyInAnyOrderElementsOf(ids);
            assertThat(found).containsExactlyInAnyOrderElementsOf(recipients(count));
        }
    }

    @Test
    void orderLeavesAdmissionToTheWorker() throws Exception {
        try (BrokerSessions broker = new BrokerSessions(directory, MEMORY)) {
            broker.transacted(context -> context.createProducer()
                    .setProperty(EnvelopeProperties.SENDER, "shop@example.com")
                    .setProperty(EnvelopeProperties.RECIPIENTS, "ann@example.net")
                    .send(broker.queues(QueueName.ACTIVE).get(1), new byte[] {'\n'}));
            String id = entries(broker, QueueName.ACTIVE, new ArrayList<>()).get(0);

            assertThat(perform(broker, QueueOperation.HOLD, "domain=c.example")).isZero();
            assertThat(perform(broker, QueueOperation.HOLD, "all")).isEqualTo(1);
            assertThat(perform(broker, QueueOperation.RELEASE, "id=" + id)).isEqualTo(1);
            new QueueSurvey(broker).visit(List.of(QueueName.ACTIVE), (entry, queue, message) -> {
                assertThat(entry.id()).as("the id stays").isEqualTo(id);
                assertThat(entry.mail().orElseThrow().origin().admitted()).isFalse();
                return true;
            });
        }
    }

    /** A broker where, after each transaction of an operator, a worker has deferred what was to be delivered into the last of the queues. */
    private record DeferringSessions(BrokerSessions broker) implements QueueSessions {
        @Override
        public <T> T transacted(Work<T> work) {
            T result = broker.transacted(work);
            broker.transacted(this::deferAll);
            return result;
        }

        private int deferAll(JMSContext context) throws JMSException {
            int count = 0;
            try (JMSConsumer consumer =
                    context.createConsumer(queues(QueueName.ACTIVE).get(1))) {
                for (Message message = consumer.receive(20); message != null; message = consumer.receive(20)) {
                    if (QueueChange.isMarker(message)) {
                        continue;
                    }
                    QueuedMail mail =
                            QueueEntry.of(QueueName.ACTIVE, message).mail().orElseThrow();
                    try (StoredMessage stored = new StoredMessage(message)) {
                        String reason = MailState.suspended(mail.open().get(0));
                        BytesMessage later = stored.withState(mail.defer(MailState.SUSPENDED, reason), context);
                        later.setLongProperty(
                                MailQueue.DUE, Outcomes.NOON.plusSeconds(3600).toEpochMilli());
                        context.createProducer().send(queues(QueueName.DEFERRED).get(15), later);
                    }
                    count++;
                }
            }
            return count;
        }

        @Override
        public <T> T untransacted(Work<T> work) {
            return broker.untransacted(work);
        }

        @Override
        public List<jakarta.jms.Queue> queues(QueueName place) {
            return broker.queues(place);
        }

        @Override
        public jakarta.jms.Queue control() {
            return broker.control();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLUSH", "REQUEUE", "EXPIRE"})
    void mailDeferredAgainDuringTheOrderIsCountedOnce(QueueOperation operation) throws Exception {
        try (BrokerSessions broker = new BrokerSessions(directory, MEMORY)) {
            List<QueuedMail> mails = IntStream.range(0, 50)
                    .mapToObj(i -> QueuedMail.submit(
                                    "M" + i, Envelope.of("shop@example.com", "r@b.example"), "", Outcomes.NOON)
                            .defer("4.3.0", "451 4.3.0 later"))
                    .toList();
            broker.put(QueueName.DEFERRED, 3, mails, "\n");

            int changed = new QueueChange(
                            new DeferringSessions(broker),
                            events::add,
                            clock,
                            operation,
                            QueueFilter.changing("domain=b.example", clock.instant()))
                    .perform();
            assertThat(changed).isEqualTo(50);
            assertThat(events).hasSize(50);
            assertThat(broker.drain(QueueName.DEFERRED))
                    .filteredOn(id -> !id.equals("marker"))
                    .containsExactlyInAnyOrderElementsOf(
                            mails.stream().map(QueuedMail::id).toList());
        }
    }
}
