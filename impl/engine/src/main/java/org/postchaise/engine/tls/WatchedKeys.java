/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.postchaise.engine.log.LineLog;

/**
 * The content of files with keys or certificates, which are read again after a change, such as files that are replaced
 * every few months. The files are checked at most once a second, on the thread of the first caller; other callers use
 * the content in force. Files that can't be used, or don't fit together yet, leave the old content in force, and a
 * warning is given once.
 *
 * @param <T> the type of the content, immutable
 */
public final class WatchedKeys<T> {
    private static final System.Logger LOG = LineLog.of("org.postchaise.engine.tls.TlsClient");
    private static final long LOOK_AGAIN_MILLIS = 1000;

    /** A function that reads the files. */
    @FunctionalInterface
    public interface Reader<T> {
        /**
         * Reads the current files.
         *
         * @throws IOException with the name of the file that can't be used
         */
        T read() throws IOException;
    }

    private record Stamp(Object modified, long size, Object key) {}

    private final List<Path> files;
    private final Reader<T> reader;
    private final Clock clock;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile Optional<T> inForce = Optional.empty();
    private volatile long looked;
    /** The stamps of the files last read, in force or not. Written while {@link #looking}. */
    private Map<Path, Stamp> seen;
    /** The last warning. Written while {@link #looking}. */
    private String lastWarning = "";

    /**
     * Reads the files for the first time.
     *
     * @param files the files that {@code reader} reads, and directories of such files
     */
    public WatchedKeys(List<Path> files, Reader<T> reader, Clock clock) {
        this.files = List.copyOf(files);
        this.reader = reader;
        this.clock = clock;
        looked = clock.millis();
        seen = stamps();
        read();
    }

    /** Returns the content in force; empty as long as the files could never be used. */
    public Optional<T> current() {
        long now = clock.millis();
        // a clock that was set back must not keep the files unread until it has caught up
        if ((now - looked >= LOOK_AGAIN_MILLIS || now < looked) && looking.compareAndSet(false, true)) {
            try {
                looked = now;
                Map<Path, Stamp> stamps = stamps();
                if (!stamps.equals(seen)) {
                    seen = stamps;
                    read();
                }
            } finally {
                looking.set(false);
            }
        }
        return inForce;
    }

    private void read() {
        try {
            inForce = Optional.of(reader.read());
            lastWarning = "";
        } catch (IOException | InvalidPathException e) {
            String reason = String.valueOf(e.getMessage());
            if (!reason.equals(lastWarning)) {
                lastWarning = reason;
                LOG.log(
                        Level.WARNING,
                        inForce.isPresent()
                                ? "the new keys or certificates are not used, the old ones stay: {0}"
                                : "TLS is unavailable: {0}",
                        reason);
            }
        }
    }

    private Map<Path, Stamp> stamps() {
        Map<Path, Stamp> stamps = new HashMap<>();
        for (Path file : files) {
            stamp(file, stamps);
            if (Files.isDirectory(file)) {
                try (DirectoryStream<Path> inside = Files.newDirectoryStream(file)) {
                    inside.forEach(one -> stamp(one, stamps));
                } catch (IOException e) {
                    // who reads it will say so
                }
            }
        }
        return stamps;
    }

    private static void stamp(Path file, Map<Path, Stamp> stamps) {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            Object key = found.fileKey();
            stamps.put(file, new Stamp(found.lastModifiedTime(), found.size(), key == null ? "" : key));
        } catch (IOException e) {
            // not there, or not to be looked at: no stamp, which differs from any
        }
    }
}
