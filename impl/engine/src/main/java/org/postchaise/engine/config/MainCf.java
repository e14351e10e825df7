/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ObjIntConsumer;

/**
 * The {@code name = value} lines of a main.cf file, in their order.
 *
 * <p>Logical lines are those of postconf(5): empty lines, lines of white space and lines that begin with {@code #} (after
 * white space) are no part of them, a line that begins with white space continues the one before it, also over comments.
 * Of several lines with the same name the last one counts.
 *
 * <p>Limits: a logical line has at most {@value #LINE_LIMIT} octets and a file {@value #FILE_LIMIT}. Text is UTF-8.
 *
 * @param source what error messages call the file
 * @param entries the lines, later ones of the same name included
 */
public record MainCf(String source, List<Entry> entries) {
    /** Octets in one logical line. */
    public static final int LINE_LIMIT = 1_048_576;

    /** Octets in one file. */
    public static final int FILE_LIMIT = 16_777_216;

    /**
     * One logical line.
     *
     * @param name the parameter
     * @param text the value as written, without white space at its ends
     * @param line where it begins, from 1
     */
    public record Entry(String name, String text, int line) {}

    /** A copy of the list. */
    public MainCf {
        entries = List.copyOf(entries);
    }

    /**
     * The file at {@code path}.
     *
     * @throws SettingsException with file and line when it can't be read or has a bad line
     */
    public static MainCf read(Path path) {
        return read(path, MainCf::refuse);
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        }
        return e instanceof AccessDeniedException ? "no permission to read the file" : "can't be read (" + e + ")";
    }

    /** The file at {@code path} without its bad lines, of which {@code faults} is told with their numbers. */
    static MainCf read(Path path, ObjIntConsumer<SettingsException> faults) {
        if (Files.isDirectory(path)) {
            throw new SettingsException(path + ": it is a directory; expected a file with main.cf lines");
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
            return new Reader(path.toString(), in, faults).read();
        } catch (IOException e) {
            throw new SettingsException(path + ": " + reason(e) + "; expected a file with main.cf lines", e);
        }
    }

    /** The lines in {@code text}; errors call it {@code source}. */
    public static MainCf parse(String source, String text) {
        try {
            return read(source, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new SettingsException(source + ": " + e.getMessage(), e);
        }
    }

    /**
     * The lines of {@code in}, which stays open; errors call it {@code source}.
     *
     * @throws SettingsException with line number for a bad line
     * @throws IOException when reading fails
     */
    public static MainCf read(String source, InputStream in) throws IOException {
        return new Reader(source, in, MainCf::refuse).read();
    }

    private static void refuse(SettingsException fault, int line) {
        throw fault;
    }

    /** Name to text, the last line of a name counting. */
    public Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        entries.forEach(entry -> values.put(entry.name(), entry.text()));
        return values;
    }

    /** Reads physical lines and joins them. */
    private static final class Reader {
        private final String source;
        private final InputStream in;
        private final ObjIntConsumer<SettingsException> faults;
        private final List<Entry> entries = new ArrayList<>();
        private final StringBuilder logical = new StringBuilder();
        private int first;
        private int line;
        private long octets;
        /** Whether the logical line is bad: what continues it is passed over too. */
        private boolean dropped;

        Reader(String source, InputStream in, ObjIntConsumer<SettingsException> faults) {
            this.source = source;
            this.in = in;
            this.faults = faults;
        }

        MainCf read() throws IOException {
            ByteArrayOutputStream physical = new ByteArrayOutputStream();
            int octet;
            do {
                octet = in.read();
                if (octet == '\n' || (octet == -1 && physical.size() > 0)) {
                    line++;
                    add(physical.toByteArray());
                    physical.reset();
                } else if (octet != -1) {
                    physical.write(octet);
                    limit(physical.size() + logical.length());
                }
            } while (octet != -1);
            finish();
            return new MainCf(source, entries);
        }

        private void limit(int length) {
            octets++;
            if (octets > FILE_LIMIT) {
                throw bad(line + 1, "the file is longer than " + FILE_LIMIT + " octets");
            }
            if (length > LINE_LIMIT) {
                throw bad(line + 1, "a line is longer than " + LINE_LIMIT + " octets");
            }
        }

        private void add(byte[] physical) {
            int start = 0;
            while (start < physical.length && isSpace(physical[start])) {
                start++;
            }
            if (start == physical.length || physical[start] == '#') {
                return;
            }
            if (start == 0) {
                finish();
                first = line;
                dropped = false;
            } else if (dropped) {
                return;
            }
            Optional<String> text = decode(physical);
            if (text.isEmpty()) {
                drop();
            } else if (start > 0 && logical.isEmpty()) {
                fault(line, "\"" + shown(text.get().strip()) + "\" continues nothing; expected name = value");
            } else {
                logical.append(text.get());
            }
        }

        private void drop() {
            logical.setLength(0);
            dropped = true;
        }

        private Optional<String> decode(byte[] physical) {
            int length = physical[physical.length - 1] == '\r' ? physical.length - 1 : physical.length;
            for (int i = 0; i < length; i++) {
                if ((physical[i] >= 0 && physical[i] < ' ' && !isSpace(physical[i])) || physical[i] == 127) {
                    fault(line, "octet " + physical[i] + " is a control character; expected text");
                    return Optional.empty();
                }
            }
            try {
                return Optional.of(StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(physical, 0, length))
                        .toString());
            } catch (CharacterCodingException e) {
                faults.accept(new SettingsException(source + ", line " + line + ": not UTF-8; expected text", e), line);
                return Optional.empty();
            }
        }

        private void finish() {
            if (logical.isEmpty()) {
                return;
            }
            String text = logical.toString();
            int nameEnd = 0;
            while (nameEnd < text.length() && text.charAt(nameEnd) != '=' && !isSpace(text.charAt(nameEnd))) {
                nameEnd++;
            }
            int equals = nameEnd;
            while (equals < text.length() && isSpace(text.charAt(equals))) {
                equals++;
            }
            if (nameEnd == 0 || equals == text.length() || text.charAt(equals) != '=') {
                drop();
                fault(first, "line \"" + shown(text) + "\" is malformed; expected name = value");
                return;
            }
            entries.add(new Entry(
                    text.substring(0, nameEnd), text.substring(equals + 1).strip(), first));
            logical.setLength(0);
        }

        private void fault(int where, String what) {
            faults.accept(bad(where, what), where);
        }

        private SettingsException bad(int where, String what) {
            return new SettingsException(source + ", line " + where + ": " + what);
        }

        private static String shown(String text) {
            return text.length() > 60 ? text.substring(0, 60) + "..." : text;
        }

        private static boolean isSpace(int c) {
            return c == ' ' || (c >= '\t' && c <= '\r');
        }
    }
}
