/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The content of a text file, which is read again when the file changes. The file is checked at most once a second, on
 * the thread of the first caller; other callers use the version in force, which is replaced atomically. A new version
 * that can't be read, or has more wrong lines than the version in force, does not come into force, and a warning is
 * given once.
 *
 * @param <T> the type of the content of one version, immutable
 */
final class WatchedFile<T> {
    private static final long LOOK_AGAIN_MILLIS = 1000;

    /** A parser of the file's octets. */
    @FunctionalInterface
    interface Reader<T> {
        /**
         * Reads the content of one version.
         *
         * @param size the size of the file in octets, an estimate
         * @throws TableException when the file has no usable content
         */
        T read(LogicalLines lines, long size, Findings findings) throws IOException, TableException;
    }

    private record Stamp(FileTime modified, long size, Object key) {}

    private record Version<T>(T content, int faults) {}

    private final String name;
    private final Path path;
    private final Reader<T> reader;
    private final TableContext context;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile Version<T> inForce;
    private volatile long looked;
    /** The stamp of the file that was last read, in force or not. Written while {@link #looking}. */
    private Stamp seen;
    /** The last warning about keeping the old version. Written while {@link #looking}. */
    private String lastWarning = "";

    /**
     * Reads the file for the first time.
     *
     * @param name the name of the file in messages
     * @throws TableException when the file can't be read, or has wrong lines and the context does not skip wrong lines
     */
    WatchedFile(String name, String file, Reader<T> reader, TableContext context) throws TableException {
        this.name = name;
        this.reader = reader;
        this.context = context;
        try {
            this.path = Path.of(file);
        } catch (InvalidPathException e) {
            throw new TableException(name + ": not a file name: " + e.getReason(), e);
        }
        Findings findings = new Findings();
        looked = context.clock().millis();
        seen = stamp();
        inForce = read(findings, seen);
        if (findings.faults() > 0 && context.faults() == TableContext.Faults.STOP) {
            throw new TableException(findings.firstFault());
        }
        findings.tell(name, context.warnings());
    }

    /** Returns the content of the version in force. */
    T current() {
        long now = context.clock().millis();
        // A clock that was set back must not keep the file unread until it has caught up.
        if ((now - looked >= LOOK_AGAIN_MILLIS || now < looked) && looking.compareAndSet(false, true)) {
            try {
                looked = now;
                lookAgain();
            } finally {
                looking.set(false);
            }
        }
        return inForce.content();
    }

    private void lookAgain() {
        try {
            Stamp stamp = stamp();
            if (stamp.equals(seen)) {
                return;
            }
            Findings findings = new Findings();
            seen = stamp;
            Version<T> next = read(findings, stamp);
            if (next.faults() > inForce.faults()) {
                keep(findings.firstFault());
                return;
            }
            inForce = next;
            lastWarning = "";
            findings.tell(name, context.warnings());
        } catch (TableException e) {
            keep(e.getMessage());
        }
    }

    private void keep(String reason) {
        if (!reason.equals(lastWarning)) {
            lastWarning = reason;
            context.warnings().accept(name + ": the new version of the file is not used, the old one stays: " + reason);
        }
    }

    private Stamp stamp() throws TableException {
        try {
            BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
            if (found.isDirectory()) {
                throw new TableException(name + ": is a directory; expected a text file");
            }
            if (!found.isRegularFile() && !path.equals(Path.of("/dev/null"))) {
                throw new TableException(name + ": is neither a regular file nor /dev/null");
            }
            Object key = found.fileKey();
            return new Stamp(found.lastModifiedTime(), found.size(), key == null ? "" : key);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private Version<T> read(Findings findings, Stamp before) throws TableException {
        try (InputStream in = Files.newInputStream(path)) {
            LogicalLines lines = new LogicalLines(in, name, findings);
            return new Version<>(reader.read(lines, before.size(), findings), findings.faults());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private TableException unreadable(IOException e) {
        String why;
        if (e instanceof NoSuchFileException) {
            why = "no such file";
        } else if (e instanceof AccessDeniedException) {
            why = "no permission to read the file";
        } else {
            why = "can't read the file: " + e.getMessage();
        }
        return new TableException(name + ": " + why, e);
    }
}
