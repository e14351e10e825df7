/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random text, the same at each run, for what {@link FileTableTest} leaves: made tables, the files of {@code jdbc} and {@code
 * ldap}, query templates, addresses; and tables that are printed and read back.
 */
@Timeout(600)
class RandomTablesTest {
    private static final int TEXTS = 100_000;

    private static final String[] PIECES = {
        "inline:",
        "static:",
        "unionmap:",
        "pipemap:",
        "randmap:",
        "proxy:",
        "fail:",
        "environ:",
        "{",
        "}",
        "{a=b}",
        "{a = b c}",
        "inline:{a=1}",
        "static:x",
        "{inline:{a=1}, static:y}",
        ",",
        ", ",
        " ",
        "\t",
        "\n",
        "=",
        " = ",
        "a",
        "b",
        "\"",
        "\\",
        ":",
        "query",
        "hosts",
        "domain = example.com",
        "query = SELECT x FROM y WHERE z = '%s'\n",
        "%s",
        "%u",
        "%d",
        "%1",
        "%9",
        "%%",
        "%",
        "'",
        "''",
        "--",
        "/*",
        "*/",
        ";",
        "?",
        "search_base = dc=x\n",
        "#",
        "result_format = %s\n",
        "\0",
        "\u00e4",
        "\ud83d",
        "user@example.com",
        "user+ext",
        "@",
        ".",
        "..",
        "[10.0.0.1]",
        "10.0.0.0/8",
        "::1",
        "2001:db8::/32",
        "1.2.3.4",
        "999",
        "0x1",
        "-1",
        "::",
        "%eth0",
        "/"
    };

    private final Random random = new Random(12);
    private final TableRegistry registry =
            new TableRegistry(TableRegistry.localTypes(), Clock.systemUTC(), warning -> {});

    @TempDir
    Path directory;

    @Test
    void anyNameOfAMadeTableIsOpenedOrRefused() {
        List<String> types =
                List.of("inline:", "static:", "unionmap:", "pipemap:", "randmap:", "proxy:", "fail:", "environ:", "");
        int opened = 0;
        for (int i = 0; i < TEXTS; i++) {
            String name = types.get(i % types.size()) + (i % 3 == 0 ? text(8) : "{" + text(6) + "}");
            try (LookupTable table = registry.open(name)) {
                assertThat(table.find("a")).as(name).isNotNull();
                assertThat(table.find(text(3))).as(name).isNotNull();
                opened++;
            } catch (TableException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        }
        tell("made tables", opened);
    }

    @Test
    void anyFileOfAServersTableIsReadOrRefused() throws Exception {
        TableContext context =
                new TableContext(registry::open, Clock.systemUTC(), warning -> {}, TableContext.Faults.SKIP);
        int read = 0;
        for (int i = 0; i < TEXTS; i++) {
            byte[] octets = text(12).getBytes(i % 5 == 0 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
            // a new file each time: where one is written anew, file systems wait for the disk
            Path file = Files.write(directory.resolve("table" + i), octets);
            try {
                assertThat(TableFile.read("ldap:" + file, file.toString(), Set.of("query", "domain"), context))
                        .isNotNull();
                read++;
            } catch (TableException refused) {
                assertThat(refused).hasMessageContaining("ldap:" + file);
            }
            Files.delete(file);
        }
        tell("files of jdbc and ldap", read);
    }

    @Test
    void anyQueryTemplateIsReadOrRefused() {
        int read = 0;
        for (int i = 0; i < TEXTS; i++) {
            String text = text(8);
            try {
                assertThat(QueryTemplate.parse("ldap:x", "query_filter", text)).isNotNull();
                assertThat(SqlTemplate.parse("jdbc:x", text)).isNotNull();
                read++;
            } catch (TableException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        }
        tell("query templates", read);
    }

    @Test
    void anyTextIsAnAddressOrNone() {
        int read = 0;
        for (int i = 0; i < TEXTS; i++) {
            String text = text(5);
            read += NetworkAddress.parse(text).isPresent() ? 1 : 0;
            assertThat(AddressKeys.sender("+-").keys(text)).isNotNull();
            assertThat(AddressKeys.rewriting("+-", String::isEmpty).keys(text)).isNotNull();
        }
        tell("addresses", read);
    }

    @Test
    void aPrintedTableReadsBackTheSame() throws Exception {
        int entries = 0;
        for (int i = 0; i < 2_000; i++) {
            Map<String, String> table = new LinkedHashMap<>();
            for (int n = random.nextInt(40); n > 0; n--) {
                table.put(word(), word() + (n % 2 == 0 ? " " + word() : ""));
            }
            StringBuilder hash = new StringBuilder("# printed\n");
            StringBuilder regexp = new StringBuilder();
            StringBuilder pcre = new StringBuilder();
            StringBuilder inline = new StringBuilder("{");
            table.forEach((key, value) -> {
                hash.append(key).append(" \t").append(value).append("  \n");
                regexp.append("/^")
                        .append(key.replace(".", "\\."))
                        .append("$/ ")
                        .append(value)
                        .append('\n');
                pcre.append("/^")
                        .append(Pattern.quote(key))
                        .append("$/ ")
                        .append(value)
                        .append('\n');
                inline.append(inline.length() == 1 ? "{" : ", {")
                        .append(key)
                        .append(" = ")
                        .append(value)
                        .append('}');
            });
            same("hash", hash.toString(), table);
            same("regexp", regexp.toString(), table);
            same("pcre", pcre.toString(), table);
            if (!table.isEmpty()) {
                same(registry.open("inline:" + inline + "}"), table);
            }
            entries += table.size();
        }
        System.out.println("tables: 2000 random ones with " + entries
                + " entries, printed as hash, regexp, pcre and inline," + " read back the same");
    }

    @Test
    void aPrintedNetworkTableReadsBackTheSame() throws Exception {
        int entries = 0;
        for (int i = 0; i < 2_000; i++) {
            Map<String, String> table = new LinkedHashMap<>();
            for (int n = random.nextInt(40); n > 0; n--) {
                String address = n % 3 == 0
                        ? "2001:db8:%x::%x".formatted(random.nextInt(65536), 1 + random.nextInt(65535))
                        : "10.%d.%d.%d".formatted(random.nextInt(256), random.nextInt(256), random.nextInt(256));
                table.put(address, word());
            }
            StringBuilder cidr = new StringBuilder();
            table.forEach((key, value) -> cidr.append(key)
                    .append(key.indexOf(':') < 0 ? "/32 " : "/128 ")
                    .append(value)
                    .append('\n'));
            same("cidr", cidr.toString(), table);
            entries += table.size();
        }
        System.out.println("cidr: 2000 random ones with " + entries + " networks, printed, read back the same");
    }

    private void same(String type, String text, Map<String, String> expected) throws Exception {
        Path file = Files.writeString(Files.createTempFile(directory, "printed", ""), text);
        same(registry.open(type + ":" + file), expected);
        Files.delete(file);
    }

    private static void same(LookupTable opened, Map<String, String> expected) {
        try (LookupTable table = opened) {
            expected.forEach((key, value) -> assertThat(table.find(key)).isEqualTo(new LookupResult.Found(value)));
            assertThat(table.find("10.300.0.0")).isEqualTo(LookupResult.ABSENT);
        }
    }

    /** Lower case, so that no two are the same but for their case. */
    private String word() {
        StringBuilder word = new StringBuilder();
        for (int n = 1 + random.nextInt(8); n > 0; n--) {
            word.append("abcxyz0189.-_@\u00e4\u20ac".charAt(random.nextInt(16)));
        }
        return word.toString();
    }

    private String text(int most) {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(most + 1); n > 0; n--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    private static void tell(String what, int accepted) {
        System.out.println(what + ": " + TEXTS + " random texts, " + accepted + " accepted, the others refused");
        assertThat(accepted).isPositive().isLessThan(TEXTS);
    }
}
