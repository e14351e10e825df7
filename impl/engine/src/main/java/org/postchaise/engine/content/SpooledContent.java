/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.content;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import org.postchaise.api.MessageSource;

/**
 * Content in a temporary file, for a delivery that reads the content of another source more than once. Only the owner
 * can read the file, and the file has no name any more when the first octet is written, where the system supports that
 * (all but Windows): whatever ends this process, no file is left. An interrupted thread that reads or writes closes the
 * file.
 */
public final class SpooledContent implements AutoCloseable, MessageSource {
    private final FileChannel file;

    private SpooledContent(FileChannel file) {
        this.file = file;
    }

    /**
     * Creates a file without content.
     *
     * @throws IOException when the file can't be created
     */
    public static SpooledContent empty() throws IOException {
        Path path = Files.createTempFile("postchaise-", ".eml");
        try {
            return new SpooledContent(FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE));
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(path);
            throw e;
        }
    }

    /**
     * Creates a file with a copy of {@code in}, read to its end.
     *
     * @throws IOException when the stream can't be read, or the file can't be written
     */
    public static SpooledContent of(InputStream in) throws IOException {
        SpooledContent content = empty();
        try {
            in.transferTo(Channels.newOutputStream(content.file));
            return content;
        } catch (IOException | RuntimeException e) {
            content.close();
            throw e;
        }
    }

    /**
     * Appends octets.
     *
     * @throws IOException when the file does not take all octets; the file is unchanged then
     */
    public void append(byte[] octets, int offset, int length) throws IOException {
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

    /** {@inheritDoc} The stream need not be closed. */
    @Override
    public InputStream open() {
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

    @Override
    public OptionalLong size() {
        try {
            return OptionalLong.of(file.size());
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
