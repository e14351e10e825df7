/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The configuration file of a table, written like main.cf: {@code name = value}, lines that begin with white space
 * continue the line before, {@code #} begins a comment line, the last value wins. A {@code $} is literal, as in
 * Postfix.
 */
final class TableFile {
    private static final long LARGEST = 1_000_000;

    private final String table;
    private final Map<String, String> values = new HashMap<>();

    private TableFile(String table) {
        this.table = table;
    }

    static TableFile read(String table, String path, Set<String> known, TableContext context) throws TableException {
        TableFile file = new TableFile(table);
        List<String> lines;
        try {
            Path source = Path.of(path);
            if (Files.exists(source) && !Files.isRegularFile(source)) {
                throw new TableException("table " + table + ": " + path + " is no regular file");
            }
            if (Files.size(source) > LARGEST) {
                throw new TableException("table " + table + ": " + path + " is larger than " + LARGEST + " octets");
            }
            lines = List.of(Files.readString(source, StandardCharsets.UTF_8).split("\\R", -1));
        } catch (IOException | IllegalArgumentException e) {
            throw new TableException(
                    "table " + table + ": can't read " + path + ": "
                            + e.getClass().getSimpleName(),
                    e);
        }
        String name = "";
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank() || line.strip().startsWith("#")) {
                continue;
            }
            if (Character.isWhitespace(line.charAt(0)) && !name.isEmpty()) {
                file.values.merge(name, line.strip(), (old, more) -> (old + " " + more).strip());
                continue;
            }
            int equals = line.indexOf('=');
            if (equals <= 0 || line.substring(0, equals).isBlank()) {
                throw new TableException(
                        "table " + table + ": " + path + " line " + (i + 1) + ": expected \"name = value\"");
            }
            name = line.substring(0, equals).strip();
            if (!known.contains(name)) {
                context.warnings()
                        .accept("table " + table + ": " + path + " line " + (i + 1) + ": parameter " + name
                                + " is not used by this type of table");
            }
            file.values.put(name, line.substring(equals + 1).strip());
        }
        return file;
    }

    /** Returns the value of {@code name}, {@code otherwise} when that parameter is not set. */
    String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    boolean has(String name) {
        return !text(name, "").isEmpty();
    }

    /** Returns the value of a parameter that must be set. */
    String required(String name) throws TableException {
        if (!has(name)) {
            throw new TableException("table " + table + ": " + name + " is not set");
        }
        return text(name, "");
    }

    /**
     * Returns the value of a parameter that is a whole number, at least {@code least}; {@code otherwise} when the
     * parameter is not set.
     */
    int number(String name, int otherwise, int least) throws TableException {
        String text = text(name, Integer.toString(otherwise));
        try {
            int number = Integer.parseInt(text);
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException ignored) {
            // said below, together with what is too small
        }
        throw new TableException("table " + table + ": " + name + " = " + text + " is no whole number from " + least);
    }
}
