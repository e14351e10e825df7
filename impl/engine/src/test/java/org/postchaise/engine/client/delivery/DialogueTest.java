/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.api.Recipient;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.testkit.ScriptedPeer;

/**
 * Plays the dialogues beside this class. A file has three parts, divided by {@code ---}: the mail ({@code to}, {@code set}
 * for parameters, {@code envelope} for its options), what the peer says and expects, and the outcome of each recipient as
 * {@code address KIND status text}, where {@code PEER} stands for the peer.
 */
class DialogueTest {
    private static final byte[] CONTENT = "Subject: s\r\n\r\n.dot\nlast line\n".getBytes(StandardCharsets.US_ASCII);
    private static final String CHUNK = "Subject: s\r\n\r\n.dot\r\nlast line\r\n";
    private static final String WIRE = CHUNK.replace("\n.", "\n..");

    static Stream<Path> dialogues() throws IOException, URISyntaxException {
        Path folder = Path.of(DialogueTest.class.getResource("plain-helo.txt").toURI())
                .getParent();
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("dialogues")
    void everyRecipientGetsTheOutcomeThatTheFileSays(Path file) {
        String[] parts = read(file).split("(?m)^---\n", -1);
        Map<String, String> mail = head(parts[0]);
        Map<String, String> set = new HashMap<>(pairs(mail.getOrDefault("set", "")));
        set.put("myhostname", "client.example");
        try (ScriptedPeer peer = ScriptedPeer.ofText(parts[1]);
                MailClient client = MailClient.of(Catalog.settings(set), EngineListener.NONE)) {
            DeliveryReport report = client.deliver(
                    NextHop.parse(peer.nextHop()), envelope(mail), MessageSource.of(CONTENT), SessionStore.none());
            assertThat(report.outcomes().stream()
                            .map(outcome -> (outcome.recipient() + " " + outcome.kind() + " " + outcome.status() + " "
                                            + outcome.text())
                                    .replace("127.0.0.1[127.0.0.1]", "PEER")))
                    .containsExactlyElementsOf(
                            parts[2].lines().map(DialogueTest::expectedLine).toList());
            peer.verify();
            assertThat(peer.bodies())
                    .allSatisfy(body -> assertThat(body).asString().isIn(WIRE, CHUNK));
        }
    }

    private static Envelope envelope(Map<String, String> mail) {
        Map<String, String> options = pairs(mail.getOrDefault("envelope", ""));
        Set<Recipient.Notify> notify = EnumSet.noneOf(Recipient.Notify.class);
        if (options.containsKey("notify")) {
            Arrays.stream(options.get("notify").split(",", -1))
                    .map(Recipient.Notify::valueOf)
                    .forEach(notify::add);
        }
        List<Recipient> recipients = words(mail.get("to"))
                .map(address -> new Recipient(address, notify, options.getOrDefault("orcpt", "")))
                .toList();
        Envelope envelope = Envelope.unchecked("me@example.com", recipients);
        return (options.containsKey("smtputf8") ? envelope.withSmtpUtf8() : envelope)
                .withBody(Envelope.Body.valueOf(options.getOrDefault("body", "UNSPECIFIED")))
                .withReturn(Envelope.Return.valueOf(options.getOrDefault("ret", "UNSPECIFIED")))
                .withEnvelopeId(options.getOrDefault("envid", ""));
    }

    private static Map<String, String> head(String text) {
        return text.lines()
                .filter(line -> !line.startsWith("#"))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf(':')),
                        line -> line.substring(line.indexOf(':') + 1).strip()));
    }

    private static Map<String, String> pairs(String text) {
        return words(text)
                .collect(Collectors.toMap(
                        pair -> pair.substring(0, pair.indexOf('=')), pair -> pair.substring(pair.indexOf('=') + 1)));
    }

    private static Stream<String> words(String text) {
        return Arrays.stream(text.split(" ", -1))
                .filter(word -> !word.isEmpty())
                .map(DialogueTest::unescape);
    }

    private static String unescape(String word) {
        StringBuilder text = new StringBuilder(word);
        for (int at = text.indexOf("\\u"); at >= 0; at = text.indexOf("\\u")) {
            text.replace(at, at + 6, "" + (char) Integer.parseInt(text.substring(at + 2, at + 6), 16));
        }
        return text.toString();
    }

    /** The address of an expected line may be escaped; in the text after it escapes are meant literally. */
    private static String expectedLine(String line) {
        int space = line.indexOf(' ');
        return unescape(line.substring(0, space)) + line.substring(space);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
