/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MapCommandTest {
    private static final String INPUT = "a\nnope\n\nB\nann+x@example.com\n\u00dc\n a\na b\nx.example.com\n192.0.2.1\n";

    @TempDir
    Path directory;

    @BeforeEach
    void writeTables() throws IOException {
        write("main.cf", "compatibility_level = 3.7\n");
        write("text", """
                a 1
                b two  words
                bad
                ann@example.com ann
                \u00fc umlaut \u20ac
                .example.com parent
                """);
        write("regexp", "/^a/ yes\n/(/ no\n/^(.)\\.ex/ <$1>\n");
        write("cidr", "192.0.2.0/24 net\nx y\n");
    }

    private void write(String name, String text) throws IOException {
        // postmap waits until a file that was written just now has grown a second old
        Files.setLastModifiedTime(
                Files.writeString(directory.resolve(name), text), FileTime.from(Instant.EPOCH.plusSeconds(1)));
    }

    private static Finished map(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "map";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Finished.ours(INPUT, all);
    }

    private String table(String template) {
        return template.replace("DIR", directory.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "texthash:DIR/text",
                "regexp:DIR/regexp",
                "cidr:DIR/cidr",
                "static:x",
                "inline:{a=1, {b = 2 3}}",
                "unionmap:{texthash:DIR/text,static:x}",
                "pipemap:{texthash:DIR/text,inline:{1=one}}",
                "fail:x",
                "texthash:DIR/none",
                "nosuch:x",
                "static:",
                "inline:{bad"
            })
    void answersAndExitsAsPostmap(String template) throws Exception {
        String table = table(template);
        Finished all = Finished.postfixs(directory, INPUT, "postmap", "-c", directory.toString(), "-q", "-", table);
        Finished ours = map(table, "-");
        assertThat(ours.out()).isEqualToNormalizingNewlines(all.out());
        assertThat(ours.status()).isEqualTo(all.status());
        int keys = 0;
        // postmap takes a second to die
        List<String> single = all.err().contains("fatal") ? List.of("a") : List.of(INPUT.split("\n", -1));
        for (String key : single) {
            Finished one = Finished.postfixs(directory, "", "postmap", "-c", directory.toString(), "-q", key, table);
            Finished our = map(table, key);
            assertThat(our.out()).as(key).isEqualToNormalizingNewlines(one.out());
            assertThat(our.status()).as(key).isEqualTo(one.status());
            assertThat(our.err().isEmpty())
                    .as(key + ": " + our.err())
                    .isEqualTo(one.err().isEmpty());
            keys++;
        }
        System.out.println("map and postmap -q agree: " + table.replaceAll(":.*", "") + ", " + keys + " keys, "
                + ours.lines().size() + " found");
    }

    @Test
    void printsTheValueOfOneKeyAlone() {
        assertThat(map("inline:{a=1}", "a")).isEqualTo(new Finished(0, "1" + System.lineSeparator(), ""));
        assertThat(map("inline:{a=1}", "b")).isEqualTo(new Finished(1, "", ""));
    }

    @Test
    void printsSeveralKeysWithTheirValues() {
        assertThat(map("inline:{a=1, c=3}", "a", "b", "c").lines()).containsExactly("a\t1", "c\t3");
        assertThat(map("inline:{a=1}", "b", "c").status()).isEqualTo(1);
    }

    @Test
    void warnsOfABadRuleWithFileAndLineAndGoesOn() {
        Finished finished = map(table("regexp:DIR/regexp"), "a");
        assertThat(finished.out().strip()).isEqualTo("yes");
        assertThat(finished.err())
                .startsWith("postchaise: warning: ")
                .contains(directory.resolve("regexp") + ", line 2")
                .hasLineCount(1);
        assertThat(finished.status()).isZero();
    }

    @Test
    void aTableThatCantBeUsedIsSaidInOneLine() {
        for (String table : List.of("fail:x", "nosuch:x", "texthash:/no/such", "noname:", "plain", "tcp:127.0.0.1:x")) {
            Finished finished = map(table, "a");
            assertThat(finished.status()).as(table).isEqualTo(1);
            assertThat(finished.out()).isEmpty();
            assertThat(finished.err())
                    .startsWith("postchaise: fatal: ")
                    .hasLineCount(1)
                    .doesNotContain("Exception");
        }
    }

    @Test
    void triesTheKeysOfAnAddressInTheOrderOfItsUse() {
        String table = "inline:{ann@example.com=mine, .example.com=parent, example.com=domain, ann@=user, 192.0.2=net,"
                + " @example.org=all, bob=local}";
        assertThat(map("--order", "access", table, "ann+x@example.com").status())
                .isZero();
        assertThat(map("--order", "access", "-o", "recipient_delimiter=+", table, "Ann+x@Example.com")
                        .out())
                .isEqualToIgnoringNewLines("mine");
        assertThat(map("--order", "access", table, "bob@a.example.com").out()).isEqualToIgnoringNewLines("domain");
        assertThat(map("--order", "transport", table, "bob@a.example.com").out())
                .isEqualToIgnoringNewLines("parent");
        assertThat(map("--order", "domain", table, "a.example.com").out()).isEqualToIgnoringNewLines("domain");
        assertThat(map("--order", "network", table, "192.0.2.7").out()).isEqualToIgnoringNewLines("net");
        assertThat(map("--order", "sender", table, "x@example.org").out()).isEqualToIgnoringNewLines("all");
        assertThat(map("--order", "rewriting", "-o", "mydestination=a, b.example", table, "bob@b.example")
                        .out())
                .isEqualToIgnoringNewLines("local");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "static:x", "--order frob static:x a", "--frob static:x a"})
    void exitsWith64AndOneLineForBadArguments(String arguments) {
        Finished finished = map(arguments.isEmpty() ? new String[0] : arguments.split(" "));
        assertThat(finished.status()).isEqualTo(64);
        assertThat(finished.out()).isEmpty();
        assertThat(finished.err()).startsWith("postchaise: ").hasLineCount(1).doesNotContain("Exception");
    }

    @Test
    void settingsThatAreWrongGiveTheirOwnStatus() {
        Finished finished = map("-o", "frob=1", "static:x", "a");
        assertThat(finished.status()).isEqualTo(78);
        assertThat(finished.err())
                .startsWith("postchaise: error: option -o: unknown parameter frob")
                .hasLineCount(1);
    }
}
