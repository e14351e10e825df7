/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MailDateFormat;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A {@link MessageSource} for a Jakarta Mail message. A small message is rendered in memory; a larger message passes through a temporary
 * file that is deleted when the stream is closed. This class is separate from {@link MessageSource} so that the interface can be used on a
 * class path without Jakarta Mail.
 *
 * <p>A message without Message-ID gets that field at the start of its header section, and Date if that is missing too, as by Postfix's
 * cleanup(8). Nothing else is changed, so that a message that was read is sent octet for octet, with the text before, between and after its
 * parts.
 */
public final class MimeMessageSource implements MessageSource {
    private static final int IN_MEMORY = 256 * 1024;

    private static final Pattern DOMAIN = Pattern.compile("[A-Za-z0-9.-]+");

    private static final String[] DROPPED = {"Bcc", "Content-Length", "Resent-Bcc", "Return-Path"};

    private final MimeMessage message;
    private final String id = UUID.randomUUID().toString();
    private final Date date = Date.from(Instant.now());

    private MimeMessageSource(MimeMessage message) {
        this.message = message;
    }

    /**
     * Returns a source for {@code message}, which must not change afterwards. Reading the content of a composed message that is not yet
     * saved saves the message ({@code saveChanges}). The header fields Bcc, Resent-Bcc, Return-Path and Content-Length are left out of the
     * content (Postfix's {@code message_drop_headers}).
     */
    public static MessageSource of(MimeMessage message) {
        return new MimeMessageSource(message);
    }

    @Override
    public InputStream open() throws IOException {
        Spool spool = new Spool();
        try (spool) {
            // first, since rendering saves a composed message, which sets header fields
            message.writeTo(spool, DROPPED);
            InputStream missing = new ByteArrayInputStream(missingFields().getBytes(StandardCharsets.US_ASCII));
            return new SequenceInputStream(missing, spool.toInput());
        } catch (MessagingException e) {
            spool.discard();
            throw new IOException("message can't be rendered: " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            spool.discard();
            throw e;
        }
    }

    private String missingFields() throws MessagingException {
        if (message.getHeader("Message-ID") != null) {
            return "";
        }
        String field = "Message-ID: <" + id + "@" + domain() + ">\r\n";
        return message.getHeader("Date") != null
                ? field
                : field + "Date: " + new MailDateFormat().format(date) + "\r\n";
    }

    /** Returns the domain for the Message-ID: the author's domain if it is usable in an id, otherwise {@code localhost}. */
    private String domain() {
        try {
            Address[] authors = message.getFrom();
            String author = authors != null && authors.length > 0 && authors[0] instanceof InternetAddress first
                    ? String.valueOf(first.getAddress())
                    : "";
            String domain = author.substring(author.lastIndexOf('@') + 1);
            return author.indexOf('@') > 0 && DOMAIN.matcher(domain).matches() ? domain : "localhost";
        } catch (MessagingException malformed) {
            return "localhost";
        }
    }

    /** A buffer in memory that changes to a temporary file beyond {@link #IN_MEMORY} octets. */
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
