/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postchaise.api.Failure;
import org.postchaise.engine.config.MainCf;
import org.postchaise.engine.config.MasterCf;
import org.postchaise.engine.config.Protocol;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.SettingsException;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.table.TableRegistry;

/** Transport and next hop of a recipient, beside what Postfix answered. */
class DestinationsTest {
    @TempDir
    Path directory;

    private static final URL GOLDEN =
            Objects.requireNonNull(DestinationsTest.class.getResource("resolve.txt"), "resolve.txt");

    @TestFactory
    List<DynamicTest> answersAsTrivialRewrite() throws IOException, URISyntaxException {
        Path file = Path.of(GOLDEN.toURI());
        List<DynamicTest> tests = new ArrayList<>();
        String title = "";
        StringBuilder settings = new StringBuilder();
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith("#")) {
                title = line.substring(1).strip();
                settings = new StringBuilder("recipient_delimiter = +\n");
            } else if (line.startsWith("? ")) {
                String[] parts = line.substring(2).split(" \\| ", 2);
                String mainCf =
                        settings.toString().replace("$dir", file.getParent().toString());
                tests.add(DynamicTest.dynamicTest(
                        title + ": " + parts[0],
                        () -> assertThat(answer(mainCf, parts[0])).isEqualTo(meaning(parts[1]))));
            } else if (!line.isBlank()) {
                settings.append(line).append('\n');
            }
        }
        assertThat(tests).hasSizeGreaterThan(70);
        return tests;
    }

    private static String answer(String mainCf, String question) {
        String[] words = question.split(" ", 2);
        Destinations destinations = destinations(Catalog.settings(MainCf.parse("main.cf", mainCf)));
        Destination found = destinations.of(words[0].equals("<>") ? "" : words[0], words[1]);
        if (found instanceof Destination.Delivery delivery) {
            assertThat(delivery.protocol())
                    .isEqualTo(delivery.transport().equals("lmtp") ? Protocol.LMTP : Protocol.SMTP);
            return delivery.transport() + " | " + delivery.nextHop();
        }
        if (found instanceof Destination.Discarded discarded) {
            return "discard | " + discarded.text();
        }
        Failure failure = ((Destination.Refused) found).failure();
        if (failure.text().startsWith("address resolver failure: ")) {
            return "fails";
        }
        String status = failure.status().toString();
        return (failure.temporary() ? "retry | " : "error | ")
                + (status.endsWith(".0.0") ? "" : status + " ")
                + failure.text();
    }

    /** The next hop's meaning: names in lower case, an address in one form. */
    private static String meaning(String answer) {
        String[] parts = answer.split(" \\| ", 2);
        return parts.length == 2 && List.of("smtp", "relay", "lmtp").contains(parts[0])
                ? parts[0] + " | " + NextHop.read(parts[1])
                : answer;
    }

    private static Destinations destinations(Settings settings) {
        return Destinations.of(settings, TableRegistry.ofAllTypes(warning -> {}));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "error:5.1.1 no such user|5.1.1|no such user",
                "error:no such user|5.0.0|no such user",
                "error:5.1.1|5.1.1|Address is undeliverable",
                "error:4.1.1 odd|5.0.0|4.1.1 odd",
                "retry:4.2.0 later|4.2.0|later",
                "retry:later|4.0.0|later",
                "slow:[a.example]|4.3.0|mail transport unavailable: no transport \"slow\"; expected lmtp, relay, smtp, error, retry or discard, or one that has a limit of its own, as slow_destination_concurrency_limit",
            })
    void theTableCanRefuse(String entry, String status, String text) {
        Destinations destinations =
                destinations(Catalog.settings(Map.of("transport_maps", "inline:{ {*=" + entry + "} }")));
        assertThat(destinations.of("a@b.example", "u@c.example"))
                .isInstanceOfSatisfying(Destination.Refused.class, refused -> {
                    assertThat(refused.failure().status()).hasToString(status);
                    assertThat(refused.failure().text()).isEqualTo(text);
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[mx.example]:26|SMTP|[mx.example]:26",
                "lmtp:[box.example]:24|LMTP|[box.example]:24",
                "lmtp:inet:box.example:24|LMTP|box.example:24",
                "lmtp:unix:/run/lmtp|LMTP|unix:/run/lmtp",
                "relay:[mx.example]|SMTP|[mx.example]",
                "lmtp:24|SMTP|lmtp:24",
                "smtp:submission|SMTP|smtp:submission",
            })
    void aTransportMayStandBeforeANextHop(String text, Protocol protocol, String hop) {
        Destination.Delivery found = Destination.Delivery.parse(text, Protocol.SMTP);
        assertThat(found.protocol()).isEqualTo(protocol);
        assertThat(found.nextHop()).hasToString(hop);
    }

    @Test
    void aDefaultTransportThatDoesNotExistStopsTheStart() {
        assertThatThrownBy(() -> destinations(Catalog.settings(Map.of("default_transport", "uucp"))))
                .isInstanceOf(SettingsException.class)
                .hasMessage(
                        "parameter default_transport: no transport \"uucp\"; expected lmtp, relay, smtp, error, retry or discard, or one that has a limit of its own, as uucp_destination_concurrency_limit");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "discard:|2.0.0|c.example",
                "discard:some text|2.0.0|some text",
                "discard:2.1.5 gone|2.1.5|gone",
                "discard:4.1.1 odd|2.0.0|odd",
                "discard:2.0.1|2.0.1|''",
            })
    void whatIsDiscardedHasTheStatusAndTextOfPostfix(String entry, String status, String text) {
        Destinations destinations =
                destinations(Catalog.settings(Map.of("transport_maps", "inline:{ {*=" + entry + "} }")));
        assertThat(destinations.of("a@b.example", "u@c.example"))
                .isInstanceOfSatisfying(Destination.Discarded.class, discarded -> {
                    assertThat(discarded.status()).hasToString(status);
                    assertThat(discarded.text()).isEqualTo(text);
                });
    }

    @Test
    void aServiceOfMasterCfIsATransportByWhatItsCommandDoes() {
        MasterCf services = MasterCf.parse("master.cf", """
                slow    unix - - n - - smtp
                store   unix - - n - - lmtp
                gone    unix - - n - - error
                trap    unix - - n - - discard
                relay   unix - - n - - pipe argv=/bin/true
                """);
        Map<String, String> set = Map.of(
                "transport_maps",
                "inline:{ {a.example=slow:[mx.example]} {b.example=store:[mx.example]} {c.example=gone:moved}"
                        + " {d.example=trap:} {e.example=relay:} {f.example=paced:} }",
                "paced_destination_rate_delay",
                "5s");
        Destinations destinations = destinations(Catalog.settings(set).with(services));
        NextHop hop = NextHop.parse("[mx.example]");
        assertThat(destinations.of("", "u@a.example")).isEqualTo(new Destination.Delivery("slow", Protocol.SMTP, hop));
        assertThat(destinations.of("", "u@b.example")).isEqualTo(new Destination.Delivery("store", Protocol.LMTP, hop));
        assertThat(destinations.of("", "u@c.example"))
                .isInstanceOfSatisfying(
                        Destination.Refused.class,
                        refused -> assertThat(refused.failure().status() + " "
                                        + refused.failure().text())
                                .isEqualTo("5.0.0 moved"));
        assertThat(destinations.of("", "u@d.example")).isInstanceOf(Destination.Discarded.class);
        assertThat(refusal(destinations.of("", "u@e.example")))
                .isEqualTo(
                        "4.3.0 mail transport unavailable: transport \"relay\" is the command pipe (master.cf, line 5:"
                                + " service relay), which is not this adapter's; expected lmtp, slow, smtp, store, error, retry or"
                                + " discard, or a service with the command smtp, lmtp, error or discard");
        assertThat(refusal(destinations.of("", "u@f.example")))
                .isEqualTo("4.3.0 mail transport unavailable: no transport \"paced\"; expected lmtp, slow, smtp, store,"
                        + " error, retry or discard, or a service of type unix in master.cf");
    }

    private static String refusal(Destination found) {
        Failure failure = ((Destination.Refused) found).failure();
        return failure.status() + " " + failure.text();
    }

    @Test
    void valuesOfTablesThatLeadNowhereAreNamed() throws IOException {
        Path file = Files.writeString(directory.resolve("transport"), """
                a.example   nowhere:[mx.example]
                b.example   smtp:[mx.example
                c.example   slow:
                d.example   :[mx.example]
                e.example   error:no mail
                """);
        Path patterns = Files.writeString(directory.resolve("patterns"), """
                /^(.*)@f\\.example$/  uucp:$1
                /@g\\.example$/  virtual:
                """);
        Map<String, String> set = Map.of(
                "slow_destination_rate_delay",
                "5s",
                "transport_maps",
                "texthash:" + file + ", pipemap:{texthash:" + file + ",inline:{a=b:}}, regexp:" + patterns,
                "sender_dependent_default_transport_maps",
                "inline:{ {s@example.com=DUNNO} {t@example.com=maildrop:} }",
                "sender_dependent_relayhost_maps",
                "static:[mx.example");
        Destinations destinations = destinations(Catalog.settings(set));
        assertThat(destinations.faults())
                .extracting(fault -> fault.replaceFirst("; expected .*(?=; mail for it)", ""))
                .containsExactlyInAnyOrder(
                        "parameter transport_maps: texthash:" + file
                                + ": no transport \"nowhere\"; mail for it is deferred",
                        "parameter transport_maps: texthash:" + file
                                + ": next hop \"[mx.example\": missing \"]\" in"
                                + " server description: [mx.example; mail for it is deferred",
                        "parameter transport_maps: pipemap:{texthash:" + file
                                + ",inline:{a=b:}}: no transport \"b\"; mail for it is deferred",
                        "parameter transport_maps: regexp:" + patterns
                                + ": no transport \"virtual\"; mail for it is deferred",
                        "parameter sender_dependent_default_transport_maps: inline:{ {s@example.com=DUNNO}"
                                + " {t@example.com=maildrop:} }: no transport \"maildrop\"; mail for it is deferred",
                        "parameter sender_dependent_relayhost_maps: static:[mx.example: next hop \"[mx.example\":"
                                + " missing \"]\" in server description: [mx.example; mail for it is deferred");
    }

    @Test
    void aLimitOfItsOwnMakesATransportOverSmtp() {
        Map<String, String> set = Map.of(
                "transport_maps",
                "inline:{ {c.example=slow:[mx.example]} {d.example=maildrop:} }",
                "slow_destination_rate_delay",
                "5s",
                "maildrop_destination_recipient_limit",
                "1");
        Destinations destinations = destinations(Catalog.settings(set));
        assertThat(destinations.of("a@b.example", "u@c.example"))
                .isEqualTo(new Destination.Delivery("slow", Protocol.SMTP, NextHop.parse("[mx.example]")));
        assertThat(destinations.of("a@b.example", "u@d.example")).isInstanceOf(Destination.Refused.class);
    }

    @Test
    void aTableThatIsNotThereStopsTheStart() {
        assertThatThrownBy(() -> destinations(Catalog.settings(Map.of("transport_maps", "hash:/no/such/file"))))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("parameter transport_maps: ");
    }
}
