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

/**
 * A reader of the logical lines of a main.cf or master.cf file, which joins physical lines as postconf(5) and master(5)
 * define.
 */
final class LogicalLines {
    /** The maximum number of octets in one logical line. */
    static final int LINE_LIMIT = 1_048_576;

    /** The maximum number of octets in one file. */
    static final int FILE_LIMIT = 16_777_216;

    /** A consumer of logical lines. */
    @FunctionalInterface
    interface Sink {
        /** Takes {@code text}, which begins on {@code line}, and returns true if {@code text} is well-formed. */
        boolean take(String text, int line);
    }

    /**
     * Reads the file at {@code path}; the other parameters are those of the constructor.
     *
     * @param content a description of the expected content, for error messages
     * @throws SettingsException when the file can't be read
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
    /** True if the current logical line is bad: its continuation lines are skipped too. */
    private boolean dropped;

    /**
     * Creates a reader of {@code in}.
     *
     * @param source the name of the file in error messages
     * @param in the octets of the file; the stream stays open
     * @param form a description of a valid line, for error messages
     * @param faults the consumer of errors, each with the number of the bad line
     * @param sink the consumer of all other lines
     */
    LogicalLines(String source, InputStream in, String form, ObjIntConsumer<SettingsException> faults, Sink sink) {
        this.source = source;
        this.in = in;
        this.form = form;
        this.faults = faults;
        this.sink = sink;
    }

    /** Reads all lines to the end of the stream. */
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
