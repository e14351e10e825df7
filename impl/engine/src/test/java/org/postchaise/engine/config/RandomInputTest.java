/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postchaise.engine.config.catalog.Catalog;

/** Random text, the same at each run: it is read or refused, nothing else, and what was read reads back the same when printed. */
@Timeout(600)
class RandomInputTest {
    private static final int TEXTS = 100_000;

    private static final String[] PIECES = {
        "yes",
        "no",
        "YES",
        "0",
        "1",
        "7",
        "30",
        "2147483647",
        "99999999999",
        "-1",
        "+",
        "s",
        "m",
        "h",
        "d",
        "w",
        "5m",
        "1w2d",
        " ",
        "  ",
        ",",
        ", ",
        "\t",
        "\n ",
        "\r",
        "\0",
        "{",
        "}",
        "{ a b }",
        "(",
        ")",
        "$",
        "$$",
        "$word",
        "${word}",
        "${word?a:b}",
        "${word:{a}}",
        "${{1} < {2} ? {x} : {y}}",
        "=",
        "==",
        "!",
        "!a",
        "#",
        "/",
        "/etc/file",
        "hash:/etc/x",
        "type:table",
        "inline:{a=b}",
        "[::1]/128",
        "10.0.0.0/8",
        "[mx.example]:25",
        "user@example.com",
        ".",
        ":",
        "@",
        "-",
        "\"",
        "\\",
        "TLSv1.2",
        ">=TLSv1",
        "!SSLv3",
        "may",
        "encrypt",
        "dane-only",
        "permit",
        "all",
        "ipv4",
        "smtp",
        "\u00e4",
        "\u20ac",
        "\u3000",
        "\ud83d\ude00",
        "\u007f",
        "\u0085",
        "word",
        "myhostname",
        "relay"
    };

    private final Random random = new Random(11);

    @Test
    void everyGrammarReadsOrRefusesAnyText() {
        Map<String, Grammar<?>> grammars = new LinkedHashMap<>();
        Catalog.rows()
                .forEach(row -> grammars.putIfAbsent(
                        row.grammar().getClass() + row.grammar().expected(), row.grammar()));
        long read = 0;
        long printed = 0;
        for (int i = 0; i < TEXTS; i++) {
            String text = text(6);
            for (Grammar<?> grammar : grammars.values()) {
                Optional<Object> value = parse(grammar, text);
                Optional<String> print = value.flatMap(RandomInputTest::print);
                read += value.isPresent() ? 1 : 0;
                printed += print.isPresent() ? 1 : 0;
                if (print.isPresent() && !parse(grammar, print.orElseThrow()).equals(value)) {
                    fail("%s, read from \"%s\", reads back otherwise as %s", print, text, grammar.expected());
                }
            }
        }
        System.out.println("grammars: " + grammars.size() + " read " + TEXTS + " random texts: " + read
                + " values, of which " + printed + " were printed and read back the same");
        assertThat(printed).isGreaterThan(TEXTS);
    }

    @Test
    void everyExpansionEnds() {
        Map<String, String> names = Map.of("word", "value", "relay", "$word,${myhostname}", "myhostname", "a.example");
        int expanded = 0;
        for (int i = 0; i < TEXTS; i++) {
            try {
                assertThat(Expansion.expand(text(12), name -> Optional.ofNullable(names.get(name))))
                        .isNotNull();
                expanded++;
            } catch (IllegalArgumentException refused) {
                assertThat(refused).hasMessageNotContaining("null");
            }
        }
        System.out.println("expansion: " + TEXTS + " random texts, " + expanded + " expanded, the others refused");
        assertThat(expanded).isPositive();
    }

    @Test
    void aPrintedMainCfReadsBackTheSame() {
        int accepted = 0;
        int lines = 0;
        for (int i = 0; i < TEXTS; i++) {
            StringBuilder file = new StringBuilder();
            for (int n = 1 + random.nextInt(4); n > 0; n--) {
                file.append(random.nextInt(9) == 0 ? "" : "name" + n + (n % 2 == 0 ? " = " : "="))
                        .append(text(5))
                        .append(n % 3 == 0 ? "\r\n" : "\n");
            }
            try {
                MainCf read = MainCf.parse("main.cf", file.toString());
                String print = read.entries().stream()
                        .map(entry -> entry.name() + " = " + entry.text() + "\n")
                        .collect(Collectors.joining());
                assertThat(texts(MainCf.parse("printed", print))).as(print).isEqualTo(texts(read));
                accepted++;
                lines += read.entries().size();
            } catch (SettingsException refused) {
                assertThat(refused).hasMessageStartingWith("main.cf, line ");
            }
        }
        System.out.println("main.cf: " + TEXTS + " random files, " + accepted + " read (" + lines
                + " lines, which read back the same when printed), the others refused");
        assertThat(accepted).isGreaterThan(TEXTS / 10);
    }

    @Test
    void printedSettingsReadBackTheSame() {
        List<Parameter<?>> rows = new ArrayList<>(Catalog.rows());
        int accepted = 0;
        for (int i = 0; i < 5_000; i++) {
            Map<String, String> values = new LinkedHashMap<>();
            for (int n = random.nextInt(3); n >= 0; n--) {
                values.put(rows.get(random.nextInt(rows.size())).name(), text(3).replaceAll("\\p{Cntrl}", ""));
            }
            try {
                Settings settings = Catalog.settings(values);
                Settings again = Catalog.settings(
                        MainCf.parse("printed", settings.toString()).values());
                assertThat(again.toString()).isEqualTo(settings.toString());
                // a masked password is not printed, so that only the text reads back the same
                if (!settings.toString().contains("(secret)")) {
                    assertThat(again).isEqualTo(settings);
                }
                accepted++;
            } catch (SettingsException refused) {
                assertThat(refused.getMessage()).contains("parameter ");
            }
        }
        System.out.println(
                "settings: 5000 random ones, " + accepted + " accepted, which read back the same when printed");
        assertThat(accepted).isPositive();
    }

    private String text(int most) {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(most + 1); n > 0; n--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    private static List<String> texts(MainCf file) {
        return file.entries().stream()
                .map(entry -> entry.name() + "=" + entry.text())
                .toList();
    }

    private static Optional<Object> parse(Grammar<?> grammar, String text) {
        try {
            return Optional.of(grammar.parse(text.strip()));
        } catch (IllegalArgumentException refused) {
            return Optional.empty();
        }
    }

    /** Values of the common kinds as main.cf text. */
    private static Optional<String> print(Object value) {
        if (value instanceof Duration time) {
            return Optional.of(time.toSeconds() + "s").filter(text -> text.length() <= 10);
        }
        if (value instanceof Boolean yes) {
            return Optional.of(yes ? "yes" : "no");
        }
        if (value instanceof Collection<?> members) {
            return members.stream().allMatch(String.class::isInstance)
                    ? Optional.of(members.stream().map(Object::toString).collect(Collectors.joining(", ")))
                    : Optional.empty();
        }
        return value instanceof String || value instanceof Long ? Optional.of(value.toString()) : Optional.empty();
    }
}
