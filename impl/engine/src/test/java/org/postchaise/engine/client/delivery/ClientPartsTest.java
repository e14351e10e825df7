/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postchaise.api.DeliveryOptions;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.api.RecipientOutcome.Kind;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.client.transaction.DeliveryRequest;
import org.postchaise.engine.config.Protocol;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.dns.NameServers;
import org.postchaise.engine.dns.Resolvers;
import org.postchaise.engine.dns.dnsjava.DnsjavaResolver;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.net.Connector;
import org.postchaise.engine.net.OpenConnections;
import org.postchaise.testkit.MockMailbox;

/** The tables of parts that leave the cache while deliveries use them. */
@Timeout(60)
class ClientPartsTest {
    private static final Envelope ENVELOPE = Envelope.of("me@example.com", "ann@example.net");
    private static final byte[] CONTENT = "Subject: s\r\n\r\ntext\r\n".getBytes(StandardCharsets.US_ASCII);

    /** More sets of settings than the cache has room for. */
    private static final int MANY = 65;

    @TempDir
    private Path directory;

    private final Map<String, String> set = new HashMap<>(Map.of("myhostname", "client.example"));

    @BeforeEach
    void filterReplies() throws Exception {
        Path table = Files.writeString(directory.resolve("replies"), "/^999/ 250 never\n");
        set.put("smtp_reply_filter", "regexp:" + table);
    }

    @Test
    void deliversWhenThePartsAreEvictedBeforeTheFinalDot() {
        try (MockMailbox mailbox = MockMailbox.start();
                MailClient client = client()) {
            ConnectionKey key = client.key(NextHop.parse(mailbox.nextHop()));
            RecipientOutcome outcome = client.deliver(key, evictingMail(client), SessionStore.none())
                    .outcomes()
                    .get(0);
            assertThat(outcome.kind()).as(outcome.text()).isEqualTo(Kind.DELIVERED);
            assertThat(mailbox.mails()).hasSize(1);
        }
    }

    @Test
    void filtersTheStatusWhenThePartsAreEvictedBeforeTheFinalDot() throws Exception {
        set.remove("smtp_reply_filter");
        Path table = Files.writeString(directory.resolve("statuses"), "/^5\\.6\\.0/ 4.6.0 later\n");
        set.put("smtp_delivery_status_filter", "regexp:" + table);
        try (MockMailbox mailbox = MockMailbox.start();
                MailClient client = client()) {
            mailbox.refuseContent("554 5.6.0 not this one", 1);
            ConnectionKey key = client.key(NextHop.parse(mailbox.nextHop()));
            RecipientOutcome outcome = client.deliver(key, evictingMail(client), SessionStore.none())
                    .outcomes()
                    .get(0);
            assertThat(outcome.kind()).as(outcome.text()).isEqualTo(Kind.DEFERRED);
        }
    }

    @Test
    void commitsWhenThePartsAreEvictedMeanwhile() {
        Duration limit = Duration.ofSeconds(30);
        try (MockMailbox mailbox = MockMailbox.start();
                MailClient client = client()) {
            DeliveryAttempt held = client.hold(
                    client.key(NextHop.parse(mailbox.nextHop())),
                    DeliveryRequest.of(ENVELOPE, MessageSource.of(CONTENT)),
                    DeliveryOptions.NONE,
                    SessionStore.none(),
                    limit);
            evict(client);
            RecipientOutcome outcome = held.commit(limit).outcomes().get(0);
            assertThat(outcome.kind()).as(outcome.text()).isEqualTo(Kind.DELIVERED);
        }
    }

    @Test
    void opensAnotherSessionWhenThePartsOfTheKeptSessionWereEvicted() {
        set.put("smtp_reset_ahead", "yes");
        OneSession store = new OneSession();
        try (MockMailbox mailbox = MockMailbox.start();
                MailClient client = client()) {
            DeliveryRequest mail = DeliveryRequest.of(ENVELOPE, MessageSource.of(CONTENT));
            ConnectionKey key = client.key(NextHop.parse(mailbox.nextHop()));
            assertThat(client.deliver(key, mail, store).allDelivered()).isTrue();
            assertThat(client.deliver(key, mail, store).allDelivered()).isTrue();
            assertThat(mailbox.connections()).isEqualTo(1);
            evict(client);
            RecipientOutcome outcome =
                    client.deliver(key, mail, store).outcomes().get(0);
            assertThat(outcome.kind()).as(outcome.text()).isEqualTo(Kind.DELIVERED);
            assertThat(mailbox.connections()).isEqualTo(2);
        }
    }

    @Test
    void closesTheTablesAfterTheLastUse() {
        OpenConnections connections = new OpenConnections(this);
        ClientParts.PartsCache cache = new ClientParts.PartsCache(
                Catalog.settings(set), Network.of(resolvers()), new Connector(connections), EngineListener.NONE);
        try {
            ClientParts evicted = cache.take(Protocol.SMTP, Map.of());
            for (int i = 0; i < MANY; i++) {
                cache.take(Protocol.SMTP, named(i)).close();
            }
            assertThat(evicted.users()).hasValue(1);
            evicted.close();
            assertThat(evicted.users()).hasValue(0);
            ClientParts again = cache.take(Protocol.SMTP, Map.of());
            assertThat(again.registry()).isNotSameAs(evicted.registry());
            cache.close();
            assertThat(again.users()).hasValue(1);
            again.close();
            assertThat(again.users()).hasValue(0);
        } finally {
            cache.close();
            connections.close();
        }
    }

    private static DeliveryRequest evictingMail(MailClient client) {
        return DeliveryRequest.of(ENVELOPE, () -> new ByteArrayInputStream(CONTENT) {
            @Override
            public synchronized int read(byte[] b, int off, int len) {
                if (available() == 0) {
                    evict(client);
                }
                return super.read(b, off, len);
            }
        });
    }

    private static void evict(MailClient client) {
        for (int i = 0; i < MANY; i++) {
            client.key(NextHop.parse("[127.0.0.1]:9"), named(i));
        }
    }

    private static Map<String, String> named(int number) {
        return Map.of("smtp_helo_name", "client" + number + ".example");
    }

    private static Resolvers resolvers() {
        return Resolvers.keeping(new DnsjavaResolver(NameServers.system()));
    }

    private MailClient client() {
        return MailClient.of(Catalog.settings(set), resolvers(), EngineListener.NONE);
    }
}
