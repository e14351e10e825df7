/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.OptionalLong;
import org.postchaise.api.MessageSource;
import org.postchaise.api.SubmissionException;
import org.postchaise.engine.content.SpooledContent;
import org.postchaise.engine.log.LineLog;

/**
 * Buffer for content on its way to or from the broker: in memory up to {@link #IN_MEMORY} octets, in a temporary file above. Octets that can't be written to
 * the file, as on a full disk, stay in memory, so that delivery goes on.
 */
final class ContentBuffer implements MessageSource, AutoCloseable {
    /** Largest content held in memory, in octets: for most mail a temporary file would cost more than it saves. */
    static final int IN_MEMORY = 262_144;

    private static final Logger LOG = LineLog.of("org.postchaise.courier");

    private static final int CHUNK = 8192;

    /** Octets that follow those in the file. */
    private final ByteArrayOutputStream memory = new ByteArrayOutputStream();

    private final Files files;
    private SpooledContent file;
    private boolean fileIsOut;

    /** Creates an empty buffer. */
    ContentBuffer() {
        this(SpooledContent::empty);
    }

    ContentBuffer(Files files) {
        this.files = files;
    }

    /** Factory of temporary files. */
    @FunctionalInterface
    interface Files {
        SpooledContent create() throws IOException;
    }

    /**
     * Returns a buffer with all of {@code content}.
     *
     * @param sizeLimit the largest size in octets; 0: no limit
     * @throws SubmissionException when the content is larger than the limit
     */
    static ContentBuffer of(MessageSource content, long sizeLimit) throws IOException {
        requireSize(content.size().orElse(0), sizeLimit);
        ContentBuffer buffer = new ContentBuffer();
        try (InputStream in = content.open()) {
            long size = 0;
            byte[] chunk = new byte[CHUNK];
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                size += n;
                requireSize(size, sizeLimit);
                buffer.append(chunk, 0, n);
            }
            return buffer;
        } catch (IOException | RuntimeException e) {
            buffer.close();
            throw e;
        }
    }

    /**
     * Checks a size against a limit.
     *
     * @param limit in octets; 0: no limit
     * @throws SubmissionException when {@code size} is larger than {@code limit}
     */
    static void requireSize(long size, long limit) {
        if (limit > 0 && size > limit) {
            throw new SubmissionException(
                    "mail is larger than message_size_limit: at least " + size + " octets; the limit is " + limit);
        }
    }

    /** Loads the classes for large content by using them once: an undeployed adapter takes classes along that were never used. */
    static void rehearse() {
        try (ContentBuffer buffer = new ContentBuffer()) {
            buffer.append(new byte[IN_MEMORY], 0, IN_MEMORY);
            buffer.append(new byte[1], 0, 1);
            try (InputStream in = buffer.open()) {
                in.readNBytes(1);
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "large mail will be held in memory: " + e.getMessage());
        }
    }

    /** Returns a stream that appends octets to this buffer; closing the stream has no effect. */
    OutputStream appending() {
        return new OutputStream() {
            @Override
            public void write(int octet) {
                write(new byte[] {(byte) octet}, 0, 1);
            }

            @Override
            public void write(byte[] octets, int offset, int length) {
                append(octets, offset, length);
            }
        };
    }

    void append(byte[] octets, int offset, int length) {
        if (!isFiled(octets, offset, length)) {
            memory.write(octets, offset, length);
        }
    }

    private boolean isFiled(byte[] octets, int offset, int length) {
        if (fileIsOut || (file == null && memory.size() + length <= IN_MEMORY)) {
            return false;
        }
        try {
            if (file == null) {
                file = files.create();
                file.append(memory.toByteArray(), 0, memory.size());
                memory.reset();
            }
            file.append(octets, offset, length);
            return true;
        } catch (IOException e) {
            fileIsOut = true;
            LOG.log(Level.WARNING, "large mail is held in memory, there can be no temporary file: " + e.getMessage());
            return false;
        }
    }

    /** {@inheritDoc} The stream need not be closed. */
    @Override
    public InputStream open() {
        InputStream rest = new ByteArrayInputStream(memory.toByteArray());
        return file == null ? rest : new SequenceInputStream(file.open(), rest);
    }

    @Override
    public OptionalLong size() {
        if (file == null) {
            return OptionalLong.of(memory.size());
        }
        OptionalLong filed = file.size();
        return filed.isPresent() ? OptionalLong.of(filed.getAsLong() + memory.size()) : filed;
    }

    @Override
    public void close() {
        if (file == null) {
            return;
        }
        try {
            file.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "a temporary file can't be closed", e);
        }
    }
}
