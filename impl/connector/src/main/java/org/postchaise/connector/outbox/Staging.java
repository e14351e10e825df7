/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.postchaise.api.MessageSource;
import org.postchaise.connector.outbox.JournalFiles.JournalFile;

/**
 * The storage of a message's content: small content is kept in memory, to be written to the journal with the envelope;
 * larger content is written to its own file, which is on the device before the journal refers to it (ADR 23).
 */
final class Staging {
    private static final int BUFFER = 64 << 10;

    private final JournalFiles files;
    private final int inlineLimit;

    Staging(JournalFiles files, int inlineLimit) {
        this.files = files;
        this.inlineLimit = inlineLimit;
    }

    /**
     * The stored content of a message.
     *
     * @param content the description of the content
     * @param octets the content to be written to the journal; empty if the content is in its own file
     */
    record Taken(StagedHead.Content content, ByteBuffer octets) {}

    /** The failure of a message source, as opposed to a failure of the outbox. */
    static final class SourceException extends IOException {
        private static final long serialVersionUID = 1L;

        SourceException(IOException cause) {
            super("the message can't be read: " + cause.getMessage(), cause);
        }
    }

    /**
     * Reads {@code source} to its end and stores the content.
     *
     * @param id the id of the mail
     * @throws SourceException when the source can't be read
     */
    Taken take(long id, MessageSource source) throws IOException {
        try (InputStream stream = open(source)) {
            byte[] first = new byte[first(source)];
            int count = fill(stream, first, 0);
            byte[] all = first;
            if (count == first.length && count <= inlineLimit) {
                // the content is longer than the declared size
                all = Arrays.copyOf(first, inlineLimit + 1);
                count += fill(stream, all, count);
            }
            if (count > inlineLimit) {
                return large(id, all, stream);
            }
            ByteBuffer octets = ByteBuffer.wrap(all, 0, count).slice();
            return new Taken(new StagedHead.Content(true, count, Frame.crc(octets)), octets);
        }
    }

    /** Returns the size of the first read: the declared size, limited to the inline limit, and one octet to detect the end. */
    private int first(MessageSource source) {
        return (int) Math.min(inlineLimit, Math.max(0, source.size().orElse(inlineLimit))) + 1;
    }

    private Taken large(long id, byte[] beginning, InputStream stream) throws IOException {
        String name = StagedHead.contentFile(id);
        boolean whole = false;
        try (JournalFile file = files.create(name)) {
            CRC32C crc = new CRC32C();
            crc.update(beginning);
            file.write(ByteBuffer.wrap(beginning), 0);
            long length = beginning.length;
            byte[] buffer = new byte[BUFFER];
            for (int count = fill(stream, buffer, 0); count > 0; count = fill(stream, buffer, 0)) {
                crc.update(buffer, 0, count);
                file.write(ByteBuffer.wrap(buffer, 0, count), length);
                length += count;
            }
            file.force();
            files.force();
            whole = true;
            return new Taken(new StagedHead.Content(false, length, (int) crc.getValue()), ByteBuffer.allocate(0));
        } finally {
            if (!whole) {
                files.delete(name);
            }
        }
    }

    private static InputStream open(MessageSource source) throws SourceException {
        try {
            return source.open();
        } catch (IOException e) {
            throw new SourceException(e);
        }
    }

    private static int fill(InputStream stream, byte[] room, int from) throws SourceException {
        try {
            return stream.readNBytes(room, from, room.length - from);
        } catch (IOException e) {
            throw new SourceException(e);
        }
    }
}
