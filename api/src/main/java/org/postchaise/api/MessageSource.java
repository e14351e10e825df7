/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * The content of a message: header section, empty line and body (RFC 5322), as a stream that can be opened repeatedly,
 * since a delivery may need to read the content once for each host that it tries.
 *
 * <p>Lines end in CRLF or LF; both are sent as CRLF. The SMTP client does the dot stuffing, not the source. {@link
 * MimeMessageSource} adapts a Jakarta Mail message.
 */
public interface MessageSource {

    /**
     * Opens a new stream at the first octet; the caller closes the stream. Each call returns the same octets.
     *
     * @throws IOException when the content can't be read; the delivery is deferred then
     */
    InputStream open() throws IOException;

    /** Returns the number of octets of {@link #open()}, if known without reading; used for SIZE (RFC 1870). */
    default OptionalLong size() {
        return OptionalLong.empty();
    }

    /**
     * Returns a source with content from memory.
     *
     * @param content the content; the array is not copied and must not change
     */
    static MessageSource of(byte[] content) {
        return new MessageSource() {
            @Override
            public InputStream open() {
                return new ByteArrayInputStream(content);
            }

            @Override
            public OptionalLong size() {
                return OptionalLong.of(content.length);
            }
        };
    }

    /**
     * Returns a source with content from a file.
     *
     * @param file the file, which must stay unchanged until the delivery has ended
     */
    static MessageSource of(Path file) {
        return new MessageSource() {
            @Override
            public InputStream open() throws IOException {
                return Files.newInputStream(file);
            }

            @Override
            public OptionalLong size() {
                try {
                    return OptionalLong.of(Files.size(file));
                } catch (IOException unknown) {
                    // a later call of open() throws the exception, where the failure can be reported
                    return OptionalLong.empty();
                }
            }
        };
    }
}
