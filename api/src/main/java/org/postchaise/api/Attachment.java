/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import jakarta.activation.DataSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/**
 * A file attached to a mail. The recipient receives the content's octets unchanged. Content from a file, a stream or a {@link DataSource}
 * is read while the mail is sent, and never held in memory as a whole.
 *
 * <p>Immutable. Serializable if the content is an array or a file.
 */
public final class Attachment implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final String UNKNOWN_TYPE = "application/octet-stream";
    private static final String TOKEN = "[!#$%&'*+.^_`{|}~0-9A-Za-z-]+";

    /** The media type syntax of RFC 2045, section 5.1. */
    private static final Pattern TYPE = Pattern.compile(TOKEN + "/" + TOKEN + "(?:\\s*;\\s*" + TOKEN + "=(?:" + TOKEN
            + "|\"(?:[^\"\\\\\\p{Cntrl}]|\\\\[ -~])*\"))*\\s*;?");

    /** The characters allowed between the angle brackets of Content-ID and after {@code cid:} (RFC 2392). */
    private static final Pattern CONTENT_ID = Pattern.compile("[!#$&'*+/=?^_`{|}~.@0-9A-Za-z-]+");

    private final String fileName;
    private final String contentType;
    private final String contentId;
    private final Content content;

    private Attachment(String fileName, String contentType, String contentId, Content content) {
        this.fileName = LineText.require("attachment name", fileName);
        this.contentType = LineText.require("attachment type", contentType).strip();
        this.contentId = contentId;
        this.content = content;
        boolean ascii = contentType.chars().allMatch(c -> c < 0x80);
        if (!ascii || !TYPE.matcher(this.contentType).matches()) {
            throw new IllegalArgumentException("attachment type " + MailboxSyntax.quote(contentType)
                    + " is malformed; expected a media type such as application/pdf");
        }
    }

    /**
     * Creates an attachment with content from memory.
     *
     * @param fileName the name shown to the reader, in any script
     * @param contentType the media type, such as {@code application/pdf}
     * @throws IllegalArgumentException when an argument is null, the type is not a media type, or the name holds a control character, half
     *     of a surrogate pair or a bidirectional control character
     */
    public static Attachment of(String fileName, String contentType, byte[] content) {
        return new Attachment(
                fileName,
                contentType,
                "",
                new Octets(LineText.requireGiven("attachment content", content).clone()));
    }

    /**
     * Creates an attachment with content from a file, which must stay unchanged until the mail is sent.
     *
     * @throws IllegalArgumentException as {@link #of(String, String, byte[])}, and when the file does not exist or cannot be read
     */
    public static Attachment of(String fileName, String contentType, Path file) {
        if (!Files.isReadable(LineText.requireGiven("attachment file", file)) || Files.isDirectory(file)) {
            throw new IllegalArgumentException(
                    "attachment file " + MailboxSyntax.quote(file.toString()) + " can't be read; expected a file");
        }
        return new Attachment(fileName, contentType, "", new Filed(file.toUri()));
    }

    /**
     * Creates an attachment from a file, with the file's own name and the media type that the platform detects, or {@code
     * application/octet-stream}.
     *
     * @throws IllegalArgumentException as {@link #of(String, String, Path)}
     */
    public static Attachment of(Path file) {
        Path name = LineText.requireGiven("attachment file", file).getFileName();
        return of(name == null ? "" : name.toString(), typeOf(file), file);
    }

    /**
     * Creates an attachment with content from a stream. The stream is read and closed while the mail is sent, so the mail can be sent only
     * once.
     *
     * @throws IllegalArgumentException as {@link #of(String, String, byte[])}
     */
    public static Attachment of(String fileName, String contentType, InputStream content) {
        return new Attachment(
                fileName, contentType, "", new Streamed(LineText.requireGiven("attachment content", content)));
    }

    /**
     * Creates an attachment with the content, name and media type of a Jakarta Activation data source.
     *
     * @throws IllegalArgumentException as {@link #of(String, String, byte[])}
     */
    public static Attachment of(DataSource source) {
        LineText.requireGiven("attachment content", source);
        String name = source.getName();
        String type = source.getContentType();
        return new Attachment(name == null ? "" : name, type == null ? UNKNOWN_TYPE : type, "", source::getInputStream);
    }

    /**
     * Returns this attachment as an inline part that the HTML text shows as {@code cid:id}.
     *
     * @param id the Content-ID, unique within the mail; letters, digits and marks such as {@code .} and {@code @}
     * @throws IllegalArgumentException when {@code id} is not a valid Content-ID
     */
    public Attachment inline(String id) {
        if (!CONTENT_ID.matcher(LineText.require("content id", id)).matches()) {
            throw new IllegalArgumentException("content id " + MailboxSyntax.quote(id)
                    + " is malformed; expected letters, digits and marks such as . and @");
        }
        return new Attachment(fileName, contentType, id, content);
    }

    /** Returns the name shown to the reader; empty if there is none. */
    public String fileName() {
        return fileName;
    }

    /** Returns the media type with its parameters. */
    public String contentType() {
        return contentType;
    }

    /** Returns the Content-ID by which the HTML text refers to this attachment ({@code cid:}); empty for an attachment that is not inline. */
    public String contentId() {
        return contentId;
    }

    /** Returns true if {@link #open()} can be called more than once. */
    public boolean isRepeatable() {
        return !(content instanceof Streamed);
    }

    /** Returns true if the media type's top-level type is {@code name}, such as {@code text}. */
    public boolean isOf(String name) {
        return contentType.toLowerCase(Locale.ROOT).startsWith(name + "/");
    }

    /**
     * Opens the content; the caller closes the stream.
     *
     * @throws IOException when the content can't be read, or is a stream that was read before; the message names the attachment
     */
    public InputStream open() throws IOException {
        try {
            return content.open();
        } catch (IOException e) {
            throw new IOException("attachment " + MailboxSyntax.quote(fileName) + " can't be read: " + e, e);
        }
    }

    private static String typeOf(Path file) {
        try {
            String type = Files.probeContentType(file);
            return type == null ? UNKNOWN_TYPE : type;
        } catch (IOException e) {
            return UNKNOWN_TYPE;
        }
    }

    /** The source of an attachment's octets. */
    @FunctionalInterface
    private interface Content {
        InputStream open() throws IOException;
    }

    @SuppressWarnings("ArrayRecordComponent") // compared nowhere
    private record Octets(byte[] octets) implements Content, Serializable {
        @Override
        public InputStream open() {
            return new ByteArrayInputStream(octets);
        }
    }

    private record Filed(URI file) implements Content, Serializable {
        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(Path.of(file));
        }
    }

    private record Streamed(InputStream stream, AtomicBoolean used) implements Content {
        Streamed(InputStream stream) {
            this(stream, new AtomicBoolean());
        }

        @Override
        public InputStream open() throws IOException {
            if (used.getAndSet(true)) {
                throw new IOException("its stream was read before; a mail with a stream can be sent once");
            }
            return stream;
        }
    }
}
