/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjIntConsumer;

/**
 * The {@code name = value} lines of a main.cf file, in their order.
 *
 * <p>Logical lines are those of postconf(5): empty lines, lines of white space and lines that begin with {@code #}
 * (after white space) are ignored, a line that begins with white space continues the one before it, also over comments.
 * The last of several lines with the same name counts.
 *
 * <p>Limits: a logical line has at most {@value #LINE_LIMIT} octets and a file {@value #FILE_LIMIT}. Text is UTF-8.
 *
 * @param source the name of the file in error messages
 * @param entries the lines, later ones of the same name included
 */
public record MainCf(String source, List<Entry> entries) {
    /** The maximum number of octets in one logical line. */
    public static final int LINE_LIMIT = LogicalLines.LINE_LIMIT;

    /** The maximum number of octets in one file. */
    public static final int FILE_LIMIT = LogicalLines.FILE_LIMIT;

    private static final String FORM = "name = value";

    /**
     * A logical line of a main.cf file.
     *
     * @param name the parameter
     * @param text the value as written, without white space at its ends
     * @param line the number of its first physical line, from 1
     */
    public record Entry(String name, String text, int line) {}

    /** Creates a file with a copy of the list. */
    public MainCf {
        entries = List.copyOf(entries);
    }

    /**
     * Reads the main.cf file at {@code path}.
     *
     * @throws SettingsException with file and line when the file can't be read or has a bad line
     */
    public static MainCf read(Path path) {
        return read(path, MainCf::refuse);
    }

    /**
     * Reads the main.cf file at {@code path} without its bad lines, which are passed to {@code faults} with their
     * numbers.
     */
    static MainCf read(Path path, ObjIntConsumer<SettingsException> faults) {
        List<Entry> entries = new ArrayList<>();
        LogicalLines.read(path, "main.cf lines", FORM, faults, (text, line) -> add(entries, text, line));
        return new MainCf(path.toString(), entries);
    }

    /** Parses the main.cf lines in {@code text}; error messages name the file {@code source}. */
    public static MainCf parse(String source, String text) {
        try {
            return read(source, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new SettingsException(source + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads the main.cf lines of {@code in}, which stays open; error messages name the file {@code source}.
     *
     * @throws SettingsException with line number for a bad line
     * @throws IOException when reading fails
     */
    public static MainCf read(String source, InputStream in) throws IOException {
        List<Entry> entries = new ArrayList<>();
        new LogicalLines(source, in, FORM, MainCf::refuse, (text, line) -> add(entries, text, line)).read();
        return new MainCf(source, entries);
    }

    private static void refuse(SettingsException fault, int line) {
        throw fault;
    }

    /** Returns the values by name; the last line of a name counts. */
    public Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        entries.forEach(entry -> values.put(entry.name(), entry.text()));
        return values;
    }

    /** Adds the entry of a logical line, and returns false if the line is malformed. */
    private static boolean add(List<Entry> entries, String text, int line) {
        int nameEnd = 0;
        while (nameEnd < text.length() && text.charAt(nameEnd) != '=' && !LogicalLines.isSpace(text.charAt(nameEnd))) {
            nameEnd++;
        }
        int equals = nameEnd;
        while (equals < text.length() && LogicalLines.isSpace(text.charAt(equals))) {
            equals++;
        }
        if (nameEnd == 0 || equals == text.length() || text.charAt(equals) != '=') {
            return false;
        }
        entries.add(
                new Entry(text.substring(0, nameEnd), text.substring(equals + 1).strip(), line));
        return true;
    }
}
