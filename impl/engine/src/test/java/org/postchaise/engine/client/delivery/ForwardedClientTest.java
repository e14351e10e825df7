/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.api.Recipient;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.client.transaction.ClientAttributes;
import org.postchaise.engine.client.transaction.DeliveryRequest;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.content.outgoing.DeliveryFlag;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.testkit.ScriptedPeer;

/** XFORWARD and the headers of a delivery, as Postfix 3.7.11 has them. */
@Timeout(60)
class ForwardedClientTest {
    private static final String BEGIN = """
            S: 220 mx.example ESMTP
            C: EHLO client.example
            S: 250-mx.example
            S: 250 XFORWARD NAME ADDR PORT PROTO HELO IDENT SOURCE
            """;
    private static final String REST = """
            C: MAIL *
            S: 250 Ok
            C: RCPT *
            S: 250 Ok
            C: DATA
            S: 354 go on
            body
            S: 250 2.0.0 taken
            """;

    private static List<byte[]> deliver(Recipient recipient, Map<String, String> from, String dialogue) {
        Map<String, String> set = Map.of("smtp_send_xforward_command", "yes", "myhostname", "client.example");
        try (ScriptedPeer peer = ScriptedPeer.ofText(BEGIN + dialogue + REST);
                MailClient client = MailClient.of(Catalog.settings(set), EngineListener.NONE)) {
            DeliveryRequest mail = new DeliveryRequest(
                    Envelope.unchecked("me@example.com", List.of(recipient)),
                    MessageSource.of("Subject: s\r\n\r\ntext\r\n".getBytes(StandardCharsets.US_ASCII)),
                    Duration.ZERO,
                    from,
                    EnumSet.of(DeliveryFlag.ORIGINAL_TO));
            assertThat(client.deliver(client.key(NextHop.parse(peer.nextHop())), mail, SessionStore.none())
                            .allDelivered())
                    .isTrue();
            peer.verify();
            return peer.bodies();
        }
    }

    private static Recipient ann() {
        return new Recipient("ann@example.net", Set.of(), "");
    }

    @Test
    void receivedAttributesAreDecodedAndSentEncoded() {
        Map<String, String> received = ClientAttributes.received(
                Map.of("NAME", "orig+2Eexample.org", "HELO", "helo+3Dx+2By", "PORT", "1234", "IDENT", "up+2Bstream"));
        assertThat(received).containsEntry("HELO", "helo=x+y").containsEntry("NAME", "orig.example.org");
        deliver(ann(), received, """
                C: XFORWARD NAME=orig.example.org PORT=1234
                S: 250 Ok
                C: XFORWARD HELO=helo=x+2By IDENT=up+2Bstream
                S: 250 Ok
                """);
    }

    @Test
    void whatIsUnavailableIsNoAttribute() {
        assertThat(ClientAttributes.received(Map.of(
                        "NAME", "[UNAVAILABLE]", "ADDR", "[unavailable]", "HELO", "+5BUNAVAILABLE+5D", "PORT", "")))
                .isEmpty();
        deliver(ann(), Map.of("NAME", "", "ADDR", "192.0.2.1"), "C: XFORWARD ADDR=192.0.2.1\nS: 250 Ok\n");
    }

    @Test
    void theOriginalRecipientOfTheHeaderIsNotThatOfDsn() {
        Recipient recipient = new Recipient("ann@Example.net", Set.of(), "rfc822;other+2Bx@example.org");
        assertThat(deliver(recipient, Map.of(), ""))
                .singleElement()
                .satisfies(body -> assertThat(new String(body, StandardCharsets.US_ASCII))
                        .startsWith("X-Original-To: ann@Example.net\r\n"));
    }
}
