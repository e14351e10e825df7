/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.engine.config.MatchPatterns;
import org.postchaise.engine.config.MatchPatterns.Subject;
import org.postchaise.engine.config.SettingsException;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.config.catalog.ServerAccess;

/** Files, tables and what goes wrong; MatchListComparisonTest compares the answers with Postfix's. */
class MatchListTest {
    private final List<String> warnings = new ArrayList<>();
    private final SetClock clock = new SetClock();
    private final TableRegistry registry = new TableRegistry(TableRegistry.localTypes(), clock, warnings::add);
    private final TableContext context =
            new TableContext(registry::open, clock, warnings::add, TableContext.Faults.STOP);

    @TempDir
    Path directory;

    private MatchList open(Subject subject, String text) throws TableException {
        return MatchList.open("list", MatchPatterns.parse(subject, text), KeyOrder.Parents.DOTTED, context);
    }

    private Path write(String name, String text, int second) throws Exception {
        Path file = Files.writeString(directory.resolve(name), text);
        return Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(second)));
    }

    private static void matches(MatchList list, String subject) {
        assertThat(list.find(subject)).as(subject).isEqualTo(MatchList.Result.MATCH);
    }

    private static void matchesNot(MatchList list, String subject) {
        assertThat(list.find(subject)).as(subject).isEqualTo(MatchList.Result.NO_MATCH);
    }

    @Test
    void theFirstPatternThatMatchesDecides() throws Exception {
        try (MatchList list = open(Subject.DOMAIN, "!a.example.com .example.com inline:{b.example=1} !static:all c")) {
            matchesNot(list, "a.example.com");
            matches(list, "B.Example.COM");
            matches(list, "b.example");
            matchesNot(list, "c");
        }
    }

    @Test
    void addressesAndNetworksMatchInAnySpelling() throws Exception {
        try (MatchList list = open(Subject.ADDRESS, "!10.0.0.128/25 10.0.0.0/24 [2001:db8::]/32 [::1]")) {
            matches(list, "10.0.0.127");
            matchesNot(list, "10.0.0.128");
            matches(list, "2001:DB8:0:0::1");
            matches(list, "0:0:0:0:0:0:0:1");
            matchesNot(list, "unknown");
        }
    }

    @Test
    void aTableBehindThePatternThatMatchesIsNotAskedAndOneBeforeItIs() throws Exception {
        try (MatchList list = open(Subject.STRING, "a fail:always b")) {
            matches(list, "a");
            assertThat(list.find("b")).isEqualTo(new MatchList.Result.Unavailable("fail:always fails all lookups"));
        }
        try (MatchList list = open(Subject.STRING, "!fail:always")) {
            assertThat(list.find("a")).isInstanceOf(MatchList.Result.Unavailable.class);
        }
    }

    @Test
    void filesWithinFilesAreReadAgainWhenTheyChange() throws Exception {
        Path inner = write("inner", "a\n", 1);
        Path outer = write("outer", "b !" + inner + "\nc\n", 1);
        try (MatchList list = open(Subject.STRING, "!" + outer + " static:all")) {
            matchesNot(list, "b");
            matches(list, "a");
            write("inner", "a c\n", 2);
            matchesNot(list, "c");
            clock.millis += 1000;
            matches(list, "c");
            write("outer", "d texthash:" + write("hash", "e 1\n", 1) + "\n", 2);
            clock.millis += 1000;
            matchesNot(list, "e");
            matches(list, "b");
        }
        assertThat(warnings).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\n10.0.0.1/8\n",
                "a\n[::1\n",
                "a\n!\n",
                "a\nhsah:/x\n",
                "a\nhash:/does/not/exist\n",
                "a\n{\n",
                "a\n/does/not/exist\n",
                "a\n\u0000\u00ff/\n",
                "a\n10.0.0.0/33\n"
            })
    void aBrokenFileIsAnErrorWithItsLineAtFirstAndKeepsTheOldVersionLater(String text) throws Exception {
        Path file = write("list", "a\n10.0.0.0/8\n", 1);
        byte[] broken = text.getBytes(StandardCharsets.ISO_8859_1);
        try (MatchList list = open(Subject.ADDRESS, file.toString())) {
            Files.write(file, text.startsWith("a\n\u0000") ? new byte[] {'a', '\n', (byte) 0xff, '\n'} : broken);
            for (int i = 0; i < 3; i++) {
                clock.millis += 1000;
                matches(list, "10.1.2.3");
            }
        }
        assertThat(warnings).hasSize(1).first().asString().contains("old one stays", file + ", line 2: ");
        assertThatThrownBy(() -> open(Subject.ADDRESS, file.toString()))
                .isInstanceOf(TableException.class)
                .hasMessageStartingWith("list: " + file + ", line 2: ")
                .hasMessageNotContaining("\n");
    }

    @Test
    void aFileThatNamesItselfIsALoop() throws Exception {
        Path a = write("a", "x\n" + directory.resolve("b") + "\n", 1);
        write("b", directory + "/../" + directory.getFileName() + "/a\n", 1);
        assertThatThrownBy(() -> open(Subject.STRING, a.toString()))
                .isInstanceOf(TableException.class)
                .hasMessageContaining("a loop: [" + a + ", " + directory.resolve("b") + ", " + a + "]");
    }

    @Test
    void filesWithinFilesHaveALimit() throws Exception {
        for (int i = 0; i <= MatchList.DEPTH; i++) {
            write("f" + i, directory.resolve("f" + (i + 1)) + "\n", 1);
        }
        assertThatThrownBy(() -> open(Subject.STRING, directory.resolve("f0").toString()))
                .isInstanceOf(TableException.class)
                .hasMessageContaining("nested more than 20 levels deep");
    }

    @Test
    void aClosedListIsUnavailable() throws Exception {
        MatchList list = open(Subject.STRING, "a inline:{b=1}");
        list.close();
        assertThat(list.find("a")).isEqualTo(new MatchList.Result.Unavailable("list: the list is closed"));
    }

    @Test
    void aHundredThousandPatternsAreNotAskedOneByOne() throws Exception {
        StringBuilder text = new StringBuilder("!10.0.7.0/24\n");
        for (int i = 0; i < 100_000; i++) {
            text.append("10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255) + "/32 host" + i + ".example\n");
        }
        Path file = write("list", text.toString(), 1);
        try (MatchList list = open(Subject.HOST, file.toString())) {
            long start = System.nanoTime();
            for (int i = 0; i < 100_000; i++) {
                String address = "10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255);
                assertThat(list.find("unknown", address).equals(MatchList.Result.MATCH))
                        .isEqualTo((i >> 8) != 7);
            }
            System.out.println(
                    "a match list of 200000 patterns: " + (System.nanoTime() - start) / 100_000 + " ns for a question");
            assertThat(list.find("host99999.example", "192.0.2.1")).isEqualTo(MatchList.Result.MATCH);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[::1",
                "[::1]x",
                "10.0.0.0/33",
                "[::]/129",
                "10.0.0.0/a1",
                "10.0.0.0/",
                "::1",
                "2001:db8::/32",
                "hsah:/etc/x",
                "hash:",
                "a !",
                "{a",
                "10.0.0.1/8"
            })
    void aBadListStopsTheDeploymentWithItsParameter(String text) {
        assertThatThrownBy(() -> TableRegistry.forDeployment(clock, warnings::add)
                        .matchList(
                                Catalog.settings(Map.of("smtpd_authorized_xclient_hosts", text)),
                                MatchListComparisonTest.row("smtpd_authorized_xclient_hosts")))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("parameter smtpd_authorized_xclient_hosts: ");
    }

    @Test
    void anIpv6AddressWithoutBracketsIsToldHowToBeWritten() {
        assertThatThrownBy(() -> Catalog.settings(Map.of("mynetworks", "2001:db8::/32")))
                .hasMessageContaining("\"2001:db8::/32\": an IPv6 address stands in brackets: [2001:db8::]/32");
    }

    @Test
    void everyTypeThatCanBeOpenedCanBeInAList() {
        List<TableType> types = new ArrayList<>(TableRegistry.localTypes());
        types.addAll(TableRegistry.remoteTypes());
        assertThat(types)
                .allSatisfy(type -> assertThat(MatchPatterns.parse(Subject.STRING, type.name() + ":x")
                                .items())
                        .hasSize(1));
    }

    @Test
    void theListOfParentStylesMayItselfBeATable() {
        TableRegistry tables = TableRegistry.forDeployment(clock, warnings::add);
        for (String styles : List.of("mynetworks", "!relay_domains static:all", "inline:{mynetworks=1}")) {
            MatchList list = tables.matchList(
                    Catalog.settings(Map.of(
                            ServerAccess.PARENT_DOMAIN_MATCHES_SUBDOMAINS.name(), styles, "mynetworks", "example.com")),
                    MatchListComparisonTest.row("mynetworks"));
            assertThat(list.find("mx.example.com", "192.0.2.1")).as(styles).isEqualTo(MatchList.Result.MATCH);
        }
        MatchList list = tables.matchList(
                Catalog.settings(
                        Map.of(ServerAccess.PARENT_DOMAIN_MATCHES_SUBDOMAINS.name(), "", "mynetworks", "example.com")),
                MatchListComparisonTest.row("mynetworks"));
        assertThat(list.find("mx.example.com", "192.0.2.1")).isEqualTo(MatchList.Result.NO_MATCH);
    }
}
