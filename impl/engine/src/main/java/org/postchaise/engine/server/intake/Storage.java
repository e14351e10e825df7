/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.intake;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.SettingsException;
import org.postchaise.engine.config.catalog.Queue;
import org.postchaise.engine.config.catalog.ServerSession;
import org.postchaise.engine.content.SpooledContent;

/** The storage of messages while they are received: memory, then unnamed files. Thread-safe. */
final class Storage {
    /** The free space that a message needs, as a multiple of its greatest size. */
    private static final double RESERVE = 1.5;

    /** The time for which a finding of the free space is believed, so that not every mail asks the system. */
    private static final Duration BELIEVED = Duration.ofMillis(200);

    private final MemoryBudget memory;
    private final int memoryLimit;
    private final long sizeLimit;
    private final long leastFree;
    private final Optional<Path> directory;
    private final FileStore files;
    private volatile Free known = new Free(0, System.nanoTime());

    /** The free space in octets as it was found, which is believed up to a value of {@link System#nanoTime}. */
    private record Free(long octets, long until) {}

    /**
     * Creates the storage that {@code settings} define.
     *
     * @throws SettingsException when the directory of files can't be used
     */
    Storage(Settings settings, MemoryBudget memory) {
        this.memory = memory;
        this.memoryLimit = settings.get(ServerSession.MEMORY_LIMIT).intValue();
        this.sizeLimit = settings.get(Queue.MESSAGE_SIZE_LIMIT);
        this.leastFree = settings.get(ServerSession.QUEUE_MINFREE);
        String named = settings.get(ServerSession.SPOOL_DIRECTORY);
        this.directory = named.isEmpty() ? Optional.empty() : Optional.of(Path.of(named));
        Path path = directory.orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir")));
        try {
            this.files = Files.getFileStore(path);
        } catch (IOException e) {
            throw new SettingsException(
                    "parameter " + ServerSession.SPOOL_DIRECTORY.name() + ": " + path + " can't be used: " + e, e);
        }
    }

    /** Returns the maximum size of a message in octets; 0: no limit. */
    long sizeLimit() {
        return sizeLimit;
    }

    /** Returns why there is no room for a message of {@code size} octets, as a log line; empty if there is room. */
    Optional<String> lackOfRoom(long size) {
        long free;
        try {
            free = free();
        } catch (IOException e) {
            return Optional.of("warning: can't find out the free space of the mail spool: " + e.getMessage());
        }
        if (free > leastFree && free > RESERVE * Math.max(sizeLimit, size)) {
            return Optional.empty();
        }
        return Optional.of("warning: not enough free space in mail queue: " + free + " bytes < " + RESERVE
                + "*message size limit");
    }

    /** Takes {@code octets} of memory, and returns true, if so many are left. */
    boolean take(long octets) {
        return memory.take(octets);
    }

    /** Gives back {@code octets} of memory that were taken. */
    void giveBack(long octets) {
        memory.giveBack(octets);
    }

    private long free() throws IOException {
        Free found = known;
        if (System.nanoTime() - found.until() >= 0) {
            found = new Free(files.getUsableSpace(), System.nanoTime() + BELIEVED.toNanos());
            known = found;
        }
        return found.octets();
    }

    /** Returns empty content, which is in memory first if there is memory for all that may be in memory. */
    Spool open() {
        return memory.take(memoryLimit) ? new Spool(memoryLimit) : new Spool(0);
    }

    /** The stored content of one message. Not thread-safe. */
    final class Spool implements AutoCloseable, HeaderSplitter.Memory {
        private final SpooledContent content;
        private int taken;
        private int takenForHeader;

        private Spool(int taken) {
            this.taken = taken;
            this.content = new SpooledContent(taken, directory, cause -> {
                throw cause;
            });
        }

        SpooledContent content() {
            return content;
        }

        @Override
        public void take(int octets) throws IOException {
            if (!memory.take(octets)) {
                throw new IOException("no memory left for a large header (intake_memory)");
            }
            takenForHeader += octets;
        }

        @Override
        public void giveBack() {
            memory.giveBack(takenForHeader);
            takenForHeader = 0;
        }

        /** Gives the memory back, and deletes the file; may be called again. */
        @Override
        public void close() {
            content.close();
            memory.giveBack(taken);
            taken = 0;
            giveBack();
        }
    }
}
