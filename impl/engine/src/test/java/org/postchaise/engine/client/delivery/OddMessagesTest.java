/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.api.Recipient;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.api.RecipientOutcome.Kind;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.testkit.MockMailbox;
import org.postchaise.testkit.ReceivedMail;

/** Messages that no one would write, to a server with and without 8BITMIME, by DATA and by BDAT, on one session. */
@Timeout(120)
class OddMessagesTest {
    private static final List<String> RECIPIENTS =
            List.of("ann@example.net", "\"b o>b\"@example.net", "no@example.net", "j\u00f6rg@example.net");

    private final OneSession store = new OneSession();

    @ParameterizedTest
    @CsvSource({"no, ''", "no, 8bitmime", "yes, ''", "yes, 8bitmime", "yes, pipelining", "no, pipelining"})
    void eachEndsInOneOutcomeForEachRecipientAndNoBareLineEndArrives(String chunking, String discarded) {
        Map<String, String> set = new HashMap<>(Map.of("myhostname", "client.example"));
        set.put("smtp_chunking_enable", chunking);
        set.put("smtp_discard_ehlo_keywords", discarded);
        List<Recipient> recipients = RECIPIENTS.stream()
                .map(address -> new Recipient(address, Set.of(), ""))
                .toList();
        List<String> arrived = new ArrayList<>();
        try (MockMailbox mailbox = MockMailbox.start();
                MailClient client = MailClient.of(Catalog.settings(set), EngineListener.NONE)) {
            mailbox.refuseRecipients(to -> to.startsWith("no@"), "550 5.1.1 no", Integer.MAX_VALUE);
            for (Map.Entry<String, String> message : messages().entrySet()) {
                DeliveryReport report = client.deliver(
                        NextHop.parse(mailbox.nextHop()),
                        Envelope.unchecked("me@example.com", recipients),
                        MessageSource.of(message.getValue().getBytes(StandardCharsets.ISO_8859_1)),
                        store);
                List<Kind> kinds =
                        report.outcomes().stream().map(RecipientOutcome::kind).toList();
                boolean sent = report.outcomes().get(0).kind() == Kind.DELIVERED;
                assertThat(kinds)
                        .as("%s: %s", message.getKey(), report)
                        .isEqualTo(
                                sent
                                        ? List.of(Kind.DELIVERED, Kind.DELIVERED, Kind.REJECTED, Kind.REJECTED)
                                        : List.of(Kind.REJECTED, Kind.REJECTED, Kind.REJECTED, Kind.REJECTED));
                if (sent) {
                    arrived.add(message.getKey());
                }
            }
            assertThat(messages().keySet())
                    .as("what arrived, but for what can't be made 7-bit")
                    .filteredOn(name -> !arrived.contains(name))
                    .isSubsetOf("10,000 nested parts", "8-bit in a nested multipart that is declared base64");
            for (ReceivedMail mail : mailbox.mails()) {
                assertThat(mail.recipients()).containsExactly("ann@example.net", "\"b o>b\"@example.net");
                assertThat(mail.text().replace("\r\n", "")).doesNotContain("\r", "\n");
                assertThat(mail.text().lines()).allMatch(line -> line.length() <= 998);
            }
            assertThat(mailbox.mails()).hasSameSizeAs(arrived);
            store.quit();
        }
    }

    private static Map<String, String> messages() {
        Map<String, String> messages = new LinkedHashMap<>();
        messages.put("empty", "");
        messages.put("one dot", ".");
        messages.put("NUL", "Subject: a\0b\r\n\r\na\0b\0\r\n");
        messages.put("lone CR", "Subject: a\rb\r\n\r\na\r.\rb\r");
        messages.put("lone LF and dots", "Subject: s\n\n.\n.\n\n.\r\n");
        messages.put("a header line of 1 MB", "X-Long: " + "x".repeat(1_000_000) + "\r\n\r\ntext\r\n");
        messages.put("a body line of 1 MB", "Subject: s\r\n\r\n" + "x".repeat(1_000_000));
        messages.put("no header", "\r\n\u00e4");
        messages.put("10,000 nested parts", nested(10_000));
        messages.put("50 nested parts", nested(50));
        messages.put("wrong charset", """
                Subject: \u00c3\u00a4
                Content-Type: text/plain; charset=utf-16
                Content-Transfer-Encoding: 8bit

                \u00fe\u00ff\0\u00ff
                """);
        messages.put("8-bit in a nested multipart that is declared base64", """
                Content-Type: multipart/mixed; boundary=b
                Content-Transfer-Encoding: base64

                --b

                \u00ff
                --b--
                """);
        messages.put("8-bit that is declared 7bit", "Content-Transfer-Encoding: 7bit\r\n\r\n\u00e9\u00e9\r\n");
        messages.put("a boundary without an end", "Content-Type: multipart/mixed; boundary=\"b\r\n\r\n--b\r\n");
        return messages;
    }

    private static String nested(int depth) {
        StringBuilder message = new StringBuilder("Subject: nested\r\n");
        for (int i = 0; i < depth; i++) {
            message.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\r\n\r\n--b")
                    .append(i);
            message.append("\r\n");
        }
        return message.append("\r\ntext\r\n").toString();
    }
}
