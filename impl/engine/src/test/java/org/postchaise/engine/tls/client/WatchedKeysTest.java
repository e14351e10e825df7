/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.engine.client.delivery.MailClient;
import org.postchaise.engine.client.delivery.SessionStore;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.client.transaction.DeliveryRequest;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.dns.DnsAnswer;
import org.postchaise.engine.dns.HostAnswer;
import org.postchaise.engine.dns.Resolvers;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.tls.TrustFiles;
import org.postchaise.engine.tls.TrustStore;
import org.postchaise.engine.tls.WatchedKeys;
import org.postchaise.testkit.ManualClock;
import org.postchaise.testkit.TestCa;
import org.postchaise.testkit.TestCa.Content;
import org.postchaise.testkit.TlsPeer;
import org.postchaise.testkit.TlsPeer.Fault;

/** Keys and certificates that are replaced while the client runs. */
@Timeout(120)
class WatchedKeysTest {
    private static final String HOST = "mx.example.com";
    private static final TestCa ROOT = TestCa.root("Test Root");
    private static final MessageSource CONTENT =
            MessageSource.of("Subject: s\r\n\r\ntext\r\n".getBytes(StandardCharsets.US_ASCII));

    private final ManualClock clock = ManualClock.at(Instant.parse("2026-11-21T12:00:00Z"));
    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final Logger log = Logger.getLogger("org.postchaise.engine.tls.TlsClient");
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            logged.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @TempDir
    Path folder;

    @BeforeEach
    void listenToTheLog() {
        log.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        log.removeHandler(handler);
    }

    private static String pem(String owner) {
        return ROOT.issue(Content.of(owner)).pem();
    }

    /** As a tool that renews certificates does: all at once. */
    private String replace(String name, String text) throws IOException {
        Path next = Files.writeString(folder.resolve(name + ".new"), text);
        return Files.move(next, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING)
                .toString();
    }

    private String inForce(WatchedKeys<ClientKeys> keys) {
        clock.advance(Duration.ofSeconds(1));
        return keys.current().map(ClientKeys::toString).orElse("none");
    }

    @Test
    void aNewKeyComesIntoForceAndABrokenOneLeavesTheOldWithOneWarning() throws IOException {
        String file = replace("client.pem", pem("first"));
        WatchedKeys<ClientKeys> keys = TlsSettings.keys(Catalog.settings(Map.of("smtp_tls_chain_files", file)), clock);
        assertThat(inForce(keys)).isEqualTo("[CN=first]");
        replace("client.pem", pem("second"));
        assertThat(keys.current().map(ClientKeys::toString)).hasValue("[CN=first]");
        assertThat(inForce(keys)).isEqualTo("[CN=second]");
        replace("client.pem", "-----BEGIN PRIVATE KEY-----\nbroken\n-----END PRIVATE KEY-----\n");
        assertThat(inForce(keys)).isEqualTo("[CN=second]");
        assertThat(inForce(keys)).isEqualTo("[CN=second]");
        Files.delete(folder.resolve("client.pem"));
        assertThat(inForce(keys)).isEqualTo("[CN=second]");
        assertThat(logged).hasSize(2).containsOnly("the new keys or certificates are not used, the old ones stay: {0}");
        replace("client.pem", pem("third"));
        assertThat(inForce(keys)).isEqualTo("[CN=third]");
    }

    @Test
    void aCertificateWhoseKeyIsStillToComeWaitsForIt() throws IOException {
        TestCa.Identity first = ROOT.issue(Content.of("first"));
        TestCa.Identity second = ROOT.issue(Content.of("second"));
        Map<String, String> set = new HashMap<>();
        set.put(
                "smtp_tls_cert_file",
                replace("cert.pem", TestCa.pem(first.chain().get(0))));
        set.put("smtp_tls_key_file", replace("key.pem", first.pem()));
        WatchedKeys<ClientKeys> keys = TlsSettings.keys(Catalog.settings(set), clock);
        replace("cert.pem", TestCa.pem(second.chain().get(0)));
        assertThat(inForce(keys)).isEqualTo("[CN=first]");
        replace("key.pem", second.pem());
        assertThat(inForce(keys)).isEqualTo("[CN=second]");
    }

    @Test
    void authoritiesOfAFileAndOfADirectoryAreReadAgain() throws IOException {
        Path directory = Files.createDirectory(folder.resolve("authorities"));
        String file = replace("ca.pem", TestCa.pem(ROOT.certificate()));
        WatchedKeys<TrustStore> trusted = TrustFiles.OF_CLIENT.watch(
                Catalog.settings(Map.of("smtp_tls_CAfile", file, "smtp_tls_CApath", directory.toString())), clock);
        assertThat(trusted.current().orElseThrow().authorities()).hasSize(1);
        Files.writeString(
                directory.resolve("01234567.0"), TestCa.pem(TestCa.root("Other").certificate()));
        clock.advance(Duration.ofSeconds(1));
        assertThat(trusted.current().orElseThrow().authorities()).hasSize(2);
        replace(
                "ca.pem",
                TestCa.pem(ROOT.certificate()) + TestCa.pem(TestCa.root("Third").certificate()));
        clock.advance(Duration.ofSeconds(1));
        assertThat(trusted.current().orElseThrow().authorities()).hasSize(3);
    }

    @Test
    void filesThatCouldNotBeUsedAtFirstAreUsedWhenTheyCan() throws IOException {
        String file = folder.resolve("client.pem").toString();
        WatchedKeys<ClientKeys> keys = TlsSettings.keys(Catalog.settings(Map.of("smtp_tls_chain_files", file)), clock);
        assertThat(inForce(keys)).isEqualTo("none");
        assertThat(logged).containsExactly("TLS is unavailable: {0}");
        replace("client.pem", pem("late"));
        assertThat(inForce(keys)).isEqualTo("[CN=late]");
    }

    @Test
    void aRunningClientShowsTheNewCertificateAndTrustsTheNewAuthority() throws IOException {
        TestCa other = TestCa.root("Other Root");
        Map<String, String> set = Map.of(
                "smtp_host_lookup",
                "native",
                "smtp_tls_security_level",
                "verify",
                "smtp_tls_chain_files",
                replace("client.pem", pem("first")),
                "smtp_tls_CAfile",
                replace("ca.pem", TestCa.pem(other.certificate())));
        Resolvers resolvers = new Resolvers(
                (name, type, options) -> new DnsAnswer.None(DnsAnswer.Kind.NO_SUCH_NAME, "none", 0),
                host -> new HostAnswer.Found(List.of(InetAddress.getLoopbackAddress())));
        List<RecipientOutcome.Kind> kinds = new ArrayList<>();
        try (TlsPeer peer =
                        TlsPeer.start(ROOT.issue(Content.of("a server", HOST)).server(), Fault.NONE);
                MailClient client = MailClient.of(Catalog.settings(set), resolvers, EngineListener.NONE)) {
            BooleanSupplier delivered = () -> {
                kinds.add(client.deliver(
                                client.key(NextHop.parse("[" + HOST + "]:" + peer.port())),
                                DeliveryRequest.of(Envelope.of("me@example.com", "you@example.com"), CONTENT),
                                SessionStore.none())
                        .outcomes()
                        .get(0)
                        .kind());
                return kinds.get(kinds.size() - 1) == RecipientOutcome.Kind.DELIVERED;
            };
            assertThat(delivered.getAsBoolean()).isFalse();
            replace("ca.pem", TestCa.pem(ROOT.certificate()));
            await(delivered);
            assertThat(peer.clients()).containsOnly("CN=first");
            replace("client.pem", pem("second"));
            await(() -> delivered.getAsBoolean() && peer.clients().contains("CN=second"));
        }
    }

    private static void await(BooleanSupplier condition) {
        Instant end = Instant.now().plusSeconds(60);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("in time").isBefore(end);
            Thread.onSpinWait();
        }
    }
}
