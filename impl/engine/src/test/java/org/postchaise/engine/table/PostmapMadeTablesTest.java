/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.engine.Postfix;

/** The same keys through postmap and through our tables that have no file of their own. */
class PostmapMadeTablesTest {
    private static final int RUNS_AT_ONCE = 50;

    @TempDir
    Path directory;

    private Postfix postfix;
    private List<String> keys;

    @BeforeEach
    void postfixIsInstalled() throws IOException {
        postfix = Postfix.in(directory).assumeInstalled();
        Set<String> all = new LinkedHashSet<>(PostmapForm.lines("made.keys"));
        all.addAll(PostmapForm.lines("more.keys"));
        keys = List.copyOf(all);
    }

    @ParameterizedTest
    @ValueSource(strings = {"inline", "static", "unionmap", "pipemap", "pcre", "regexp", "cidr"})
    void theSameIsFound(String type) throws Exception {
        List<String> tables = new ArrayList<>(madeFor(type));
        PostmapForm.lines("made.maps").stream()
                .filter(table -> table.startsWith(type + ":"))
                .forEach(tables::add);
        // what is fatal costs postmap a second: all at once
        List<Postfix.Run> runs =
                tables.stream().map(table -> postfix.startQuery(table, keys)).toList();
        int found = 0;
        for (int i = 0; i < tables.size(); i++) {
            String theirs = PostmapForm.theirs(runs.get(i).answer());
            assertThat(PostmapForm.ours(tables.get(i), keys)).as(tables.get(i)).isEqualTo(theirs);
            found += (int) theirs.lines().filter(line -> !line.startsWith("! ")).count();
        }
        tell(type, tables.size(), keys, found + " found");
    }

    @Test
    void aRandomMapGivesEachOfItsValuesToAnyKey() throws Exception {
        String table = "randmap:{one, {two words}, 3}";
        keys = keys.stream().filter(key -> key.indexOf('\t') < 0).toList();
        Set<String> ours = new HashSet<>();
        PostmapForm.ours(table, keys).lines().map(PostmapMadeTablesTest::value).forEach(ours::add);
        List<String> theirs =
                PostmapForm.theirs(postfix.query(table, keys)).lines().toList();
        assertThat(theirs).hasSize(keys.size());
        assertThat(PostmapForm.ours(table, keys).lines()).hasSize(keys.size());
        assertThat(ours)
                .isEqualTo(Set.copyOf(
                        theirs.stream().map(PostmapMadeTablesTest::value).toList()))
                .hasSize(3);
        for (String one : List.of("randmap:{one}", "randmap:{{a b}}", "randmap:{x,x,x}", "randmap:{}", "randmap:x")) {
            assertThat(PostmapForm.ours(one, keys)).as(one).isEqualTo(PostmapForm.theirs(postfix.query(one, keys)));
        }
        tell("randmap", 6, keys, "3 values");
    }

    @Test
    void everyKeyOfAFailingTableIsAnError() {
        List<String> some =
                keys.stream().filter(key -> !key.isEmpty()).limit(200).toList();
        // postmap ends at the first error, after a second: one run for each key, many at once
        for (int i = 0; i < some.size(); i += RUNS_AT_ONCE) {
            List<Postfix.Run> runs = some.subList(i, Math.min(i + RUNS_AT_ONCE, some.size())).stream()
                    .map(key -> postfix.startQuery("fail:x", List.of(key)))
                    .toList();
            runs.forEach(run -> assertThat(PostmapForm.theirs(run.answer())).isEqualTo("! fatal\n"));
        }
        some.forEach(key -> assertThat(PostmapForm.ours("fail:x", List.of(key))).isEqualTo("! fatal\n"));
        tell("fail", 1, some, "0 found");
    }

    @Test
    void theEnvironmentIsTheTable() {
        Map<String, String> environment = new LinkedHashMap<>();
        for (int i = 0; i < 60; i++) {
            environment.put("postchaise_lower_" + i, "value " + i);
            environment.put("POSTCHAISE_UPPER_" + i, "VALUE " + i);
            environment.put("Postchaise.Mixed+" + i + "@example.com", "Value=" + i + "=\t x ");
            environment.put("lower+" + i + "@example.com", i % 2 == 0 ? "" : " " + i);
        }
        Set<String> asked = new LinkedHashSet<>();
        environment.keySet().forEach(name -> {
            asked.add(name);
            asked.add(name.toUpperCase(Locale.ROOT));
            asked.add(name + "x");
            asked.add(name.substring(1));
        });
        keys.stream().filter(key -> key.indexOf('=') < 0).forEach(asked::add);
        String input = String.join("\n", asked) + "\n";
        String theirs =
                PostmapForm.theirs(postfix.start(input, environment, Postfix.command("postmap", "-q", "-", "environ:x"))
                        .answer());
        String ours = postfix.start(
                        input,
                        environment,
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                EnvironmentAnswers.class.getName(),
                                "environ:x"))
                .answer()
                .out();
        assertThat(ours).isEqualTo(theirs).contains("postchaise_lower_7\tvalue 7\n");
        tell("environ", 1, List.copyOf(asked), theirs.lines().count() + " found");
    }

    @Test
    void aProxyAnswersAsItsTable() throws Exception {
        boolean root = System.getProperty("user.name").equals("root");
        if (!root) {
            System.out.println("skipped: Postfix's master can only be started by root");
        }
        Assumptions.assumeTrue(root, "Postfix's master can only be started by root");
        // no key twice, which makes a texthash unusable to proxymap, and none that it would have to fold, which it does
        // not
        Path file = postfix.write("proxied", """
                a texthash
                foo from   the file
                user@example.com\tb
                2001:db8::1 IPv6
                @example.com domain
                "quo ted"@example.com quoted
                \u00e9 e-acute
                """);
        Path patterns = postfix.write("patterns", "/^(.*)\\+.*@(.*)$/ $1@$2\n!/@/ no address\n");
        List<String> tables = List.of(
                "texthash:" + file,
                "regexp:" + patterns,
                "static:x",
                inline("a", 60).toLowerCase(Locale.ROOT),
                "unionmap:{static:x,static:y}",
                "unionmap:{texthash:" + file + ",regexp:" + patterns + "}");
        int found = 0;
        try (AutoCloseable master = postfix.startProxymap(tables)) {
            assertThat(master).isNotNull();
            for (String table : tables) {
                String theirs = PostmapForm.theirs(postfix.query("proxy:" + table, keys));
                assertThat(PostmapForm.ours("proxy:" + table, keys)).as(table).isEqualTo(theirs);
                found += (int) theirs.lines().count();
            }
        }
        tell("proxy", tables.size(), keys, found + " found");
    }

    /** Tables that know many of the keys. */
    private List<String> madeFor(String type) throws IOException {
        Path file = postfix.write("part", "a texthash\nfoo from the file\nuser@example.com b\n");
        String pattern = "regexp:" + postfix.write("patterns", "/^(.*)\\+.*@(.*)$/ $1@$2\n!/@/ no address\n");
        return switch (type) {
            case "inline" -> List.of(inline("a", 200), inline("", 120));
            case "static" -> List.of("static:{more than one word}", "static:a=b", "static:\u00e9");
            case "unionmap" ->
                List.of(
                        "unionmap:{" + inline("1-", 150) + ", texthash:" + file + ", " + inline("2-", 80) + "}",
                        "unionmap:{texthash:" + file + ", " + pattern + "}",
                        "unionmap:{" + pattern + ", {inline:{foo=1, {foo bar = 2}}}}");
            case "pipemap" ->
                List.of(
                        "pipemap:{" + inline("", 150) + ", inline:{0=a,1=b,2=c,3=d,40=foo,99=x}}",
                        "pipemap:{" + pattern + ", texthash:" + file + "}",
                        "pipemap:{" + pattern + ", " + pattern + ", unionmap:{texthash:" + file + ", static:z}}",
                        "pipemap:{texthash:" + file + ", texthash:" + file + "}");
            // rules in the name (pcre_table(5), INLINE SPECIFICATION)
            case "pcre" ->
                List.of(
                        "pcre:{{/^(.*)\\+.*@(.*)$/ $1@$2}, { if /@/ } {/^f/ with an at} {endif}, {!/@/ no {address}}}",
                        "pcre:{,{# none} {},, {/o{2}/i twice}, {/[/ wrong}}",
                        "pcre:{ }");
            case "regexp" ->
                List.of("regexp:{{/^(.*)\\+.*@(.*)$/ $1@$2} {!/@/ no address}}", "regexp:{{/o{2}/ twice}}");
            case "cidr" -> List.of("cidr:{{10.0.0.0/8 ten}, {2001:db8::/32 six} {!0.0.0.0/1 high}}", "cidr:{}");
            default -> throw new IllegalArgumentException(type);
        };
    }

    /** An inline table with a value, after {@code prefix}, for each of the first {@code count} keys that can stand in one. */
    private String inline(String prefix, int count) {
        List<String> plain =
                keys.stream().filter(key -> key.matches("[A-Za-z0-9@.+_:-]+")).toList();
        StringBuilder table = new StringBuilder("inline:{");
        IntStream.range(0, Math.min(count, plain.size()))
                .forEach(i -> table.append(i == 0 ? "" : ", ")
                        .append(plain.get(i))
                        .append('=')
                        .append(prefix)
                        .append(i));
        return table.append('}').toString();
    }

    private static String value(String line) {
        return line.substring(line.indexOf('\t') + 1);
    }

    private static void tell(String type, int tables, List<String> asked, String found) {
        assertThat(Set.copyOf(asked)).hasSizeGreaterThanOrEqualTo(200);
        System.out.println("postmap and ours agree: " + type + ", " + asked.size() + " keys, " + tables * asked.size()
                + " lookups, " + found);
    }
}
