/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.postchaise.engine.content.AddressList;
import org.postchaise.engine.wire.CommandLine;
import org.postchaise.engine.wire.CommandParser;
import org.postchaise.engine.wire.LineDecoder;

/** Addresses as trivial-rewrite(8) resolves and completes them, and paths as smtpd(8) reads them. */
class ResolverTest {
    @TestFactory
    Stream<DynamicTest> resolvesAsPostfix() throws IOException, URISyntaxException {
        return AddressGoldens.read("resolve.txt").stream()
                .map(pair -> DynamicTest.dynamicTest(pair.toString(), () -> {
                    String[] words = pair.columns().get(0).split(" ", 2);
                    ResolvedAddress found = AddressGoldens.resolver(pair.settings())
                            .resolve(words[0].equals("<>") ? "" : words[0], words[1]);
                    assertThat(columns(found))
                            .isEqualTo(pair.columns().subList(1, pair.columns().size()));
                }));
    }

    private static List<String> columns(ResolvedAddress found) {
        boolean valid = found.valid();
        return List.of(
                found.addressClass().name().toLowerCase(Locale.ROOT).replace('_', '-')
                        + (found.routed() ? " routed" : "")
                        + (valid ? "" : " invalid"),
                valid ? found.transport().name() : "-",
                valid ? found.transport().nextHop() : "-",
                found.address());
    }

    @TestFactory
    Stream<DynamicTest> completesAddressesAsPostfix() throws IOException, URISyntaxException {
        return AddressGoldens.read("rewrite.txt").stream()
                .map(pair -> DynamicTest.dynamicTest(
                        pair.toString(),
                        () -> assertThat(Rewriter.local(AddressGoldens.settings(pair.settings()))
                                        .rewrite(pair.columns().get(0)))
                                .isEqualTo(pair.columns().get(1))));
    }

    @TestFactory
    Stream<DynamicTest> readsPathsAsPostfix() throws IOException, URISyntaxException {
        return AddressGoldens.read("paths.txt").stream()
                .flatMap(pair -> Stream.of("no", "yes")
                        .map(strict -> DynamicTest.dynamicTest(pair + " " + strict, () -> {
                            Map<String, String> texts = new HashMap<>(pair.settings());
                            texts.put("strict_rfc821_envelopes", strict);
                            EnvelopePaths paths =
                                    EnvelopePaths.from(AddressGoldens.settings(texts), AddressGoldens.resolver(texts));
                            String path = pair.columns().get(0);
                            String found = isClosed(path)
                                    ? paths.recipient(path, false).orElse("-")
                                    : "-";
                            assertThat(found).isEqualTo(pair.columns().get(strict.equals("no") ? 1 : 2));
                        })));
    }

    /** Returns true if the session passes the path on: a quotation mark or bracket without a partner is refused before. */
    private static boolean isClosed(String path) {
        byte[] octets = (path + "\r\n").getBytes(StandardCharsets.UTF_8);
        LineDecoder decoder = new LineDecoder(1000);
        decoder.feed(octets, 0, octets.length);
        return CommandParser.parse(decoder.take()).words().stream().allMatch(CommandLine.Word::closed);
    }

    @Test
    void acceptsUtf8DomainsOnlyWithSmtputf8() {
        EnvelopePaths paths = EnvelopePaths.from(
                AddressGoldens.settings(AddressGoldens.BASE), AddressGoldens.resolver(AddressGoldens.BASE));

        assertThat(paths.sender("<a@b\u00fccher.test>", false)).isEmpty();
        assertThat(paths.sender("<a@b\u00fccher.test>", true)).contains("a@b\u00fccher.test");
        assertThat(paths.sender("<\u00e4@b.test>", false)).contains("\u00e4@b.test");
    }

    @Test
    void readsSomeEmptyPathsAsTheNullSender() {
        EnvelopePaths paths = EnvelopePaths.from(
                AddressGoldens.settings(AddressGoldens.BASE), AddressGoldens.resolver(AddressGoldens.BASE));

        for (String path : List.of("<>", "< >", "<\"\">", "<(c)>", "<@x:>", "\"\"")) {
            assertThat(paths.sender(path, false)).as(path).contains("");
            assertThat(paths.recipient(path, false)).as(path).isEmpty();
        }
    }

    @Test
    void throwsForAnUnavailableTable() {
        Map<String, String> texts = new HashMap<>(AddressGoldens.BASE);
        texts.put("relay_domains", "fail:x");
        Resolver resolver = AddressGoldens.resolver(texts);

        assertThatThrownBy(() -> resolver.resolve("", "u@other.test"))
                .isInstanceOf(LookupFailureException.class)
                .hasMessageContaining("fail:x");
    }

    @Test
    void writesAddressesInExternalForm() {
        assertThat(AddressList.written("@b.test")).isEqualTo("\"\"@b.test");
    }
}
