/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.content;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;
import org.postchaise.api.MessageSource;

/**
 * Content that is written once and read more than once: in memory up to {@link #IN_MEMORY} octets, or a
 * limit of its own, in a temporary file above. Only the owner can read the file, and the file has no name any more when the first octet is written, where the
 * system supports that (all but Windows): whatever ends this process, no file is left. An interrupted thread that reads
 * or writes closes the file. Written by one thread.
 */
public final class SpooledContent implements AutoCloseable, MessageSource {
    /** The maximum size of content in memory, in octets: for most mail a temporary file would cost more than it saves. */
    public static final int IN_MEMORY = 262_144;

    private static final String PREFIX = "postchaise-";
    private static final String SUFFIX = ".eml";

    /** The octets that follow those in the file. */
    private final ByteArrayOutputStream memory = new ByteArrayOutputStream();

    private final int inMemory;
    private final FileFactory files;
    private final FailureHandler handler;
    private FileChannel file;
    private boolean fileHasFailed;

    /** A handler of a failure to create or write the temporary file, as on a full disk. */
    @FunctionalInterface
    public interface FailureHandler {
        /**
         * Handles the first failure. Where the handler returns, the octets and all that follow stay in memory.
         *
         * @throws IOException to refuse the octets
         */
        void failed(IOException cause) throws IOException;
    }

    /** A creator of temporary files. */
    @FunctionalInterface
    interface FileFactory {
        FileChannel create() throws IOException;
    }

    /** Creates empty content. */
    public SpooledContent(FailureHandler handler) {
        this(IN_MEMORY, () -> unnamedFile(Optional.empty()), handler);
    }

    /**
     * Creates empty content that stays in memory up to {@code inMemory} octets.
     *
     * @param directory the directory of temporary files; empty for the system's
     */
    public SpooledContent(int inMemory, Optional<Path> directory, FailureHandler handler) {
        this(inMemory, () -> unnamedFile(directory), handler);
    }

    SpooledContent(FileFactory files, FailureHandler handler) {
        this(IN_MEMORY, files, handler);
    }

    private SpooledContent(int inMemory, FileFactory files, FailureHandler handler) {
        this.inMemory = inMemory;
        this.files = files;
        this.handler = handler;
    }

    /**
     * Returns a copy of {@code in}, read to its end.
     *
     * @throws IOException when the stream can't be read, or the file can't be written
     */
    public static SpooledContent of(InputStream in) throws IOException {
        return of(in, cause -> {
            throw cause;
        });
    }

    /**
     * Returns a copy of {@code in}, read to its end.
     *
     * @throws IOException when the stream can't be read, or {@code handler} refuses octets
     */
    public static SpooledContent of(InputStream in, FailureHandler handler) throws IOException {
        SpooledContent content = new SpooledContent(handler);
        try {
            in.transferTo(content.appending());
            return content;
        } catch (IOException | RuntimeException e) {
            content.close();
            throw e;
        }
    }

    /**
     * Appends octets.
     *
     * @throws IOException when the octets were refused; the content is unchanged then
     */
    public void append(byte[] octets, int offset, int length) throws IOException {
        if (fileHasFailed || (file == null && memory.size() + length <= inMemory)) {
            memory.write(octets, offset, length);
            return;
        }
        try {
            if (file == null) {
                file = files.create();
            }
            if (memory.size() > 0) {
                write(memory.toByteArray(), 0, memory.size());
                memory.reset();
            }
            write(octets, offset, length);
        } catch (IOException e) {
            handler.failed(e);
            fileHasFailed = true;
            memory.write(octets, offset, length);
        }
    }

    /** Returns a stream that appends octets to this content; closing the stream has no effect. */
    public OutputStream appending() {
        return new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                write(new byte[] {(byte) octet}, 0, 1);
            }

            @Override
            public void write(byte[] octets, int offset, int length) throws IOException {
                append(octets, offset, length);
            }
        };
    }

    /** {@inheritDoc} The stream need not be closed. */
    @Override
    public InputStream open() {
        InputStream rest = new ByteArrayInputStream(memory.toByteArray());
        return file == null ? rest : new SequenceInputStream(filed(), rest);
    }

    @Override
    public OptionalLong size() {
        try {
            return OptionalLong.of((file == null ? 0 : file.size()) + memory.size());
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** Deletes the temporary file. */
    @Override
    public void close() {
        if (file == null) {
            return;
        }
        try {
            file.close();
        } catch (IOException e) {
            // the file has no name and no reader any more
        }
    }

    private InputStream filed() {
        return new InputStream() {
            private long position;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                int count = file.read(ByteBuffer.wrap(into, offset, length), position);
                position += Math.max(0, count);
                return count;
            }
        };
    }

    /** Writes all octets to the file, or none. */
    private void write(byte[] octets, int offset, int length) throws IOException {
        long before = file.position();
        ByteBuffer rest = ByteBuffer.wrap(octets, offset, length);
        try {
            while (rest.hasRemaining()) {
                file.write(rest);
            }
        } catch (IOException e) {
            file.truncate(before);
            throw e;
        }
    }

    private static FileChannel unnamedFile(Optional<Path> directory) throws IOException {
        Path path = directory.isPresent()
                ? Files.createTempFile(directory.get(), PREFIX, SUFFIX)
                : Files.createTempFile(PREFIX, SUFFIX);
        try {
            return FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(path);
            throw e;
        }
    }
}
