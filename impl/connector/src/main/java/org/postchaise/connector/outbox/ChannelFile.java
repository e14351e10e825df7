/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;

/**
 * A file that survives interrupts. A {@link FileChannel} is closed for all threads when one thread is interrupted in a call,
 * and application threads are interrupted; this class reopens the channel and repeats the call.
 */
final class ChannelFile implements JournalFiles.JournalFile {
    private final Path path;
    private final Set<? extends OpenOption> again;
    private volatile FileChannel channel;
    private boolean closed;

    /** Opens a file for reading and writing; the options {@code more} apply to the first opening only. */
    ChannelFile(Path path, StandardOpenOption... more) throws IOException {
        this.path = path;
        this.again = Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
        Set<OpenOption> first = new HashSet<>(again);
        first.addAll(Set.of(more));
        this.channel = FileChannel.open(path, first, ownersOnly(path));
    }

    /** Returns file attributes that restrict access to the owner, since the file holds mail. */
    private static FileAttribute<?>[] ownersOnly(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE))
                }
                : new FileAttribute<?>[0];
    }

    private ChannelFile(Path path, Set<? extends OpenOption> options) throws IOException {
        this.path = path;
        this.again = options;
        this.channel = FileChannel.open(path, options);
    }

    /** Opens a directory, which can only be forced. */
    static ChannelFile directory(Path path) throws IOException {
        return new ChannelFile(path, Set.of(StandardOpenOption.READ));
    }

    @Override
    public void write(ByteBuffer octets, long position) throws IOException {
        uninterrupted(open -> {
            ByteBuffer rest = octets.duplicate();
            long at = position;
            while (rest.hasRemaining()) {
                at += open.write(rest, at);
            }
            return at;
        });
    }

    @Override
    public int read(ByteBuffer octets, long position) throws IOException {
        int start = octets.position();
        return uninterrupted(open -> open.read(octets.position(start), position));
    }

    @Override
    public void force() throws IOException {
        uninterrupted(open -> {
            open.force(false);
            return 0;
        });
    }

    @Override
    public long size() throws IOException {
        return uninterrupted(FileChannel::size);
    }

    @Override
    public void truncate(long size) throws IOException {
        uninterrupted(open -> open.truncate(size));
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        channel.close();
    }

    private interface Access<T> {
        T with(FileChannel open) throws IOException;
    }

    private <T> T uninterrupted(Access<T> access) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                FileChannel open = channel;
                try {
                    return access.with(open);
                } catch (ClosedChannelException e) {
                    interrupted |= Thread.interrupted();
                    reopen(open, e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized void reopen(FileChannel lost, ClosedChannelException why) throws IOException {
        if (closed) {
            throw why;
        }
        if (channel.equals(lost)) {
            channel = FileChannel.open(path, again);
        }
    }
}
