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
 * A file that goes with a mail. Its octets arrive as they are given. Content from a file, a stream or a {@link DataSource} is read while the
 * mail is sent and is at no time whole in memory.
 *
 * <p>Immutable. Serializable where the content is an array or a file.
 */
public final class Attachment implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final String UNKNOWN_TYPE = "application/octet-stream";
    private static final String TOKEN = "[!#$%&'*+.^_`{|}~0-9A-Za-z-]+";

    /** RFC 2045, section 5.1. */
    private static final Pattern TYPE = Pattern.compile(TOKEN + "/" + TOKEN + "(?:\\s*;\\s*" + TOKEN + "=(?:" + TOKEN
            + "|\"(?:[^\"\\\\\\p{Cntrl}]|\\\\[ -~])*\"))*\\s*;?");

    /** What can stand between the brackets of Content-ID and behind {@code cid:} (RFC 2392). */
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
     * Content from memory.
     *
     * @param fileName the name shown to the reader, in any script
     * @param contentType the media type, such as {@code application/pdf}
     * @throws IllegalArgumentException when an argument is null, the type is no media type, or the name holds a control character, half of a
     *     surrogate pair or a bidirectional control character
     */
    public static Attachment of(String fileName, String contentType, byte[] content) {
        return new Attachment(
                fileName,
                contentType,
                "",
                new Octets(LineText.requireGiven("attachment content", content).clone()));
    }

    /**
     * Content from a file, which must stay unchanged until the mail is sent.
     *
     * @throws IllegalArgumentException as {@link #of(String, String, byte[])}, and when there is no such file
     */
    public static Attachment of(String fileName, String contentType, Path file) {
        if (!Files.isReadable(LineText.requireGiven("attachment file", file)) || Files.isDirectory(file)) {
            throw new IllegalArgumentException(
                    "attachment file " + MailboxSyntax.quote(file.toString()) + " can't be read; expected a file");
        }
        return new Attachment(fileName, contentType, "", new Filed(file.toUri()));
    }

    /**
     * Content from a file under its own name, with the type that the platform knows for it, or {@code application/octet-stream}.
     *
     * @throws IllegalArgumentException as {@link #of(String, String, Path)}
     */
    public static Attachment of(Path file) {
        Path name = LineText.requireGiven("attachment file", file).getFileName();
        return of(name == null ? "" : name.toString(), typeOf(file), file);
    }

    /**
     * Content from a stream, which is read and closed while the mail is sent: such a mail can be sent once.
     *
     * @throws IllegalArgumentException as {@link #of(String, String, byte[])}
     */
    public static Attachment of(String fileName, String contentType, InputStream content) {
        return new Attachment(
                fileName, contentType, "", new Streamed(LineText.requireGiven("attachment content", content)));
    }

    /**
     * Content, name and type from a data source of Jakarta Activation.
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
     * This attachment as part of the HTML text, which shows it as {@code cid:id}.
     *
     * @param id unique within the mail; letters, digits and marks such as {@code .} and {@code @}
     * @throws IllegalArgumentException when the id is none
     */
    public Attachment inline(String id) {
        if (!CONTENT_ID.matcher(LineText.require("content id", id)).matches()) {
            throw new IllegalArgumentException("content id " + MailboxSyntax.quote(id)
                    + " is malformed; expected letters, digits and marks such as . and @");
        }
        return new Attachment(fileName, contentType, id, content);
    }

    /** The name shown to the reader; empty where there is none. */
    public String fileName() {
        return fileName;
    }

    /** The media type with its parameters. */
    public String contentType() {
        return contentType;
    }

    /** What the HTML text calls it behind {@code cid:}; empty for a file beside the text. */
    public String contentId() {
        return contentId;
    }

    /** Whether {@link #open()} gives the content more than once. */
    public boolean isRepeatable() {
        return !(content instanceof Streamed);
    }

    /** Whether the media type is of the family {@code name}, such as {@code text}. */
    public boolean isOf(String name) {
        return contentType.toLowerCase(Locale.ROOT).startsWith(name + "/");
    }

    /**
     * The content; the caller closes it.
     *
     * @throws IOException when it can't be read, or is a stream that was read before; the message names the attachment
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

    /** Where the octets come from. */
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
