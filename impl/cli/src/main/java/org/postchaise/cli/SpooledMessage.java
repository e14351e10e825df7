/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

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
 * Standard input in a temporary file: a delivery may need the content more than once. Only the owner can read the file, and
 * it has no name any more when the first octet is in it, where the system can do that (all but Windows): whatever ends this
 * process, nothing is left.
 */
final class SpooledMessage implements AutoCloseable, MessageSource {
    private final FileChannel file;

    private SpooledMessage(FileChannel file) {
        this.file = file;
    }

    /**
     * Copies {@code in} to its end.
     *
     * @throws IOException when it can't be read, or the file not be written
     */
    static SpooledMessage of(InputStream in) throws IOException {
        Path path = Files.createTempFile("postchaise-", ".eml");
        FileChannel file;
        try {
            file = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(path);
            throw e;
        }
        SpooledMessage message = new SpooledMessage(file);
        try {
            in.transferTo(Channels.newOutputStream(file));
            return message;
        } catch (IOException | RuntimeException e) {
            message.close();
            throw e;
        }
    }

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
