/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.client.transaction.DeliveryRequest;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.dns.DnsAnswer;
import org.postchaise.engine.dns.HostAnswer;
import org.postchaise.engine.dns.Resolvers;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.testkit.TestCa;
import org.postchaise.testkit.TestCa.Content;
import org.postchaise.testkit.TestCa.Identity;
import org.postchaise.testkit.TlsPeer;
import org.postchaise.testkit.TlsPeer.Fault;

/** Logins that are tied to the TLS session: RFC 5802, section 6, with tls-server-end-point (RFC 5929). */
@Timeout(120)
class ChannelBindingTest {
    private static final String HOST = "mx.example.com";
    private static final String TYPE = "tls-server-end-point";
    private static final String BOUND = "p=" + TYPE;
    private static final TestCa ROOT = TestCa.root("Test Root");
    private static final MessageSource CONTENT =
            MessageSource.of("Subject: s\r\n\r\ntext\r\n".getBytes(StandardCharsets.US_ASCII));

    private final Identity identity = ROOT.issue(Content.of("a server", HOST));
    private final Map<String, String> set = new HashMap<>(Map.of(
            "smtp_tls_security_level",
            "encrypt",
            "smtp_host_lookup",
            "native",
            "smtp_sasl_auth_enable",
            "yes",
            "smtp_sasl_password_maps",
            "inline:{" + HOST + "=ann:" + ScramServer.PASSWORD + "}"));

    @TempDir
    Path folder;

    private ScramServer server(String offered, String... bindings) {
        return new ScramServer(offered, Set.of(bindings), identity.chain().get(0));
    }

    private void verified() throws IOException {
        set.put("smtp_tls_security_level", "verify");
        set.put(
                "smtp_tls_CAfile",
                Files.writeString(folder.resolve("ca.pem"), TestCa.pem(ROOT.certificate()))
                        .toString());
    }

    /** What became of a mail, and the AUTH commands. */
    private record Result(RecipientOutcome outcome, List<String> logins) {
        String kind() {
            return outcome.kind().name();
        }
    }

    private Result deliver(ScramServer server) {
        Resolvers resolvers = new Resolvers(
                (name, type, options) -> new DnsAnswer.None(DnsAnswer.Kind.NO_SUCH_NAME, "none", 0),
                host -> new HostAnswer.Found(List.of(InetAddress.getLoopbackAddress())));
        try (TlsPeer peer = TlsPeer.start(identity.server(), Fault.NONE, server);
                MailClient client = MailClient.of(Catalog.settings(set), resolvers, EngineListener.NONE)) {
            RecipientOutcome outcome = client.deliver(
                            client.key(NextHop.parse("[" + HOST + "]:" + peer.port())),
                            DeliveryRequest.of(Envelope.of("me@example.com", "you@example.com"), CONTENT),
                            SessionStore.none())
                    .outcomes()
                    .get(0);
            return new Result(
                    outcome,
                    peer.received().stream()
                            .filter(line -> line.startsWith("AUTH"))
                            .map(line -> line.split(" ", 3)[1])
                            .toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SCRAM-SHA-1", "SCRAM-SHA-256"})
    void whereBothSidesKnowTheBindingItIsUsed(String name) {
        ScramServer server = server("PLAIN " + name + " " + name + "-PLUS", TYPE);
        Result result = deliver(server);
        assertThat(result.kind()).as(result.outcome().text()).isEqualTo("DELIVERED");
        assertThat(result.logins()).containsExactly(name + "-PLUS");
        assertThat(server.flags()).containsExactly(BOUND);
    }

    @Test
    void aServerThatOffersPlusAloneIsGoodEnough() {
        ScramServer server = server("SCRAM-SHA-256-PLUS", TYPE);
        assertThat(deliver(server).kind()).isEqualTo("DELIVERED");
    }

    @Test
    void aServerThatOffersNoneIsToldThatTheClientWouldHaveOne() {
        ScramServer server = server("SCRAM-SHA-256");
        assertThat(deliver(server).kind()).isEqualTo("DELIVERED");
        assertThat(server.flags()).containsExactly("y");
    }

    @Test
    void anOfferThatWasTakenOutOnTheWayIsFoundOutByTheServer() {
        ScramServer server = server("SCRAM-SHA-256", TYPE);
        Result result = deliver(server);
        assertThat(result.kind()).isEqualTo("DEFERRED");
        assertThat(result.logins()).containsExactly("SCRAM-SHA-256");
        assertThat(server.flags()).containsExactly("y");
    }

    @Test
    void whereTheSettingsRuleItOutTheServerIsNotToldThatItWasNotOffered() {
        set.put("smtp_sasl_mechanism_filter", "scram-sha-256");
        ScramServer server = server("SCRAM-SHA-256 SCRAM-SHA-256-PLUS", TYPE);
        assertThat(deliver(server).kind()).isEqualTo("DELIVERED");
        assertThat(server.flags()).containsExactly("n");
    }

    @Test
    void whereTheStrongerMechanismHasNoneTheServerIsNotToldThatItWasNotOffered() {
        ScramServer server = server("SCRAM-SHA-1-PLUS SCRAM-SHA-1 SCRAM-SHA-256", TYPE);
        assertThat(deliver(server).kind()).isEqualTo("DELIVERED");
        assertThat(server.flags()).containsExactly("n");
    }

    @Test
    void someoneInTheMiddleWithACertificateOfHisOwnGetsNoLogin() throws IOException {
        verified();
        ScramServer server = new ScramServer(
                "SCRAM-SHA-256 SCRAM-SHA-256-PLUS",
                Set.of(TYPE),
                ROOT.issue(Content.of("the right one", HOST)).chain().get(0));
        Result result = deliver(server);
        assertThat(result.kind()).isEqualTo("DEFERRED");
        assertThat(server.flags()).containsExactly(BOUND);
    }

    @Test
    void scramRefusesFewerIterationsThanTheSettingSays() throws IOException {
        verified();
        Result refused = deliver(server("SCRAM-SHA-256").asking(4095));
        assertThat(refused.outcome().text())
                .endsWith("server asks for 4095 iterations of the password's hash; expected 4096 at least"
                        + " (smtp_sasl_scram_minimum_iterations)");
        set.put("smtp_sasl_scram_minimum_iterations", "4095");
        assertThat(deliver(server("SCRAM-SHA-256").asking(4095)).kind()).isEqualTo("DELIVERED");
    }

    @Test
    void aServerWithOtherBindingsIsGoodEnoughWhereItsCertificateIsVerified() throws IOException {
        verified();
        ScramServer server = server("SCRAM-SHA-256 SCRAM-SHA-256-PLUS", "tls-exporter");
        Result result = deliver(server);
        assertThat(result.kind()).as(result.outcome().text()).isEqualTo("DELIVERED");
        assertThat(server.flags()).containsExactly(BOUND, "n");
    }

    @Test
    void aServerWithOtherBindingsIsNotBelievedWhereItsCertificateIsNotVerified() {
        ScramServer server = server("SCRAM-SHA-256 SCRAM-SHA-256-PLUS", "tls-exporter");
        Result result = deliver(server);
        assertThat(result.kind()).isEqualTo("DEFERRED");
        assertThat(result.outcome().text())
                .isEqualTo("SASL authentication failed; server mx.example.com[127.0.0.1] said: 535 5.7.8 no");
        assertThat(server.flags()).containsExactly(BOUND);
    }
}
