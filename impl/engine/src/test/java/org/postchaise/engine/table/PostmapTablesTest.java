/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every key of {@code tables/TYPE.keys} in every table of {@code tables/TYPE.maps} (separated by {@code ----}), answers and
 * lines with warnings, is what {@code TYPE.ref} says, which Postfix 3.7.11 wrote; and what the postmap installed here says.
 * Made tables (inline, static, unionmap, ...) stand one a line.
 */
class PostmapTablesTest {
    private static final Pattern LINE = Pattern.compile("line (\\d+): ");
    /** Postfix names no line where the first line begins with white space; we do. */
    private static final String NOT_NUMBERED = "must not start with whitespace";

    private static final String SEPARATOR = "----\n";

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"texthash", "hash", "btree", "dbm", "lmdb", "cdb"})
    void fixedKeysAreFoundAsPostfixFindsThem(String type) throws Exception {
        assertThat(ours(type, "texthash")).isEqualTo(resource("texthash.ref"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"regexp", "pcre", "cidr"})
    void patternsAreFoundAsPostfixFindsThem(String type) throws Exception {
        assertThat(ours(type, type)).isEqualTo(resource(type + ".ref"));
    }

    @Test
    void madeTablesAnswerAsPostfixs() throws Exception {
        StringBuilder answers = new StringBuilder();
        for (String table : resource("made.maps").lines().toList()) {
            answers.append(our(table, keys("made"))).append(SEPARATOR);
        }
        assertThat(answers.toString()).isEqualTo(resource("made.ref"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"texthash", "hash", "btree", "lmdb", "cdb", "regexp", "pcre", "cidr"})
    void postmapSaysTheSame(String type) throws Exception {
        Assumptions.assumeTrue(types().contains(type), () -> "skipped: no postmap with type " + type + " here");
        boolean compiled = Set.of("hash", "btree", "lmdb", "cdb").contains(type);
        String resource = compiled ? "texthash" : type;
        int lookups = 0;
        for (String map : resource(resource + ".maps").split(SEPARATOR, -1)) {
            Path file = write(map);
            if (compiled) {
                postmap("", type + ":" + file);
            }
            // An empty key is fatal to postmap's lmdb.
            List<String> keys = keys(resource).stream()
                    .filter(key -> !type.equals("lmdb") || !key.isEmpty())
                    .toList();
            String theirs = postmap(String.join("\n", keys) + "\n", "-q", "-", type + ":" + file);
            String ours = our(type + ":" + file, keys);
            // Of a compiled table the warnings come when it is made.
            assertThat(compiled ? answers(ours) : ours).as(map).isEqualTo(compiled ? answers(theirs) : theirs);
            lookups += keys.size();
        }
        System.out.println("postmap and ours agree: " + type + ", " + lookups + " lookups");
    }

    @Test
    void postmapSaysTheSameOfMadeTables() throws Exception {
        Assumptions.assumeTrue(types().contains("inline"), "skipped: no postmap here");
        int lookups = 0;
        for (String table : resource("made.maps").lines().toList()) {
            List<String> keys = keys("made");
            assertThat(our(table, keys)).as(table).isEqualTo(postmap(String.join("\n", keys) + "\n", "-q", "-", table));
            lookups += keys.size();
        }
        System.out.println("postmap and ours agree: made tables, " + lookups + " lookups");
    }

    private String ours(String type, String resource) throws Exception {
        StringBuilder answers = new StringBuilder();
        for (String map : resource(resource + ".maps").split(SEPARATOR, -1)) {
            answers.append(our(type + ":" + write(map), keys(resource))).append(SEPARATOR);
        }
        return answers.toString();
    }

    private Path write(String map) throws IOException {
        Path file = Files.writeString(directory.resolve("map"), map);
        // Postfix waits for a file that is being written.
        return Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH.plusSeconds(1)));
    }

    /** In the form of postmap -q, then the lines that were warned of; an unavailable table is fatal to postmap at once. */
    private static String our(String table, List<String> keys) {
        List<String> warnings = new ArrayList<>();
        TableRegistry registry =
                new TableRegistry(TableRegistry.localTypes(), Clock.systemUTC(), w -> warnings.add(w + "\n"));
        StringBuilder found = new StringBuilder();
        boolean fatal = false;
        try (LookupTable opened = registry.open(table)) {
            for (String key : keys) {
                LookupResult result = opened.find(key);
                fatal |= result instanceof LookupResult.Unavailable;
                if (!fatal && result instanceof LookupResult.Found value) {
                    found.append(key).append('\t').append(value.value()).append('\n');
                }
            }
        } catch (TableException e) {
            fatal = true;
        }
        return (fatal ? "" : found) + warned(String.join("", warnings)) + (fatal ? "! fatal\n" : "");
    }

    private static String warned(String messages) {
        Set<String> lines = new LinkedHashSet<>();
        for (String message : messages.split("\n", -1)) {
            Matcher line = LINE.matcher(message);
            if (message.contains("fatal")) {
                lines.add("! fatal\n");
            } else if (line.find() && !message.contains(NOT_NUMBERED)) {
                lines.add("! line " + line.group(1) + "\n");
            }
        }
        return String.join("", lines);
    }

    private static String answers(String text) {
        return text.lines().filter(line -> !line.startsWith("! line")).reduce("", (a, b) -> a + b + "\n");
    }

    private static List<String> keys(String type) throws IOException {
        return resource(type + ".keys").lines().toList();
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = PostmapTablesTest.class.getResourceAsStream("/tables/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Set<String> types() throws Exception {
        Path postconf = Path.of("/usr/sbin/postconf");
        return Files.isExecutable(postconf)
                ? Set.copyOf(run("", List.of(postconf.toString(), "-m")).lines().toList())
                : Set.of();
    }

    private String postmap(String input, String... arguments) throws Exception {
        return run(
                input,
                Stream.concat(Stream.of("/usr/sbin/postmap"), Stream.of(arguments))
                        .toList());
    }

    private String run(String input, List<String> command) throws Exception {
        Path in = Files.writeString(directory.resolve("in"), input);
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        Process process = new ProcessBuilder(command)
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ends", command).isTrue();
        String warned = warned(new String(Files.readAllBytes(err), StandardCharsets.UTF_8));
        return new String(Files.readAllBytes(out), StandardCharsets.UTF_8) + warned;
    }
}
