/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.engine.config.catalog.Catalog;

class ConfigCommandTest {
    private static final String FILE = """
            # ours
            myhostname = mail.example.com
            mine = [relay.example.com]
            relayhost =  $mine
            mydestination = $myhostname,
            \tlocalhost.$mydomain,   localhost
            smtp_connect_timeout = 10
            smtpd_banner = $myhostname ESMTP \u00fc "two   blanks"
            smtp_fallback_relay =
            biff = no
            mynetworks = 192.0.2.0/24
            compatibility_level = 3.7
            """;

    /** Ours differ from Postfix's in these, on purpose. */
    private static final Map<String, String> OTHER = Map.of(
            "mail_version", "the installed release",
            "process_id", "set by Postfix",
            "process_name", "set by Postfix",
            "proxy_read_maps", "refers to names of programs that are not replaced",
            "smtpd_forbid_bare_newline", "has the default of Postfix 3.9",
            "smtpd_authorized_verp_clients", "refers to an old name that postconf -x does not know");

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void writeFiles() throws IOException {
        file = write("main.cf", FILE);
        write("master.cf", "");
    }

    private Path write(String name, String text) throws IOException {
        Path path = Files.writeString(directory.resolve(name), text);
        // postconf waits until a file that was written just now has grown a second old
        return Files.setLastModifiedTime(path, FileTime.from(Instant.EPOCH.plusSeconds(1)));
    }

    private Finished config(String... arguments) {
        List<String> all = new ArrayList<>(List.of("config"));
        all.addAll(List.of(arguments));
        return Finished.ours("", all.toArray(String[]::new));
    }

    private Finished postconf(String... arguments) throws Exception {
        return Finished.postfixs(directory, "", "postconf", arguments);
    }

    @Test
    void listsEveryNameWithValueDefaultAndStatus() {
        TreeSet<String> names = new TreeSet<>();
        Catalog.rows().forEach(row -> {
            names.add(row.name());
            row.lmtp().ifPresent(mirror -> names.add(mirror.name()));
        });
        List<String> lines = config("--format", "tsv").lines();
        assertThat(lines)
                .allSatisfy(line -> assertThat(line.split("\t", -1))
                        .hasSize(4)
                        .satisfies(columns -> assertThat(columns[3]).isNotEmpty()));
        assertThat(lines.stream().map(line -> line.split("\t", -1)[0])).containsExactlyElementsOf(names);
        assertThat(lines).contains("smtp_connect_timeout\t30s\t30s\timplemented");
        System.out.println("config --format tsv: " + names.size() + " names");
    }

    @Test
    void showsTheValueOfTheFileAndOfTheOptionOverIt() {
        assertThat(config("-C", file.toString(), "relayhost", "smtp_connect_timeout")
                        .out())
                .isEqualToNormalizingNewlines("relayhost = $mine\nsmtp_connect_timeout = 10\n");
        assertThat(config("-C", file.toString(), "-x", "-h", "-o", "mine=x", "relayhost")
                        .out())
                .isEqualToNormalizingNewlines("x\n");
        assertThat(config("-C", file.toString(), "-d", "relayhost").out())
                .isEqualToNormalizingNewlines("relayhost =\n");
    }

    @Test
    void aRowOfTsvIsALineAndJsonKeepsTheText() {
        String value = "a\tb\n c\\ \"d\"";
        assertThat(config("--format", "tsv", "-o", "mydestination=" + value, "mydestination")
                        .lines())
                .containsExactly(
                        "mydestination\ta b c\\ \"d\"\t$myhostname, localhost.$mydomain, localhost\timplemented");
        assertThat(config("--format", "json", "-n", "-o", "relayhost=" + value).out())
                .isEqualToNormalizingNewlines("[{\"name\":\"relayhost\",\"value\":\"a\\u0009b\\u000a c\\\\ \\\"d\\\"\","
                        + "\"default\":\"\",\"status\":\"implemented\"}]\n");
    }

    @Test
    void printsWhatPostconfPrintsOfAFile() throws Exception {
        for (String[] arguments : new String[][] {
            {"-n"},
            {"-n", "-x"},
            {"-n", "-h"},
            {"-n", "relayhost", "biff", "smtp_helo_timeout"},
            {"mydestination", "relayhost", "mine", "smtp_fallback_relay", "mydomain", "myorigin"},
            {"-x", "mydestination", "relayhost", "mine", "smtp_fallback_relay", "mydomain", "myorigin"},
            {"-d", "mydestination", "smtp_fallback_relay", "smtp_helo_name"},
            {"-o", "mine=7", "-n"},
            {"no_such_name"},
            {"-n", "no_such_name"}
        }) {
            List<String> all = new ArrayList<>(List.of("-c", directory.toString()));
            all.addAll(List.of(arguments));
            Finished theirs = postconf(all.toArray(String[]::new));
            Finished ours = config(all.toArray(String[]::new));
            assertThat(ours.out()).as(all.toString()).isEqualToNormalizingNewlines(theirs.out());
            assertThat(ours.status()).as(all.toString()).isEqualTo(theirs.status());
        }
    }

    @Test
    void valuesOfAllCommonParametersAreThoseOfPostconf() throws Exception {
        for (String expansion : List.of("", "-x")) {
            List<String> arguments = new ArrayList<>(List.of("-c", directory.toString()));
            if (!expansion.isEmpty()) {
                arguments.add(expansion);
            }
            Map<String, String> theirs = values(postconf(arguments.toArray(String[]::new)));
            Map<String, String> ours = values(config(arguments.toArray(String[]::new)));
            ours.keySet().retainAll(theirs.keySet());
            theirs.keySet().retainAll(ours.keySet());
            OTHER.keySet().forEach(name -> {
                theirs.remove(name);
                ours.remove(name);
            });
            System.out.println("config " + expansion + ": " + ours.size() + " values compared with postconf");
            assertThat(new TreeMap<>(ours)).isEqualTo(new TreeMap<>(theirs)).hasSizeGreaterThan(400);
        }
    }

    private static Map<String, String> values(Finished finished) {
        Map<String, String> values = new LinkedHashMap<>();
        finished.lines().forEach(line -> values.put(line.substring(0, line.indexOf(" =")), line));
        return values;
    }

    @Test
    void warnsOfAnUnknownNameAndNamesTheNearest() {
        Finished finished = config("smtp_conect_timeout", "relayhost", "biff");
        assertThat(finished.out()).isEqualToNormalizingNewlines("relayhost =\n");
        assertThat(finished.err())
                .contains("warning: smtp_conect_timeout: unknown parameter", "smtp_connect_timeout")
                .contains("warning: biff: belongs to")
                .hasLineCount(2);
        assertThat(finished.status()).isZero();
    }

    @Test
    void checkNamesEveryMistakeWithFileAndLine() throws IOException {
        Path bad = write("bad.cf", """
                smtp_connect_timeout = soon
                smtp_conect_timeout = 5s
                no equals
                relayhost = a
                relayhost = b
                smtp_use_tls = yes
                """);
        Finished finished = config("--check", bad.toString());
        assertThat(finished.lines())
                .hasSize(5)
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("error: " + bad + ", line 1: parameter smtp_connect_timeout: bad value"),
                        line -> assertThat(line)
                                .startsWith("warning: " + bad + ", line 2: unknown parameter smtp_conect_timeout")
                                .endsWith(" smtp_connect_timeout"),
                        line -> assertThat(line)
                                .startsWith("error: " + bad + ", line 3: ")
                                .contains("name = value"),
                        line -> assertThat(line).startsWith("warning: " + bad + ", line 4: "),
                        line -> assertThat(line)
                                .startsWith("warning: " + bad + ", line 6: ")
                                .contains("obsolete"));
        assertThat(finished.status()).isEqualTo(78);
        assertThat(config("--check", bad.toString(), "--format", "tsv").lines())
                .hasSize(5)
                .allMatch(line -> line.split("\t", -1).length == 3);
        assertThat(config("--check", bad.toString(), "--format", "json").out())
                .startsWith("[{\"severity\":\"error\",\"line\":1,");
    }

    @Test
    void checkIsSilentAboutAGoodFile() throws IOException {
        Path good = write("good.cf", "myhostname = mail.example.com\nmine = [a]\nrelayhost = $mine\n");
        assertThat(config("--check", good.toString())).isEqualTo(new Finished(0, "", ""));
    }

    @Test
    void checkSumsUpWhatChangesNothingHere() throws IOException {
        Path sample = write("sample.cf", "biff = no\nsmtpd_milters = inet:localhost:1\nmilter_protocol = 2\n");
        Finished brief = config("--check", sample.toString());
        assertThat(brief.lines())
                .containsExactly("warning: " + sample
                        + ": 3 parameters change nothing here or are obsolete: biff, milter_protocol, smtpd_milters;"
                        + " \"postchaise config --check FILE -v\" says why");
        assertThat(brief.status()).isZero();
        assertThat(config("--check", sample.toString(), "-v").lines())
                .hasSize(3)
                .anyMatch(line -> line.equals("note: " + sample
                        + ", line 1: parameter biff belongs to a Postfix program that is not replaced here"));
    }

    @Test
    void theFilesThatPostfixComesWithHaveNoErrors() {
        List<Path> files = Stream.of(
                        "/etc/postfix/main.cf",
                        "/usr/share/postfix/main.cf.debian",
                        "/usr/share/postfix/main.cf.dist",
                        "/usr/share/postfix/main.cf.tls",
                        "/usr/share/doc/postfix/examples/main.cf.default")
                .map(Path::of)
                .filter(Files::isReadable)
                .toList();
        if (files.isEmpty()) {
            System.out.println(
                    "skipped: no main.cf of Postfix here; Debian has them in packages postfix and postfix-doc");
        }
        Assumptions.assumeFalse(files.isEmpty(), "no main.cf of Postfix here");
        for (Path one : files) {
            List<String> errors = config("--check", one.toString())
                    .out()
                    .lines()
                    .filter(line -> line.startsWith("error: "))
                    .toList();
            assertThat(errors).as(one.toString()).isEmpty();
            assertThat(config("--check", one.toString()).lines())
                    .as(one.toString())
                    .hasSizeLessThanOrEqualTo(1);
        }
        System.out.println("config --check: " + files.size() + " files of Postfix without errors");
    }

    @Test
    void aBadLineStopsTheListingAsInPostconf() throws IOException {
        Path bad = write("bad.cf", "relayhost = a\nno equals\n");
        Finished finished = config("-n", "-C", bad.toString());
        assertThat(finished.status()).isEqualTo(1);
        assertThat(finished.out()).isEmpty();
        assertThat(finished.err())
                .startsWith("postchaise: error: " + bad + ", line 2: ")
                .hasLineCount(1);
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        for (String option : List.of("-C", "--check", "-c")) {
            Finished finished = config(option, directory.resolve("none").toString());
            assertThat(finished.status()).isEqualTo(option.equals("--check") ? 78 : 1);
            assertThat(finished.err())
                    .startsWith("postchaise: error: " + directory.resolve("none"))
                    .hasLineCount(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-n -d",
                "-c a -C b",
                "--check",
                "--check a -C b",
                "--check a relayhost",
                "--format xml",
                "-h --format json",
                "-o relayhost",
                "--frob"
            })
    void exitsWith64AndOneLineForBadArguments(String arguments) {
        Finished finished = config(arguments.split(" "));
        assertThat(finished.status()).isEqualTo(64);
        assertThat(finished.out()).isEmpty();
        assertThat(finished.err()).startsWith("postchaise: ").hasLineCount(1).doesNotContain("Exception");
    }

    @Test
    void showsItsHelp() {
        assertThat(config("--help").out()).contains("--check", "tsv", "NAME");
    }
}
