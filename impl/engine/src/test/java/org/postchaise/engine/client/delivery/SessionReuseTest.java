/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.api.Peer;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.client.session.Session;
import org.postchaise.engine.client.transaction.DeliveryRequest;
import org.postchaise.engine.config.SettingsException;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.dns.NameServers;
import org.postchaise.engine.dns.NativeHostResolver;
import org.postchaise.engine.dns.Resolvers;
import org.postchaise.engine.dns.dnsjava.DnsjavaResolver;
import org.postchaise.engine.event.ClientEvent;
import org.postchaise.testkit.FakeDns;
import org.postchaise.testkit.MockMailbox;
import org.postchaise.testkit.ScriptedPeer;

/** Which sessions are used again, and for how long they are there (CONNECTION_CACHE_README). */
@Timeout(120)
class SessionReuseTest {
    private static final Envelope ENVELOPE = Envelope.of("me@example.com", "ann@example.net");
    private static final MessageSource CONTENT =
            MessageSource.of("Subject: s\r\n\r\ntext\r\n".getBytes(StandardCharsets.US_ASCII));

    private final MockMailbox mailbox = MockMailbox.start();
    private final FakeDns dns = FakeDns.of(
            "one.example MX 10 mx.one.example",
            "mx.one.example A 127.0.0.1",
            "two.example MX 10 mx.two.example",
            "two.example MX 20 mx.one.example",
            "mx.two.example A 127.0.0.1",
            "backup.example MX 10 mx.gone.example",
            "backup.example MX 20 mx.one.example",
            "mx.gone.example A 127.0.0.9");
    private final Map<String, String> set =
            new HashMap<>(Map.of("myhostname", "client.example", "inet_protocols", "ipv4"));
    private final Kept kept = new Kept();
    private final List<String> reused = new ArrayList<>();

    @AfterEach
    void stop() {
        dns.close();
        mailbox.close();
    }

    private MailClient client() {
        return MailClient.of(
                Catalog.settings(set),
                new Resolvers(new DnsjavaResolver(NameServers.of(dns.address())), new NativeHostResolver()),
                event -> {
                    if (event instanceof ClientEvent.SessionReused session) {
                        reused.add(session.peer() + " " + session.uses());
                    }
                });
    }

    private RecipientOutcome deliver(MailClient client, String nextHop) {
        return deliver(client, nextHop, Map.of());
    }

    private RecipientOutcome deliver(MailClient client, String nextHop, Map<String, String> own) {
        return client.deliver(client.key(NextHop.parse(nextHop), own), DeliveryRequest.of(ENVELOPE, CONTENT), kept)
                .outcomes()
                .get(0);
    }

    private static void assertDelivered(RecipientOutcome outcome) {
        assertThat(outcome.kind()).as(outcome.text()).isEqualTo(RecipientOutcome.Kind.DELIVERED);
    }

    @Test
    void anotherDomainWithTheSameHostSharesItsSession() {
        try (MailClient client = client()) {
            assertDelivered(deliver(client, "one.example:" + mailbox.port()));
            RecipientOutcome second = deliver(client, "two.example:" + mailbox.port());
            assertDelivered(second);
            assertThat(second.relay()).isEqualTo("mx.two.example[127.0.0.1]:" + mailbox.port());
            assertThat(mailbox.connections()).isEqualTo(1);
            assertThat(reused).containsExactly("mx.two.example[127.0.0.1]:" + mailbox.port() + " 2");
        }
    }

    @Test
    void aSessionWithALesserHostOrWithOtherSettingsIsNotShared() {
        try (MailClient client = client()) {
            assertDelivered(deliver(client, "one.example:" + mailbox.port()));
            assertDelivered(deliver(client, "backup.example:" + mailbox.port()));
            assertDelivered(
                    deliver(client, "two.example:" + mailbox.port(), Map.of("smtp_helo_name", "other.example")));
            assertThat(mailbox.connections()).isEqualTo(3);
            assertThat(reused).isEmpty();
        }
    }

    @Test
    void aSharedSessionThatDiedIsReplacedWithoutLosingAnOutcome() {
        String greeted = "S: 220 mx ESMTP\nC: EHLO *\nS: 250 mx\n";
        String mail = "C: MAIL *\nS: 250 Ok\nC: RCPT *\nS: 250 Ok\nC: DATA\nS: 354 go on\nbody\nS: 250 2.0.0 taken\n";
        try (ScriptedPeer peer = ScriptedPeer.ofText(greeted + mail + "C: RSET\nclose\nsession\n" + greeted + mail);
                MailClient client = client()) {
            assertDelivered(deliver(client, "one.example:" + peer.port()));
            assertDelivered(deliver(client, "two.example:" + peer.port()));
            assertThat(peer.connections()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "yes, '', 1",
        "no, '', 2",
        "no, one.example, 1",
        "no, two.example, 2",
        "no, '!one.example static:all', 2",
        "no, static:all, 1"
    })
    void sessionsAreKeptOnDemandOrForListedDestinations(String demand, String destinations, int connections) {
        set.put("smtp_connection_cache_on_demand", demand);
        set.put("smtp_connection_cache_destinations", destinations);
        try (MailClient client = client()) {
            assertDelivered(deliver(client, "one.example:" + mailbox.port()));
            assertDelivered(deliver(client, "one.example:" + mailbox.port()));
            assertThat(mailbox.connections()).isEqualTo(connections);
        }
    }

    @Test
    void anIdleSessionIsClosedWithoutAWordWhenItsTimeIsUp() throws InterruptedException {
        set.put("smtp_connection_cache_time_limit", "1s");
        try (MailClient client = client()) {
            assertDelivered(deliver(client, "one.example:" + mailbox.port()));
            Session session = kept.sessions.values().iterator().next();
            assertThat(session.isOpen()).isTrue();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (session.isOpen() && System.nanoTime() < end) {
                Thread.sleep(20);
            }
            assertThat(session.isOpen()).isFalse();
            assertThat(mailbox.dialogue()).doesNotContain("C: QUIT");
            assertDelivered(deliver(client, "one.example:" + mailbox.port()));
            assertThat(mailbox.connections()).isEqualTo(2);
        }
    }

    @Test
    void aSessionInUseOutlivesTheLimitForIdleOnes() {
        set.put("smtp_connection_cache_time_limit", "1s");
        String greeted = "S: 220 mx ESMTP\nC: EHLO *\nS: 250 mx\n";
        String mail = "C: MAIL *\nS: 250 Ok\nC: RCPT *\nS: 250 Ok\nC: DATA\nS: 354 go on\nbody\n";
        try (ScriptedPeer peer = ScriptedPeer.ofText(greeted + mail + "S: 250 taken\nC: RSET\nS: 250 Ok\n" + mail
                        + "sleep 3s\nS: 250 2.0.0 taken\n");
                MailClient client = client()) {
            assertDelivered(deliver(client, "one.example:" + peer.port()));
            assertDelivered(deliver(client, "one.example:" + peer.port()));
            assertThat(peer.connections()).isEqualTo(1);
        }
    }

    @Test
    void aHostThatWasDownIsPassedOverWhileAnotherOneTalks() {
        set.put("smtp_connection_cache_on_demand", "no");
        try (MailClient client = client()) {
            assertDelivered(deliver(client, "backup.example:" + mailbox.port()));
            mailbox.refuseRecipients(to -> true, "451 4.2.0 later", 1);
            RecipientOutcome second = deliver(client, "backup.example:" + mailbox.port());
            assertThat(second.status()).hasToString("4.2.0");
            assertThat(second.relay()).isEqualTo("mx.one.example[127.0.0.1]:" + mailbox.port());
        }
    }

    @Test
    void hostsThatAreAllDownAreTriedAgain() {
        int port = mailbox.port();
        mailbox.close();
        try (MailClient client = client()) {
            assertThat(deliver(client, "one.example:" + port).status()).hasToString("4.4.1");
            try (MockMailbox back = MockMailbox.start(port, Thread::new)) {
                assertDelivered(deliver(client, "one.example:" + port));
                assertThat(back.mails()).hasSize(1);
            }
        }
    }

    @Test
    void aListThatCantBeReadStopsTheDeployment() {
        set.put("smtp_connection_cache_destinations", "nosuch:table");
        assertThatThrownBy(this::client)
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("smtp_connection_cache_destinations");
    }

    /** Finds sessions by next hop, and by server. */
    private static final class Kept implements SessionStore {
        private final Map<ConnectionKey, Session> sessions = new LinkedHashMap<>();

        @Override
        public Optional<Session> take(ConnectionKey key) {
            return Optional.ofNullable(sessions.remove(key));
        }

        @Override
        public Optional<Session> take(ConnectionKey key, Peer peer) {
            return sessions.entrySet().stream()
                    .filter(one -> one.getKey().serves(key, peer, one.getValue()))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .map(sessions::remove);
        }

        @Override
        public boolean wants(ConnectionKey key) {
            return true;
        }

        @Override
        public void keep(ConnectionKey key, Session session) {
            sessions.put(key, session);
        }
    }
}
