/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.postchaise.connector.outbox.JournalFiles.JournalFile;

/** A stream over a part of a file, with its own file handle. */
final class ContentReader extends InputStream {
    private static final int BUFFER = 16 << 10;

    private final JournalFile file;
    private final long end;
    private long at;

    /** Creates a stream of {@code length} octets from offset {@code at}; the file is closed with the stream. */
    ContentReader(JournalFile file, long at, long length) {
        this.file = file;
        this.at = at;
        this.end = at + length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] octets, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (at >= end) {
            return -1;
        }
        ByteBuffer room = ByteBuffer.wrap(octets, offset, (int) Math.min(length, end - at));
        int count = file.read(room, at);
        if (count < 0) {
            throw new IOException("content ends " + (end - at) + " octets too early");
        }
        at += count;
        return count;
    }

    /** Returns the checksum of the remaining octets, and consumes them. */
    int crc() throws IOException {
        CRC32C crc = new CRC32C();
        byte[] buffer = new byte[BUFFER];
        for (int count = read(buffer, 0, BUFFER); count >= 0; count = read(buffer, 0, BUFFER)) {
            crc.update(buffer, 0, count);
        }
        return (int) crc.getValue();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
