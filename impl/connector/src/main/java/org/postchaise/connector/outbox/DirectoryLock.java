/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.io.Closeable;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.temporal.ChronoUnit;

/**
 * The exclusive lock on an outbox directory: an operating system lock on a file that names the holder.
 *
 * <p>When a process closes any handle on a locked file, POSIX releases the process's lock. So a second outbox in the same
 * process must not even open the file: it detects the first one in the system properties, which all class loaders share.
 */
final class DirectoryLock implements Closeable {
    static final String NAME = "outbox.lock";

    private static final String PROPERTY = "org.postchaise.outbox.holder:";
    private static final int HOLDER_LIMIT = 500;

    private final String property;
    private final FileChannel channel;

    private DirectoryLock(String property, FileChannel channel) {
        this.property = property;
        this.channel = channel;
    }

    /**
     * Acquires the lock without waiting.
     *
     * @throws IOException naming the holder, if there is one
     */
    static DirectoryLock take(Path directory, Clock clock) throws IOException {
        String property = PROPERTY + directory.toRealPath();
        String holder = "process " + ManagementFactory.getRuntimeMXBean().getName() + " since "
                + clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Object other = System.getProperties().putIfAbsent(property, holder);
        if (other != null) {
            throw held(directory, other + ", which is this process");
        }
        boolean taken = false;
        try {
            DirectoryLock lock = new DirectoryLock(property, locked(directory, holder));
            taken = true;
            return lock;
        } finally {
            if (!taken) {
                System.getProperties().remove(property);
            }
        }
    }

    private static FileChannel locked(Path directory, String holder) throws IOException {
        FileChannel channel = FileChannel.open(
                directory.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean taken = false;
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw held(directory, holder(directory));
            }
            sign(directory, channel, holder);
            taken = true;
            return channel;
        } catch (OverlappingFileLockException e) {
            throw held(directory, "another part of this process");
        } finally {
            if (!taken) {
                channel.close();
            }
        }
    }

    private static void sign(Path directory, FileChannel channel, String holder) throws IOException {
        try {
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((holder + "\n").getBytes(StandardCharsets.UTF_8)), 0);
        } catch (IOException e) {
            throw new IOException("outbox directory " + directory + " can't be written: " + e.getMessage(), e);
        }
    }

    private static String holder(Path directory) throws IOException {
        String text = Files.readString(directory.resolve(NAME)).strip();
        return text.isEmpty() ? "another process" : text.substring(0, Math.min(text.length(), HOLDER_LIMIT));
    }

    private static IOException held(Path directory, String holder) {
        return new IOException("outbox directory " + directory + " is in use by " + holder
                + "; expected a directory that no other outbox uses");
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            System.getProperties().remove(property);
        }
    }
}
