/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.content.outgoing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.postchaise.engine.content.mime.Conversion;

/**
 * Messages, and what Postfix made of them. A file holds groups of cases that share their settings:
 *
 * <pre>
 * group                      begins a group; what follows is for all its cases
 * set name=value             a parameter; TABLES is the folder of the group's tables
 * table name=text            a file there
 * convert                    the peer does not announce 8BITMIME
 * flags DOR sender           headers are added, for the recipient r@example.com
 * case name
 * in message                 \n, \\, \xHH, and \{text*N} for text N times
 * out message | same         what was sent, with LF as line end
 * </pre>
 */
class ContentCasesTest {
    private static final Pattern REPEAT = Pattern.compile("\\\\\\{(.*?)\\*(\\d+)\\}");

    @TempDir
    private Path folder;

    private record Case(String name, Group group, String in, String out) {}

    private record Group(List<String> settings, List<String> tables, List<String> options) {
        Group() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    @TestFactory
    Stream<DynamicTest> whatIsSentIsWhatPostfixSent() throws IOException {
        List<Case> cases = new ArrayList<>();
        for (String file : List.of("mime.txt", "lines.txt", "checks.txt", "generic.txt")) {
            cases.addAll(read(file));
        }
        assertThat(cases).hasSizeGreaterThan(250);
        return cases.stream().map(one -> DynamicTest.dynamicTest(one.name(), () -> check(one)));
    }

    private void check(Case one) throws IOException {
        Path tables = Files.createTempDirectory(folder, "tables");
        for (String table : one.group().tables()) {
            int equals = table.indexOf('=');
            Files.writeString(
                    tables.resolve(table.substring(0, equals)), unescaped(table.substring(equals + 1)) + "\n");
        }
        String[] settings = one.group().settings().stream()
                .map(setting -> setting.replace("TABLES", tables.toString()))
                .toArray(String[]::new);
        ContentPlan plan = Cases.plan(settings);
        assertThat(Cases.sent(plan, unescaped(one.in()), options(plan, one.group())))
                .isEqualTo(unescaped(one.out()));
    }

    private static ContentOptions options(ContentPlan plan, Group group) throws IOException {
        Conversion conversion = Conversion.NONE;
        List<String> headers = List.of();
        for (String option : group.options()) {
            String[] words = option.split(" ", 3);
            if (words[0].equals("convert")) {
                conversion = plan.without8BitMime();
            } else {
                Set<DeliveryFlag> flags = DeliveryFlag.parse(words[1]);
                String sender = plan.genericMap().rewrite(words[2], note -> {});
                headers = DeliveryFlag.headers(flags, sender, "r@example.com", "r@example.com");
            }
        }
        return new ContentOptions(conversion, headers, note -> {});
    }

    private static List<Case> read(String file) throws IOException {
        List<Case> cases = new ArrayList<>();
        Group group = new Group();
        String name = "";
        String in = "";
        try (InputStream resource = ContentCasesTest.class.getResourceAsStream(file)) {
            for (String line : new String(resource.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                int space = line.indexOf(' ');
                String word = space < 0 ? line : line.substring(0, space);
                String rest = space < 0 ? "" : line.substring(space + 1);
                switch (word) {
                    case "", "#" -> {}
                    case "group" -> group = new Group();
                    case "set" -> group.settings().add(rest);
                    case "table" -> group.tables().add(rest);
                    case "convert", "flags" -> group.options().add(line);
                    case "case" -> name = file + " " + rest;
                    case "in" -> in = rest;
                    case "out" -> cases.add(new Case(name, group, in, rest));
                    case "same" -> cases.add(new Case(name, group, in, in));
                    default -> throw new IllegalArgumentException(file + ": " + line);
                }
            }
        }
        return cases;
    }

    private static String unescaped(String text) {
        String whole = REPEAT.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(found.group(1).repeat(Integer.parseInt(found.group(2)))));
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < whole.length(); i++) {
            if (whole.charAt(i) != '\\') {
                plain.append(whole.charAt(i));
                continue;
            }
            char kind = whole.charAt(++i);
            if (kind == 'x') {
                plain.append((char) Integer.parseInt(whole.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                plain.append(kind == 'n' ? '\n' : kind);
            }
        }
        return plain.toString();
    }
}
