/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postchaise.api.DeliveryOptions;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.DsnAction;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.api.Peer;
import org.postchaise.api.Recipient;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.api.RecipientOutcome.Kind;
import org.postchaise.api.SmtpReply;
import org.postchaise.api.spi.ConcurrencyPolicy;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.client.transaction.DeliveryRequest;
import org.postchaise.engine.config.MasterCf;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.testkit.MockMailbox;

/** Deliveries of {@link MailClient#dispatch} wait at busy destinations, as in qmgr(8). */
@Timeout(120)
class ConcurrencyPolicyTest {
    private static final Envelope ENVELOPE = Envelope.of("me@example.com", "ann@example.net");
    private static final MessageSource CONTENT =
            MessageSource.of("Subject: s\r\n\r\ntext\r\n".getBytes(StandardCharsets.US_ASCII));

    private static MailClient client(String relayhost, Map<String, String> more) {
        Map<String, String> settings = new TreeMap<>(more);
        settings.put("relayhost", relayhost);
        settings.put("myhostname", "client.example");
        return MailClient.of(Catalog.settings(settings), EngineListener.NONE);
    }

    private static DeliveryReport send(MailClient client, Envelope envelope) {
        return client.dispatch(
                envelope,
                (key, part, options) ->
                        client.deliver(key, DeliveryRequest.of(part, CONTENT), options, SessionStore.none()));
    }

    private static DeliveryReport send(
            MailClient client, Envelope envelope, ConcurrencyPolicy policy, MailClient.Channel channel) {
        return client.dispatch(envelope, DeliveryOptions.NONE, policy, channel);
    }

    private static RecipientOutcome only(DeliveryReport report) {
        return report.outcomes().get(0);
    }

    @Test
    void aDeadDestinationIsNotAskedAgainAndTheReasonIsThatOfItsLastFailure() {
        String gone;
        try (MockMailbox mailbox = MockMailbox.start()) {
            gone = mailbox.nextHop();
        }
        try (MailClient client = client(gone, Map.of())) {
            String refused = only(send(client, ENVELOPE)).text();
            assertThat(refused).startsWith("connect to 127.0.0.1[127.0.0.1]:").endsWith(": Connection refused");
            send(client, ENVELOPE);
            send(client, ENVELOPE);
            DeliveryReport fourth = client.dispatch(ENVELOPE, (key, part, options) -> {
                throw new AssertionError("a dead destination was asked");
            });
            assertThat(only(fourth).kind()).isEqualTo(Kind.DEFERRED);
            assertThat(only(fourth).status()).hasToString("4.4.1");
            assertThat(only(fourth).text()).isEqualTo("delivery temporarily suspended: " + refused);
            assertThat(only(fourth).relay()).isEqualTo("none");
        }
    }

    @Test
    void withoutALimitOfFailedCohortsADestinationIsAskedForEver() {
        String gone;
        try (MockMailbox mailbox = MockMailbox.start()) {
            gone = mailbox.nextHop();
        }
        try (MailClient client = client(gone, Map.of("default_destination_concurrency_failed_cohort_limit", "0"))) {
            for (int i = 0; i < 20; i++) {
                assertThat(only(send(client, ENVELOPE)).text()).startsWith("connect to");
            }
        }
    }

    @Test
    void oneThatDoesNotWaitIsDeferredWhereTheWindowIsFullAndOneThatWaitsIsDelivered() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (MockMailbox mailbox = MockMailbox.start();
                MailClient client = client(mailbox.nextHop(), Map.of("smtp_destination_concurrency_limit", "1"))) {
            Future<DeliveryReport> first = threads.submit(() -> client.dispatch(ENVELOPE, (key, part, options) -> {
                inside.countDown();
                await(end);
                return client.deliver(key, DeliveryRequest.of(part, CONTENT), options, SessionStore.none());
            }));
            await(inside);
            RecipientOutcome busy = only(send(
                    client,
                    ENVELOPE,
                    ConcurrencyPolicy.ofQueue(4),
                    (key, part, options) ->
                            client.deliver(key, DeliveryRequest.of(part, CONTENT), options, SessionStore.none())));
            assertThat(busy.status()).hasToString("4.3.2");
            assertThat(busy.text()).isEqualTo("waiting for its turn: deliveries to the destination under way: 1");
            assertThat(busy.kind()).isEqualTo(Kind.NOT_TRIED);
            Future<DeliveryReport> second = threads.submit(() -> send(client, ENVELOPE));
            end.countDown();
            assertThat(first.get(60, TimeUnit.SECONDS).allDelivered()).isTrue();
            assertThat(second.get(60, TimeUnit.SECONDS).allDelivered()).isTrue();
            assertThat(mailbox.mails()).hasSize(2);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aTransportOfItsOwnLimitHasPartsOfThatSizeAndEachIsADelivery() {
        try (MailClient client = client(
                "[127.0.0.1]:25",
                Map.of("smtp_destination_recipient_limit", "2", "smtp_destination_rate_delay", "1h"))) {
            List<Integer> sizes = new ArrayList<>();
            DeliveryReport report = send(
                    client,
                    Envelope.of("me@example.com", "a@example.net", "b@example.net", "c@example.net"),
                    new ConcurrencyPolicy(Duration.ofMillis(10), 0),
                    (key, part, options) -> {
                        sizes.add(part.recipients().size());
                        return delivered(part);
                    });
            assertThat(sizes).containsExactly(2);
            assertThat(report.recipients(Kind.DELIVERED))
                    .extracting(Recipient::address)
                    .containsExactly("a@example.net", "b@example.net");
            assertThat(report.outcomes().get(2).text())
                    .isEqualTo("waiting for its turn: the destination gets a delivery every 3600s");
        }
    }

    @Test
    void aMailWaitsAsLongAsItsPatienceLastsHoweverManyDestinationsAreBusy() {
        try (MailClient client = client("", Map.of("default_destination_rate_delay", "999999999w"))) {
            List<String> all = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                all.add("ann@d" + i + ".example");
            }
            Envelope many = Envelope.of(
                    "me@example.com", all.stream().map(Recipient::of).toList());
            ConcurrencyPolicy policy = new ConcurrencyPolicy(Duration.ofMillis(500), 0);
            assertThat(send(client, many, policy, (key, part, options) -> delivered(part))
                            .allDelivered())
                    .isTrue();
            // within the limit of the test: a thousand waits of half a second would not be
            assertThat(send(client, many, policy, (key, part, options) -> delivered(part))
                            .recipients(Kind.NOT_TRIED))
                    .hasSize(1000);
        }
    }

    @Test
    void withOneRecipientADeliveryEachRecipientIsADestination() {
        try (MailClient client = client(
                "[127.0.0.1]:25",
                Map.of("smtp_destination_recipient_limit", "1", "smtp_destination_rate_delay", "1h"))) {
            AtomicInteger deliveries = new AtomicInteger();
            Envelope two = Envelope.of("me@example.com", "a@example.net", "b@example.net");
            ConcurrencyPolicy policy = ConcurrencyPolicy.ofQueue(8);
            MailClient.Channel channel = (key, part, options) -> {
                deliveries.incrementAndGet();
                return delivered(part);
            };
            assertThat(send(client, two, policy, channel).allDelivered()).isTrue();
            assertThat(deliveries).hasValue(2);
            assertThat(send(client, two, policy, channel).recipients(Kind.NOT_TRIED))
                    .hasSize(2);
        }
    }

    @Test
    void aNamedTransportHasItsOwnPaceBesideThatOfSmtp() {
        Map<String, String> set = Map.of(
                "transport_maps",
                "inline:{ {slow.example=slow:[127.0.0.1]:25} {fast.example=smtp:[127.0.0.1]:25} }",
                "slow_destination_rate_delay",
                "1h");
        Envelope both = Envelope.of("me@example.com", "a@slow.example", "a@fast.example");
        ConcurrencyPolicy policy = new ConcurrencyPolicy(Duration.ofMillis(10), 0);
        try (MailClient client = client("", set)) {
            assertThat(send(client, both, policy, (key, part, options) -> delivered(part))
                            .allDelivered())
                    .isTrue();
            assertThat(send(client, both, policy, (key, part, options) -> delivered(part))
                            .recipients(Kind.NOT_TRIED))
                    .extracting(Recipient::address)
                    .containsExactly("a@slow.example");
        }
    }

    @Test
    void aServiceOfMasterCfHasItsOwnSettingsAndConnectionKey() {
        try (MockMailbox mailbox = MockMailbox.start();
                MailClient client = MailClient.of(
                        Catalog.settings(Map.of(
                                        "myhostname",
                                        "client.example",
                                        "transport_maps",
                                        "inline:{ {slow.example=slow:HOP} {fast.example=fast:HOP} {*=smtp:HOP} }"
                                                .replace("HOP", mailbox.nextHop())))
                                .with(MasterCf.parse("master.cf", """
                                        slow unix - - n - - smtp -o smtp_helo_name=slow.example
                                        fast unix - - n - - smtp
                                        """)),
                        EngineListener.NONE)) {
            List<ConnectionKey> keys = new ArrayList<>();
            for (String to : List.of("a@slow.example", "a@fast.example", "a@example.net", "b@slow.example")) {
                client.dispatch(Envelope.of("me@example.com", to), (key, part, options) -> {
                    keys.add(key);
                    return client.deliver(key, DeliveryRequest.of(part, CONTENT), options, SessionStore.none());
                });
            }
            assertThat(keys)
                    .extracting(ConnectionKey::settings)
                    .containsExactly(
                            Map.of("smtp_helo_name", "slow.example"),
                            Map.of(),
                            Map.of(),
                            Map.of("smtp_helo_name", "slow.example"));
            assertThat(mailbox.dialogue())
                    .filteredOn(line -> line.contains("EHLO "))
                    .extracting(
                            line -> line.substring(line.indexOf("EHLO ") + 5).strip())
                    .containsExactly("slow.example", "client.example", "client.example", "slow.example");
        }
    }

    @Test
    void theSmtpServiceOfMasterCfIsAlsoThatOfAGivenNextHop() {
        try (MailClient client = MailClient.of(
                Catalog.defaults().with(MasterCf.parse("m", "smtp unix - - n - - smtp -o smtp_helo_name=a.example\n")),
                EngineListener.NONE)) {
            assertThat(client.key(NextHop.parse("[127.0.0.1]:25")).settings())
                    .isEqualTo(Map.of("smtp_helo_name", "a.example"));
            assertThat(client.key("lmtp:[127.0.0.1]:24", Map.of()).settings()).isEmpty();
            assertThat(client.key("[127.0.0.1]:25", Map.of("smtp_helo_name", "b.example"))
                            .settings())
                    .isEqualTo(Map.of("smtp_helo_name", "b.example"));
        }
    }

    @Test
    void discardedMailCountsAsDeliveredWithoutAServer() {
        try (MailClient client = client("", Map.of("transport_maps", "inline:{ {*=discard:spam trap} }"))) {
            RecipientOutcome outcome = client.dispatch(
                            Envelope.of("me@example.com", "a@example.net"), (key, part, options) -> {
                                throw new AssertionError("delivered to " + key);
                            })
                    .outcomes()
                    .get(0);
            assertThat(outcome.kind()).isEqualTo(Kind.DELIVERED);
            assertThat(outcome.status() + " " + outcome.relay() + " " + outcome.text())
                    .isEqualTo("2.0.0 none spam trap");
        }
    }

    private static DeliveryReport delivered(Envelope part) {
        return new DeliveryReport(part.recipients().stream()
                .<RecipientOutcome>map(recipient -> new RecipientOutcome.Delivered(
                        recipient,
                        new SmtpReply(250, List.of("250 ok")),
                        new Peer("mx.example", "192.0.2.1", 25),
                        DsnAction.RELAYED))
                .toList());
    }

    @Test
    void aBadFeedbackStopsTheDeployment() {
        assertThatThrownBy(
                        () -> client("[127.0.0.1]:25", Map.of("relay_destination_concurrency_negative_feedback", "2")))
                .hasMessageContaining("parameter relay_destination_concurrency_negative_feedback")
                .hasMessageContaining("expected number, number/number");
    }
}
