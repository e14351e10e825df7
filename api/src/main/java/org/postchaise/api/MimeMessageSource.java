/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A Jakarta Mail message as {@link MessageSource}. A small message is rendered in memory; a larger one passes through a
 * temporary file that is deleted when the stream is closed. Apart from {@link MessageSource}, so that a class path without
 * Jakarta Mail can use that.
 */
public final class MimeMessageSource implements MessageSource {
    private static final int IN_MEMORY = 256 * 1024;

    private static final String[] DROPPED = {"Bcc", "Content-Length", "Resent-Bcc", "Return-Path"};

    private final MimeMessage message;

    private MimeMessageSource(MimeMessage message) {
        this.message = message;
    }

    /**
     * The content of {@code message}, which must not change afterwards. Its header is brought up to date first ({@code
     * saveChanges}) when that was not done yet; the header fields Bcc, Resent-Bcc, Return-Path and Content-Length are left out of the
     * content (Postfix's {@code message_drop_headers}).
     *
     * @throws IllegalArgumentException when the message can't be rendered
     */
    public static MessageSource of(MimeMessage message) {
        try {
            if (message.getMessageID() == null) {
                message.saveChanges();
            }
        } catch (MessagingException e) {
            throw new IllegalArgumentException("message can't be rendered: " + e.getMessage(), e);
        }
        return new MimeMessageSource(message);
    }

    @Override
    public InputStream open() throws IOException {
        Spool spool = new Spool();
        try (spool) {
            message.writeTo(spool, DROPPED);
            return spool.toInput();
        } catch (MessagingException e) {
            spool.discard();
            throw new IOException("message can't be rendered: " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            spool.discard();
            throw e;
        }
    }

    /** Memory first, a temporary file beyond {@link #IN_MEMORY}. */
    private static final class Spool extends OutputStream {
        private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
        private OutputStream sink = memory;
        private Path file;

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] b, int off, int len) throws IOException {
            if (file == null && memory.size() + len > IN_MEMORY) {
                file = Files.createTempFile("postchaise", ".eml");
                sink = Files.newOutputStream(file);
                memory.writeTo(sink);
                memory.reset();
            }
            sink.write(b, off, len);
        }

        InputStream toInput() throws IOException {
            sink.close();
            return file == null
                    ? new ByteArrayInputStream(memory.toByteArray())
                    : Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE);
        }

        void discard() throws IOException {
            sink.close();
            if (file != null) {
                Files.deleteIfExists(file);
            }
        }

        @Override
        public void close() throws IOException {
            sink.close();
        }
    }
}
