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
 * A table made from a text file. The file is looked at again at most once a second, by the lookup that comes first; the others
 * go on with the version in force, which is swapped in one step. A new version that can't be read, or has more wrong lines than
 * the one in force, does not come into force: one warning says so.
 */
final class FileTable implements LookupTable {
    private static final long LOOK_AGAIN_MILLIS = 1000;

    /** One version of the file. Immutable. */
    interface Content {
        LookupResult find(String key);
    }

    /** Makes a version from the file's octets. */
    @FunctionalInterface
    interface Reader {
        /**
         * The version.
         *
         * @param size the file's, in octets: an estimate
         * @throws TableException when there is none to be had
         */
        Content read(LogicalLines lines, String table, long size, Findings findings) throws IOException, TableException;
    }

    private record Stamp(FileTime modified, long size, Object key) {}

    private record Version(Content content, int faults) {}

    private final String name;
    private final Path path;
    private final Kind kind;
    private final TableContext context;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile Version inForce;
    private volatile long looked;
    private volatile boolean closed;
    /** Of the file last read, whether it came into force or not. Written while {@link #looking}. */
    private Stamp seen;
    /** The last reason that was told for keeping the old version. Written while {@link #looking}. */
    private String told = "";

    /**
     * What the types differ in.
     *
     * @param patterns whether keys are patterns or networks
     */
    record Kind(String type, boolean patterns, Reader reader) {}

    private FileTable(Kind kind, String file, TableContext context) throws TableException {
        this.kind = kind;
        this.name = kind.type() + ":" + file;
        this.context = context;
        try {
            this.path = Path.of(file);
        } catch (InvalidPathException e) {
            throw new TableException(name + ": not a file name: " + e.getReason(), e);
        }
    }

    /**
     * Reads the file.
     *
     * @throws TableException when it can't be read; wrong lines are warnings
     */
    static LookupTable open(Kind kind, String file, TableContext context) throws TableException {
        FileTable table = new FileTable(kind, file, context);
        Findings findings = new Findings();
        table.looked = context.clock().millis();
        table.seen = table.stamp();
        table.inForce = table.read(findings, table.seen);
        findings.tell(table.name, context.warnings());
        return table;
    }

    @Override
    public LookupResult find(String key) {
        if (closed) {
            return new LookupResult.Unavailable(name + " is closed");
        }
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
        return inForce.content().find(key);
    }

    @Override
    public boolean matchesPatterns() {
        return kind.patterns();
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public String toString() {
        return name;
    }

    private void lookAgain() {
        try {
            Stamp stamp = stamp();
            if (stamp.equals(seen)) {
                return;
            }
            Findings findings = new Findings();
            seen = stamp;
            Version next = read(findings, stamp);
            if (next.faults() > inForce.faults()) {
                keep(findings.firstFault());
                return;
            }
            inForce = next;
            told = "";
            findings.tell(name, context.warnings());
        } catch (TableException e) {
            keep(e.getMessage());
        }
    }

    private void keep(String reason) {
        if (!reason.equals(told)) {
            told = reason;
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

    private Version read(Findings findings, Stamp before) throws TableException {
        try (InputStream in = Files.newInputStream(path)) {
            LogicalLines lines = new LogicalLines(in, name, findings);
            Content content = kind.reader().read(lines, name, before.size(), findings);
            return new Version(content, findings.faults());
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
