/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

import java.io.BufferedInputStream;
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
import java.util.Optional;
import java.util.function.ObjIntConsumer;

/** The logical lines of a main.cf or master.cf file: reads physical lines and joins them, as postconf(5) and master(5) say. */
final class LogicalLines {
    /** Octets in one logical line. */
    static final int LINE_LIMIT = 1_048_576;

    /** Octets in one file. */
    static final int FILE_LIMIT = 16_777_216;

    /** Takes each line. */
    @FunctionalInterface
    interface Sink {
        /** Whether {@code text}, which begins on {@code line}, has the form of a line. */
        boolean take(String text, int line);
    }

    /**
     * Reads the file at {@code path}; the other parameters are those of the constructor.
     *
     * @param content what the file is expected to hold
     * @throws SettingsException when it can't be read
     */
    static void read(Path path, String content, String form, ObjIntConsumer<SettingsException> faults, Sink sink) {
        if (Files.isDirectory(path)) {
            throw new SettingsException(path + ": it is a directory; expected a file with " + content);
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
            new LogicalLines(path.toString(), in, form, faults, sink).read();
        } catch (IOException e) {
            throw new SettingsException(path + ": " + reason(e) + "; expected a file with " + content, e);
        }
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        }
        return e instanceof AccessDeniedException ? "no permission to read the file" : "can't be read (" + e + ")";
    }

    private final String source;
    private final InputStream in;
    private final String form;
    private final ObjIntConsumer<SettingsException> faults;
    private final Sink sink;
    private final StringBuilder logical = new StringBuilder();
    private int first;
    private int line;
    private long octets;
    /** Whether the logical line is bad: what continues it is passed over too. */
    private boolean dropped;

    /**
     * @param source what error messages call the file
     * @param in stays open
     * @param form what a line is expected to be
     * @param faults is told of bad lines, with their numbers
     * @param sink gets the others
     */
    LogicalLines(String source, InputStream in, String form, ObjIntConsumer<SettingsException> faults, Sink sink) {
        this.source = source;
        this.in = in;
        this.form = form;
        this.faults = faults;
        this.sink = sink;
    }

    /** Reads all. */
    void read() throws IOException {
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
            fault(line, "\"" + shown(text.get().strip()) + "\" continues nothing; expected " + form);
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
        logical.setLength(0);
        if (!sink.take(text, first)) {
            drop();
            fault(first, "line \"" + shown(text) + "\" is malformed; expected " + form);
        }
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

    static boolean isSpace(int c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }
}
