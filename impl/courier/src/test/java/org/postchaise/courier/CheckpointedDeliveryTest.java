/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Queue;
import jakarta.resource.ResourceException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.activemq.artemis.jms.client.ActiveMQQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.Envelope;
import org.postchaise.api.Recipient;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.api.RecipientOutcome.Kind;

class CheckpointedDeliveryTest {
    private static final Envelope ENVELOPE =
            Envelope.of("shop@example.com", "a@one.example", "b@two.example", "c@three.example");

    private static final QueuedMail MAIL = QueuedMail.submit("ID1", ENVELOPE, "", Outcomes.NOON);

    private final List<String> notes = new ArrayList<>();
    private final List<Recipient> sent = new ArrayList<>();
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 7_000_000_000L);
    private boolean brokerAway;
    private Duration slowness = Duration.ZERO;

    @Test
    void whoHasTheMailIsNotedWhileOthersAreOnTheirWayAndNotAfterwards() throws Exception {
        List<Integer> during = new ArrayList<>();
        DeliveryReport report = deliver(false, recipient -> {
            during.add(notes.size());
            return Outcomes.delivered(recipient);
        });

        assertThat(report.allDelivered()).isTrue();
        assertThat(during).containsExactly(0, 1, 2);
        assertThat(notes).as("taken with the attempt's transaction").isEmpty();
    }

    @Test
    void mailOfAnAttemptThatWasCutShortGoesToTheOthersOnly() throws Exception {
        assertThatThrownBy(() -> deliver(false, recipient -> {
                    if (recipient.domain().startsWith("three")) {
                        throw new IllegalStateException("killed");
                    }
                    return Outcomes.delivered(recipient);
                }))
                .hasMessage("killed");
        assertThat(notes).hasSize(2);
        sent.clear();

        DeliveryReport report = deliver(false, Outcomes::deferred);
        assertThat(sent).extracting(Recipient::address).containsExactly("c@three.example");
        assertThat(report.outcomes())
                .extracting(RecipientOutcome::kind)
                .containsExactly(Kind.DELIVERED, Kind.DELIVERED, Kind.DEFERRED);
        assertThat(report.outcomes().get(0))
                .as("all that a notification tells")
                .isEqualTo(Outcomes.delivered(ENVELOPE.recipients().get(0)));
        assertThat(notes).isEmpty();
    }

    @Test
    void mailThatAllHaveIsNotDeliveredAgain() throws Exception {
        notes.add(SettledNote.encode(new DeliveryReport(
                ENVELOPE.recipients().stream().map(Outcomes::delivered).toList())));

        assertThat(deliver(true, Outcomes::deferred).allDelivered()).isTrue();
        assertThat(sent).isEmpty();
    }

    @Test
    void whoWasPutOffOrRefusedIsNotNoted() throws Exception {
        List<Integer> during = new ArrayList<>();
        deliver(false, recipient -> {
            during.add(notes.size());
            return recipient.domain().startsWith("one") ? Outcomes.deferred(recipient) : Outcomes.rejected(recipient);
        });

        assertThat(during).containsExactly(0, 0, 0);
    }

    @Test
    void mailToOneRecipientCostsNoNoteAndNoLook() throws Exception {
        brokerAway = true;
        Envelope one = Envelope.of("shop@example.com", "a@one.example");

        assertThat(new CheckpointedDelivery(MAIL, broker(), now::get)
                        .deliver(one, false, (some, parts) -> inTurn(some, parts, Outcomes::delivered))
                        .allDelivered())
                .isTrue();
        assertThatThrownBy(() -> new CheckpointedDelivery(MAIL, broker(), now::get)
                        .deliver(one, true, (some, parts) -> inTurn(some, parts, Outcomes::delivered)))
                .as("one that was taken before may have it")
                .isInstanceOf(JMSRuntimeException.class);
    }

    @Test
    void attemptWhoseMailTheBrokerHadGivenToAnotherNodeWentOnDelivering() throws Exception {
        for (Runnable fault : List.<Runnable>of(
                () -> brokerAway = true, () -> slowness = CheckpointedDelivery.PATIENCE.plusMillis(1))) {
            sent.clear();
            notes.clear();
            CheckpointedDelivery settlement = new CheckpointedDelivery(MAIL, broker(), now::get);
            DeliveryReport report = settlement.deliver(ENVELOPE, false, (some, parts) -> {
                fault.run();
                return inTurn(some, parts, Outcomes::delivered);
            });

            assertThat(sent).extracting(Recipient::address).containsExactly("a@one.example");
            assertThat(report.outcomes())
                    .extracting(RecipientOutcome::kind)
                    .containsExactly(Kind.DELIVERED, Kind.DEFERRED, Kind.DEFERRED);
            assertThat(report.outcomes().get(1).text()).isEqualTo("queue unavailable");
            brokerAway = false;
            slowness = Duration.ZERO;
        }
    }

    @Test
    void attemptThatHadToWaitForTheBrokerDoesNotBegin() {
        slowness = CheckpointedDelivery.PATIENCE.plusMillis(1);

        assertThatThrownBy(() -> deliver(false, Outcomes::delivered)).isInstanceOf(JMSRuntimeException.class);
        assertThat(sent).isEmpty();
    }

    @Test
    void brokerThatTakesItsTimeEndsNothing() throws Exception {
        slowness = CheckpointedDelivery.PATIENCE;

        assertThat(deliver(false, Outcomes::delivered).allDelivered()).isTrue();
    }

    @Test
    void missingAdapterLeavesThoseWhoHaveTheMailAlone() throws Exception {
        notes.add(SettledNote.encode(new DeliveryReport(
                List.of(Outcomes.delivered(ENVELOPE.recipients().get(1))))));
        DeliveryReport report = new CheckpointedDelivery(MAIL, broker(), now::get)
                .deliver(ENVELOPE, true, (some, parts) -> {
                    throw new ResourceException("no pool");
                });

        assertThat(report.outcomes())
                .extracting(RecipientOutcome::kind)
                .containsExactly(Kind.DEFERRED, Kind.DELIVERED, Kind.DEFERRED);
        assertThat(report.outcomes().get(2).text()).isEqualTo("mail transport unavailable: no pool");
        assertThatThrownBy(() -> new CheckpointedDelivery(MAIL, broker(), now::get)
                        .deliver(ENVELOPE, true, (some, parts) -> {
                            throw new ResourceException("no pool");
                        }))
                .isInstanceOf(ResourceException.class);
    }

    @Test
    void whoHasTheMailAndIsNotToBeTriedNowStaysNoted() throws Exception {
        notes.add(SettledNote.encode(new DeliveryReport(
                ENVELOPE.recipients().stream().limit(2).map(Outcomes::delivered).toList())));
        Envelope suspended = ENVELOPE.withRecipients(ENVELOPE.recipients().subList(1, 3));
        DeliveryReport report = new CheckpointedDelivery(MAIL, broker(), now::get)
                .deliver(suspended, true, (some, parts) -> inTurn(some, parts, Outcomes::delivered));

        assertThat(report.allDelivered()).isTrue();
        assertThat(sent).extracting(Recipient::address).containsExactly("c@three.example");
        assertThat(SettledNote.decode(notes.get(0)))
                .extracting(outcome -> outcome.recipient().address())
                .containsExactly("a@one.example");
        assertThat(notes).hasSize(1);
    }

    @Test
    void lastRecipientIsNotedWhenTheTransactionDoesNotCommit() throws Exception {
        CheckpointedDelivery settlement = new CheckpointedDelivery(MAIL, broker(), now::get);
        settlement.deliver(ENVELOPE, false, (some, parts) -> inTurn(some, parts, Outcomes::delivered));
        assertThat(notes).as("taken with the transaction").isEmpty();
        settlement.undone();
        assertThat(SettledNote.decode(notes.get(0)))
                .extracting(outcome -> outcome.recipient().address())
                .containsExactly("c@three.example");
    }

    @Test
    void mailWhoseCommitsFailIsSentNoMoreThanTwice() throws Exception {
        Envelope alone = ENVELOPE.withRecipients(ENVELOPE.recipients().subList(0, 1));
        for (int time = 0; time < 10; time++) {
            List<String> before = new ArrayList<>();
            CheckpointedDelivery settlement = new CheckpointedDelivery(MAIL, keeping(before), now::get);
            assertThat(settlement
                            .deliver(alone, time > 0, (some, parts) -> inTurn(some, parts, Outcomes::delivered))
                            .allDelivered())
                    .isTrue();
            // the transaction is rolled back: what it took is there again
            notes.addAll(before);
        }

        assertThat(sent).hasSize(2);
    }

    @Test
    void mailThatWasNotCommittedIsNotSentWhileNothingCanBeNoted() {
        assertThatThrownBy(() -> new CheckpointedDelivery(MAIL, takingNothing(), now::get)
                        .deliver(ENVELOPE, true, (some, parts) -> inTurn(some, parts, Outcomes::delivered)))
                .isInstanceOf(JMSRuntimeException.class)
                .hasMessageContaining("disk full");
        assertThat(sent).isEmpty();
    }

    /** A broker that remembers in {@code taken} what was taken from it. */
    private CheckpointedDelivery.Notes keeping(List<String> taken) {
        return new CheckpointedDelivery.Notes() {
            @Override
            public void note(String id, String note) {
                notes.add(note);
            }

            @Override
            public List<String> take(String id) {
                List<String> all = List.copyOf(notes);
                taken.addAll(all);
                notes.clear();
                return all;
            }
        };
    }

    private static CheckpointedDelivery.Notes takingNothing() {
        return new CheckpointedDelivery.Notes() {
            @Override
            public void note(String id, String note) throws JMSException {
                throw new JMSException("disk full");
            }

            @Override
            public List<String> take(String id) {
                return List.of();
            }
        };
    }

    @Test
    void malformedNoteIsDropped() throws Exception {
        notes.addAll(List.of("", "[7]", "{}", "[{\"to\":\"a@one.example\"}]"));

        assertThat(deliver(true, Outcomes::delivered).allDelivered()).isTrue();
        assertThat(sent).hasSize(3);
    }

    private DeliveryReport deliver(boolean again, Function<Recipient, RecipientOutcome> server)
            throws ResourceException {
        return new CheckpointedDelivery(MAIL, broker(), now::get)
                .deliver(ENVELOPE, again, (some, parts) -> inTurn(some, parts, server));
    }

    private DeliveryReport inTurn(
            Envelope envelope, Consumer<DeliveryReport> parts, Function<Recipient, RecipientOutcome> server) {
        List<DeliveryReport> reports = new ArrayList<>();
        for (Recipient recipient : envelope.recipients()) {
            sent.add(recipient);
            DeliveryReport part = new DeliveryReport(List.of(server.apply(recipient)));
            parts.accept(part);
            reports.add(part);
        }
        return DeliveryReport.merge(envelope, reports);
    }

    private CheckpointedDelivery.Notes broker() {
        return new CheckpointedDelivery.Notes() {
            @Override
            public void note(String id, String note) throws JMSException {
                requireBroker();
                notes.add(note);
            }

            @Override
            public List<String> take(String id) throws JMSException {
                requireBroker();
                List<String> taken = List.copyOf(notes);
                notes.clear();
                return taken;
            }
        };
    }

    private void requireBroker() throws JMSException {
        now.addAndGet(slowness.toNanos());
        if (brokerAway) {
            throw new JMSException("no broker");
        }
    }

    /** What a client of JMS submits under one id of its own, as the broker gives it to a worker. */
    private static List<QueuedMail> submitted(BrokerSessions broker, boolean named, int count) {
        return broker.transacted(context -> {
            List<QueuedMail> mails = new ArrayList<>();
            ActiveMQQueue queue = new ActiveMQQueue("postchaise_queue");
            for (int i = 0; i < count; i++) {
                context.createProducer()
                        .setDisableMessageID(!named)
                        .setProperty(QueuedMailCodec.ID, "ORDER-17")
                        .setProperty(EnvelopeProperties.SENDER, "shop@example.com")
                        .setProperty(EnvelopeProperties.RECIPIENTS, "a@one.example,b@two.example")
                        .send(queue, new byte[] {'\n'});
            }
            context.commit();
            try (JMSConsumer consumer = context.createConsumer(queue)) {
                for (int i = 0; i < count; i++) {
                    mails.add(QueueEntry.of(QueueName.ACTIVE, consumer.receive(10_000))
                            .mail()
                            .orElseThrow());
                }
            }
            return mails;
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void mailsThatClientCallsTheSameEachGoToEveryone(boolean named, @TempDir Path directory) throws Exception {
        try (BrokerSessions broker = new BrokerSessions(directory, 10 << 20)) {
            Map<String, List<String>> kept = new HashMap<>();
            CheckpointedDelivery.Notes byId = new CheckpointedDelivery.Notes() {
                @Override
                public void note(String id, String note) {
                    kept.computeIfAbsent(id, any -> new ArrayList<>()).add(note);
                }

                @Override
                public List<String> take(String id) {
                    List<String> taken = kept.remove(id);
                    return taken == null ? List.of() : taken;
                }
            };
            for (QueuedMail mail : submitted(broker, named, 3)) {
                assertThat(mail.origin().mailId()).isEqualTo("ORDER-17");
                sent.clear();
                assertThatThrownBy(() -> new CheckpointedDelivery(mail, byId, now::get)
                                .deliver(
                                        mail.envelope(),
                                        false,
                                        (some, parts) -> inTurn(some, parts, recipient -> {
                                            if (recipient.domain().startsWith("two")) {
                                                throw new IllegalStateException("killed");
                                            }
                                            return Outcomes.delivered(recipient);
                                        })))
                        .hasMessage("killed");
                assertThat(sent).as("those that it was tried for").hasSize(2);
            }
            assertThat(kept).as("each mail has notes of its own").hasSize(3);
        }
    }

    @Test
    void noteThatCameBackFromDeadNodeAfterItsMailWasGoneIsForgotten(@TempDir Path directory) throws Exception {
        ActiveMQQueue queue = new ActiveMQQueue("postchaise_settled");
        try (BrokerSessions broker = new BrokerSessions(directory, 10 << 20)) {
            ActiveMQQueue dead = new ActiveMQQueue("postchaise_deadletter");
            Instant before = Instant.now().minusSeconds(60);
            Instant after = before.plusSeconds(3600);
            broker.untransacted(context -> {
                for (int i = 0; i < SettledNote.BATCH + 1; i++) {
                    context.createProducer()
                            .setProperty(QueuedMailCodec.ID, "ID" + i)
                            .send(queue, "[]");
                }
                return null;
            });

            assertThat(broker.<Integer>transacted(context -> SettledNote.forget(context, queue, dead, before)))
                    .as("what may be needed")
                    .isZero();
            assertThat(broker.<Integer>transacted(context -> SettledNote.forget(context, queue, dead, after)))
                    .isEqualTo(SettledNote.BATCH);
            assertThat(broker.<Integer>transacted(context -> SettledNote.forget(context, queue, dead, after)))
                    .isEqualTo(1);
            assertThat(broker.<Integer>transacted(context -> SettledNote.forget(context, queue, dead, after)))
                    .isZero();
        }
    }

    @Test
    void mailThatWasSentToQueueOfNotesIsDeadLetter(@TempDir Path directory) throws Exception {
        ActiveMQQueue queue = new ActiveMQQueue("postchaise_settled");
        try (BrokerSessions broker = new BrokerSessions(directory, 10 << 20)) {
            broker.untransacted(context -> context.createProducer()
                    .setProperty(EnvelopeProperties.SENDER, "shop@example.com")
                    .setProperty(EnvelopeProperties.RECIPIENTS, "ann@example.net")
                    .send(queue, new byte[] {'\n'}));
            Instant after = Instant.now().plusSeconds(3600);
            Queue dead = broker.queues(QueueName.DEAD).get(0);

            assertThat(broker.<Integer>transacted(context -> SettledNote.forget(context, queue, dead, after)))
                    .isEqualTo(1);
            assertThat(broker.drain(QueueName.DEAD)).hasSize(1);
        }
    }
}
