/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.config.SettingsException;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.dns.CachingResolver;
import org.postchaise.engine.dns.HostAnswer;
import org.postchaise.engine.dns.NameServers;
import org.postchaise.engine.dns.Resolvers;
import org.postchaise.engine.dns.dnsjava.DnsjavaResolver;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.testkit.FakeDns;
import org.postchaise.testkit.FakeDns.Behaviour;
import org.postchaise.testkit.MockMailbox;

/** Whatever is wrong with a next hop or the name server, each recipient has Postfix's status, and no failure is kept. */
@Timeout(120)
class UnroutableMailTest {
    private static final Envelope ENVELOPE = Envelope.of("me@example.com", "ann@example.net", "bob@example.net");
    private static final MessageSource CONTENT =
            MessageSource.of("Subject: s\r\n\r\ntext\r\n".getBytes(StandardCharsets.US_ASCII));

    @TempDir
    Path directory;

    private final FakeDns dns = FakeDns.of();
    private final CachingResolver cache = new CachingResolver(
            new DnsjavaResolver(NameServers.of(dns.address()).withLimits(Duration.ofMillis(200), 1)),
            100,
            System::nanoTime);
    private final Map<String, String> set = new HashMap<>(Map.of(
            "myhostname", "client.example", "inet_protocols", "ipv4", "inet_interfaces", "192.0.2.99, 127.0.0.1"));

    @AfterEach
    void stop() {
        dns.close();
    }

    private List<String> outcomes(String nextHop) {
        Resolvers resolvers = new Resolvers(cache, host -> new HostAnswer.NotFound(host + " is not here"));
        try (MailClient client = MailClient.of(Catalog.settings(set), resolvers, EngineListener.NONE)) {
            return client.deliver(NextHop.read(nextHop), ENVELOPE, CONTENT, SessionStore.none()).outcomes().stream()
                    .map(UnroutableMailTest::line)
                    .toList();
        }
    }

    private static String line(RecipientOutcome outcome) {
        return outcome.recipient().address() + " " + outcome.kind() + " " + outcome.status() + " " + outcome.relay()
                + " " + outcome.text();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [ | DEFERRED 4.3.0 none missing "]" in server description: [
            host:99999999 | DEFERRED 4.3.0 none bad network port: 99999999 for destination: host:99999999
            mx.example:nosuchservice | DEFERRED 4.3.0 none unknown service: nosuchservice/tcp
            self.example | REJECTED 5.4.6 none mail for self.example loops back to myself
            local.example | REJECTED 5.4.6 none mail for local.example loops back to myself
            address.example | REJECTED 5.4.6 none mail for address.example loops back to myself
            gone.example | REJECTED 5.4.4 none Host or domain name not found. Name service error for name=gone.example type=A: Host not found
            long.example | DEFERRED 4.4.3 none Name service error for name=long.example type=MX: Malformed or unexpected name server reply
            servfail.example | DEFERRED 4.4.3 none Host or domain name not found. Name service error for name=servfail.example type=MX: Host not found, try again
            timeout.example | DEFERRED 4.4.3 none Host or domain name not found. Name service error for name=timeout.example type=MX: Host not found, try again
            garbage.example | DEFERRED 4.4.3 none Host or domain name not found. Name service error for name=garbage.example type=MX: Host not found, try again
            wrongid.example | DEFERRED 4.4.3 none Host or domain name not found. Name service error for name=wrongid.example type=MX: Host not found, try again
            broken.example | DEFERRED 4.4.3 none Name service error for name=broken.example type=MX: Malformed or unexpected name server reply
            """)
    void everyRecipientHasTheStatus(String nextHop, String outcome) {
        dns.add("self.example MX 10 me.example")
                .add("me.example A 192.0.2.99")
                .add("local.example MX 10 localhost")
                .add("localhost A 127.0.0.1")
                .add("address.example MX 10 127.0.0.1")
                .add("long.example MX 10 " + ("x".repeat(63) + ".").repeat(4) + "y".repeat(44));
        for (Behaviour behaviour : Behaviour.values()) {
            dns.with(behaviour.name().replace("_", "") + ".example", "MX", behaviour);
        }
        assertThat(outcomes(nextHop)).containsExactly("ann@example.net " + outcome, "bob@example.net " + outcome);
    }

    @Test
    void aFailureIsNotKept() {
        for (Behaviour behaviour : Behaviour.values()) {
            String name = behaviour.name().replace("_", "") + ".example";
            dns.add(name + " MX 10 mx.example").with(name, "MX", behaviour);
        }
        for (String name : List.of(
                "formerr.example",
                "servfail.example",
                "refused.example",
                "timeout.example",
                "garbage.example",
                "broken.example",
                "wrongid.example")) {
            outcomes(name);
            assertThat(cache.size()).as(name).isZero();
        }
    }

    @Test
    void mailThatLoopsIsGivenToTheTransportForIt() {
        dns.add("self.example MX 10 me.example").add("me.example A 192.0.2.99");
        try (MockMailbox mailbox = MockMailbox.start()) {
            mailbox.refuseRecipients(to -> to.startsWith("bob@"), "550 5.1.1 no such user", 1);
            set.put("best_mx_transport", "smtp:" + mailbox.nextHop());
            List<String> outcomes = outcomes("self.example");
            assertThat(outcomes.get(0)).startsWith("ann@example.net DELIVERED 2.0.0");
            assertThat(outcomes.get(1)).startsWith("bob@example.net REJECTED 5.1.1");
            assertThat(mailbox.mails()).hasSize(1);
            set.put("relayhost", "self.example");
            assertThat(outcomes("self.example").get(0))
                    .isEqualTo("ann@example.net DEFERRED 4.3.5 none mail for self.example loops back to myself");
        }
        set.remove("relayhost");
        set.put("best_mx_transport", "relay");
        assertThat(outcomes("self.example").get(0))
                .isEqualTo("ann@example.net REJECTED 5.4.6 none mail for self.example loops back to myself");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "error:5.1.1 gone|REJECTED 5.1.1 none gone",
                "error|REJECTED 5.0.0 none self.example",
                "retry:4.3.2 later|DEFERRED 4.3.2 none later",
                "discard:trap|DELIVERED 2.0.0 none trap",
            })
    void mailThatLoopsGoesToATransportWithoutAServer(String transport, String outcome) {
        dns.add("self.example MX 10 me.example").add("me.example A 192.0.2.99");
        set.put("best_mx_transport", transport);
        assertThat(outcomes("self.example"))
                .containsExactly("ann@example.net " + outcome, "bob@example.net " + outcome);
    }

    @Test
    void mailThatLoopsIsDeferredByAnErrorOfSoftBounce() {
        dns.add("self.example MX 10 me.example").add("me.example A 192.0.2.99");
        set.put("best_mx_transport", "error:5.1.1 gone");
        set.put("soft_bounce", "yes");
        assertThat(outcomes("self.example").get(0)).startsWith("ann@example.net DEFERRED 4.1.1");
    }

    @Test
    void mailThatLoopsGoesToANamedTransport() {
        dns.add("self.example MX 10 me.example").add("me.example A 192.0.2.99");
        try (MockMailbox mailbox = MockMailbox.start()) {
            set.put("slow_destination_rate_delay", "0");
            set.put("best_mx_transport", "slow:" + mailbox.nextHop());
            assertThat(outcomes("self.example").get(0)).startsWith("ann@example.net DELIVERED 2.0.0");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "local|no transport \"local\"; expected lmtp, relay, smtp, error, retry or discard, or one that has a limit of its own, as local_destination_concurrency_limit",
                "smtp:[a|next hop \"[a\": missing \"]\" in server description: [a; expected host:port or [host]:port, the port from 1 to 65535 or a service name",
            })
    void aTransportForLoopsThatLeadsNowhereStopsTheStart(String transport, String message) {
        set.put("best_mx_transport", transport);
        assertThatThrownBy(() -> outcomes("self.example"))
                .isInstanceOf(SettingsException.class)
                .hasMessage("parameter best_mx_transport: " + message);
    }

    @Test
    void whereNoNameServerListensMailIsDeferred() {
        dns.close();
        String text = "DEFERRED 4.4.3 none Host or domain name not found. Name service error for name=example.com"
                + " type=MX: Host not found, try again";
        assertThat(outcomes("example.com")).containsExactly("ann@example.net " + text, "bob@example.net " + text);
        assertThat(cache.size()).isZero();
    }

    @Test
    void aReplyFilterThatSaysNonsenseDefersAndOneThatCantBeReadStopsTheDeployment() throws IOException {
        dns.add("example.com MX 10 mx.example.com");
        Path filter = Files.writeString(directory.resolve("filter"), "/./ WHAT\n");
        set.put("smtp_dns_reply_filter", "regexp:" + filter);
        assertThat(outcomes("example.com").get(0))
                .isEqualTo("ann@example.net DEFERRED 4.4.3 none Error looking up name=example.com type=MX: Invalid DNS"
                        + " reply filter syntax");
        set.put("smtp_dns_reply_filter", "regexp:" + directory.resolve("none"));
        assertThatThrownBy(() -> outcomes("example.com"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("smtp_dns_reply_filter")
                .hasMessageContaining("none");
    }
}
