/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postchaise.engine.Postfix;

/**
 * The answers of a table in the form of {@code postmap -q -}, then the lines of the table that were warned of ({@code ! line 3}),
 * and {@code ! fatal} where the table can't be used.
 */
final class PostmapForm {
    private static final Pattern LINE = Pattern.compile("line (\\d+): ");
    /** Postfix names no line where the first line begins with white space; we do. */
    private static final String NOT_NUMBERED = "must not start with whitespace";

    private PostmapForm() {}

    /** Ours; an unavailable table is fatal to postmap at once. */
    static String ours(String table, List<String> keys) {
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

    /** Postfix's. */
    static String theirs(Postfix.Answer answer) {
        return answer.out() + warned(answer.err());
    }

    /** Without the lines that were warned of. */
    static String answers(String form) {
        return form.lines().filter(line -> !line.startsWith("! line")).reduce("", (a, b) -> a + b + "\n");
    }

    /** The lines of a file of {@code tables/}: keys, or made tables. */
    static List<String> lines(String name) throws IOException {
        return resource(name).lines().toList();
    }

    /** A file of {@code tables/}. */
    static String resource(String name) throws IOException {
        try (InputStream in = PostmapForm.class.getResourceAsStream("/tables/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
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
}
