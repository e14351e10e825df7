/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postchaise.engine.client.delivery.RawTls.bytes;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.api.Recipient;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.client.transaction.DeliveryRequest;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.dns.HostAnswer;
import org.postchaise.engine.dns.Resolvers;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.testkit.TestCa;
import org.postchaise.testkit.TestCa.Content;
import org.postchaise.testkit.TestCa.Identity;
import org.postchaise.testkit.TlsPeer;
import org.postchaise.testkit.TlsPeer.Fault;

/** Servers whose TLS never comes to anything: the mail is deferred, and soon. */
@Timeout(60)
class HostileTlsTest {
    private static final String HOST = "mx.example.com";
    private static final Identity SERVER = TestCa.root("Test Root").issue(Content.of("a server", HOST));
    private static final String LOST =
            "DEFERRED 4.4.2 lost connection with mx.example.com[127.0.0.1] while performing the EHLO handshake";

    @Test
    void aFloodOfSessionTicketsDefersTheMail() {
        for (int size : List.of(200, 8000)) {
            byte[] ticket = bytes(0, 0, 0x1c, 0x20, 0, 0, 0, 0, 1, 1, size >> 8, size, new byte[size], 0, 0);
            byte[] message = bytes(4, 0, ticket.length >> 8, ticket.length, ticket);
            assertThat(answer(RawTls.Version.TLS_1_3, RawTls.HANDSHAKE, message))
                    .isEqualTo(LOST);
        }
    }

    @Test
    void aFloodOfKeyUpdatesDefersTheMail() {
        assertThat(deliver(new RawTls(RawTls.Version.TLS_1_3, SERVER, records -> {
                    while (true) {
                        records.updateKey();
                    }
                })))
                .isEqualTo(LOST);
    }

    @Test
    void emptyRecordsWithoutEndDeferTheMail() {
        assertThat(answer(RawTls.Version.TLS_1_2, RawTls.DATA, bytes())).isEqualTo(LOST);
        assertThat(answer(RawTls.Version.TLS_1_3, RawTls.DATA, bytes())).isEqualTo(LOST);
    }

    @Test
    void helloRequestsWithoutEndDeferTheMail() {
        assertThat(answer(RawTls.Version.TLS_1_2, RawTls.HANDSHAKE, bytes(0, 0, 0, 0)))
                .isEqualTo(LOST);
    }

    @Test
    void warningAlertsWithoutEndDeferTheMail() {
        for (int warning : List.of(90, 100)) {
            assertThat(answer(RawTls.Version.TLS_1_2, RawTls.ALERT, bytes(1, warning)))
                    .isEqualTo(LOST);
            assertThat(answer(RawTls.Version.TLS_1_3, RawTls.ALERT, bytes(1, warning)))
                    .isEqualTo(LOST);
        }
    }

    @Test
    void recordsWithoutDataWithinTheHandshakeDeferTheMail() {
        String failed = "DEFERRED 4.7.5 Cannot start TLS: handshake failure";
        assertThat(answer(RawTls.Version.HELLO_ONLY, RawTls.HANDSHAKE, bytes())).isEqualTo(failed);
        assertThat(answer(RawTls.Version.HELLO_ONLY, RawTls.ALERT, bytes(1, 90)))
                .isEqualTo(failed);
        assertThat(answer(RawTls.Version.HELLO_ONLY, RawTls.ALERT, bytes(1, 100)))
                .isEqualTo(failed);
    }

    private static String answer(RawTls.Version version, int type, byte[] content) {
        return deliver(new RawTls(version, SERVER, records -> records.flood(type, content)));
    }

    private static String deliver(TlsPeer.Layer layer) {
        Map<String, String> all = new HashMap<>(Map.of(
                "smtp_host_lookup", "native",
                "myhostname", "client.example",
                "smtp_tls_security_level", "encrypt",
                "smtp_starttls_timeout", "4s",
                "smtp_helo_timeout", "4s"));
        Resolvers resolvers = new Resolvers(
                (name, type, options) -> {
                    throw new AssertionError("DNS was asked for " + name);
                },
                host -> new HostAnswer.Found(List.of(InetAddress.getLoopbackAddress())));
        try (TlsPeer peer = TlsPeer.start(layer, Fault.NONE);
                MailClient client = MailClient.of(Catalog.settings(all), resolvers, EngineListener.NONE)) {
            RecipientOutcome outcome = client.deliver(
                            client.key(NextHop.parse("[" + HOST + "]:" + peer.port())),
                            DeliveryRequest.of(
                                    Envelope.of("me@example.com", List.of(Recipient.of("you@example.com"))),
                                    MessageSource.of(new byte[10])),
                            SessionStore.none())
                    .outcomes()
                    .get(0);
            return outcome.kind() + " " + outcome.status() + " "
                    + outcome.text().replaceAll("]:\\d+", "]");
        }
    }
}
