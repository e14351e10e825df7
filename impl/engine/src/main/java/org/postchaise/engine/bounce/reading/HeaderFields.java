/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.bounce.reading;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Fields of a header section in the order of receipt, or fields collected from such sections. Names are compared without case. Unlike the
 * header fields of outgoing content, these are lenient text: octets that are not UTF-8 are replaced, and a line without a colon is a field
 * whose name and value are that line.
 */
final class HeaderFields {
    private final List<Field> fields = new ArrayList<>();

    /**
     * Header field.
     *
     * @param name the name without white space around it
     * @param value the value without white space before it; CRLF between the lines of a folded field
     */
    record Field(String name, String value) {
        /** Returns the field in {@code line}, whose continuation lines follow CRLF. */
        static Field of(String line) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                return new Field(line.trim(), line);
            }
            int start = colon + 1;
            while (start < line.length() && " \t\r\n".indexOf(line.charAt(start)) >= 0) {
                start++;
            }
            return new Field(line.substring(0, colon).trim(), line.substring(start));
        }
    }

    /** Returns the fields up to an empty line, which is consumed, or to the end of {@code in}. */
    static HeaderFields read(InputStream in) throws IOException {
        HeaderFields section = new HeaderFields();
        TolerantLineReader lines = new TolerantLineReader(in, StandardCharsets.UTF_8);
        StringBuilder field = new StringBuilder();
        boolean first = true;
        for (Optional<String> next = lines.next(); !next.orElse("").isEmpty(); next = lines.next()) {
            String line = next.get();
            if (!isContinuation(line)) {
                section.add(field.toString());
                field.setLength(0);
                field.append(line);
            } else if (first) {
                // continues nothing: a field with stray white space
                field.append(line.trim());
            } else {
                field.append(field.isEmpty() ? "" : "\r\n").append(line);
            }
            first = false;
        }
        section.add(field.toString());
        return section;
    }

    private static boolean isContinuation(String line) {
        return line.startsWith(" ") || line.startsWith("\t");
    }

    private void add(String line) {
        if (!line.isEmpty() && !isContinuation(line)) {
            add(Field.of(line));
        }
    }

    void add(Field field) {
        fields.add(field);
    }

    /** Returns all fields in order. */
    List<Field> all() {
        return List.copyOf(fields);
    }

    /** Returns the values of all fields of a name, in order; empty where there is none. */
    List<String> values(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Field::value)
                .toList();
    }

    /** Returns true if there is a field of one of these names. */
    boolean has(String... names) {
        for (String name : names) {
            if (fields.stream().anyMatch(field -> field.name().equalsIgnoreCase(name))) {
                return true;
            }
        }
        return false;
    }
}
