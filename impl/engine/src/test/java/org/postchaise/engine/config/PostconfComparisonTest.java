/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postchaise.engine.config.catalog.Catalog;

/** The same main.cf through {@code postconf -x} and through {@link Settings}: the same values. */
class PostconfComparisonTest {
    private static final String NAMES = """
            one = 1
            two = 2
            ten = 10
            yes = yes
            empty =
            word = value
            list = a, b {c d},e
            nested = <${word}>
            deep = [$nested]
            dollar = a$$b
            minute = 60s
            """;

    private static final List<String> OPERATORS = List.of("==", "!=", "<", "<=", ">=", ">");

    private static final List<String> OPERANDS = List.of("$one", "$two", "$ten", "10", "02", "$word", "", "$no", "z");

    @TempDir
    Path directory;

    @BeforeEach
    void postfixIsThere() {
        Postconf.assumeInstalled();
    }

    @Test
    void textExpandsAlike() throws IOException {
        List<String> texts =
                new ArrayList<>(List.of("a$$b", "$$", "$$word", "$deep", "x $nested y", "$dollar", "plain"));
        List<String> names = List.of("one", "two", "empty", "word", "list", "nested", "deep", "no_such", "dollar");
        for (String name : names) {
            for (String form : List.of(
                    "$%s",
                    "$(%s)",
                    "${%s}",
                    "${ %s }",
                    "a$%s-b",
                    "${%s?yes}",
                    "${%s:no}",
                    "${%s?{yes}:{no}}",
                    "${%s ? {yes} : {no}}",
                    "${%s?{<$word>}:{[$nested]}}",
                    "${%s??q:{b}ar}",
                    "${%s:?q:{b}ar}",
                    "${%s?a:b}",
                    "${%s?{a}}",
                    "${%s:{a}}",
                    "$(%s?x)",
                    "$%s$word",
                    "${%s?${word?${one}}}")) {
                texts.add(form.formatted(name));
            }
        }
        compare("text", texts);
    }

    @Test
    void comparisonsDecideAlike() throws IOException {
        List<String> texts = new ArrayList<>();
        for (String operator : OPERATORS) {
            for (String left : OPERANDS) {
                for (String right : OPERANDS) {
                    texts.add("${{" + left + "} " + operator + " {" + right + "} ? {yes} : {no}}");
                }
            }
        }
        compare("comparison", texts);
    }

    @Test
    void compatibilityLevelsCompareAlike() throws IOException {
        List<String> texts = new ArrayList<>();
        List<String> levels = List.of("0", "1", "2", "3.6", "3.10", "3.6.1");
        for (String operator : OPERATORS) {
            for (String left : levels) {
                for (String right : levels) {
                    texts.add("${{" + left + "} " + operator + "level {" + right + "} ? {yes} : {no}}");
                }
            }
        }
        compare("level", texts);
    }

    @Test
    void timesAreTheSameText() throws IOException {
        values(
                "time",
                List.of("7", "7s", "2m", "1h", "1d", "1w", "$minute", "${two}h", "${stress?{10}:{300}}s"),
                "30s");
    }

    @Test
    void wholeNumbersAreTheSameText() throws IOException {
        values(
                "integer",
                List.of("1", "$ten", "${two}0", "${stress?{1}:{20}}", "${{$one} < {2} ? {10} : {20}}"),
                "100");
    }

    @Test
    void booleansAreTheSameText() throws IOException {
        values(
                "boolean",
                List.of("yes", "no", "$yes", "${stress?{yes}:{no}}", "${{$one} == {1} ? {yes} : {no}}"),
                "no");
    }

    @Test
    void listsAreTheSameText() throws IOException {
        List<String> texts = new ArrayList<>();
        for (String separator : List.of(",", ", ", " ", " , ", "\n  ", ",\n# comment\n\t", "\n\n  ,")) {
            for (String a : List.of("$list", "a", "{ b c }", "!x", "hash:/etc/x")) {
                for (String b : List.of("$word", "[::1]/128", "{ $word, d }", "/file", "type:table")) {
                    texts.add(a + separator + b);
                }
            }
        }
        compare("list", texts);
    }

    /** Each text as the value of each parameter whose default text shows the grammar, through our row of it. */
    private void values(String kind, List<String> texts, String like) throws IOException {
        Object sample = Catalog.defaults()
                .get(Catalog.rows().stream()
                        .filter(row ->
                                row.defaultText().equals(like) && row.name().startsWith("smtp"))
                        .findFirst()
                        .orElseThrow());
        Map<String, String> theirNames = Postconf.values(List.of("-d"));
        List<String> names = Catalog.rows().stream()
                .filter(row -> Catalog.defaults().get(row).getClass() == sample.getClass())
                .filter(row -> row.grammar().expected().contains("1s") || !kind.equals("time"))
                .filter(row -> row.grammar().expected().endsWith("0 to 2147483647")
                        || row.grammar().expected().endsWith("1 to 2147483647")
                        || !kind.equals("integer"))
                .map(Parameter::name)
                .filter(theirNames::containsKey)
                .filter(name -> !name.contains("_destination_"))
                .toList();
        int compared = 0;
        for (String text : texts) {
            StringBuilder file = new StringBuilder(NAMES);
            names.forEach(name -> file.append(name).append(" = ").append(text).append('\n'));
            compared += compareFile(file.toString(), names);
        }
        System.out.println(kind + ": " + compared + " values equal to those of postconf -x");
        assertThat(compared).isGreaterThanOrEqualTo(150);
    }

    private void compare(String kind, List<String> texts) throws IOException {
        Map<String, String> cases = new LinkedHashMap<>();
        texts.forEach(text -> cases.put("case_" + cases.size(), text));
        StringBuilder file = new StringBuilder(NAMES);
        cases.forEach(
                (name, text) -> file.append(name).append(" = ").append(text).append('\n'));
        file.append("smtpd_restriction_classes = one two ten yes empty word list nested deep dollar minute,\n");
        file.append("    ").append(String.join(" ", cases.keySet())).append('\n');
        int compared = compareFile(file.toString(), new ArrayList<>(cases.keySet()));
        System.out.println(kind + ": " + compared + " values equal to those of postconf -x");
        assertThat(compared).isGreaterThanOrEqualTo(150);
    }

    private int compareFile(String file, List<String> names) throws IOException {
        Files.writeString(directory.resolve("main.cf"), file);
        Files.writeString(directory.resolve("master.cf"), "");
        // postconf waits until a file that was written just now has grown a second old
        Files.setLastModifiedTime(directory.resolve("main.cf"), FileTime.from(Instant.EPOCH.plus(Duration.ofDays(1))));
        List<String> arguments = new ArrayList<>(List.of("-x", "-c", directory.toString()));
        arguments.addAll(names);
        Map<String, String> theirs = Postconf.values(arguments);
        Settings ours = Catalog.settings(MainCf.read(directory.resolve("main.cf")));
        Map<String, String> expected = new TreeMap<>();
        Map<String, String> actual = new TreeMap<>();
        for (String name : names) {
            expected.put(ours.text(name) + " of " + name, blanks(theirs.getOrDefault(name, "not printed")));
            actual.put(
                    ours.text(name) + " of " + name, blanks(ours.expanded(name).strip()));
        }
        assertThat(actual).isEqualTo(expected);
        return names.size();
    }

    /** postconf prints a run of blanks as one. */
    private static String blanks(String text) {
        return text.replaceAll("\\s+", " ");
    }
}
