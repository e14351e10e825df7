/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * A message's content: header, empty line and body (RFC 5322), as a stream that can be opened again, since a delivery may
 * need it once for each host it tries.
 *
 * <p>Lines end in CRLF or LF; either is sent as CRLF. Dot stuffing is the sender's work, not the source's. A Jakarta Mail
 * message becomes one by {@link MimeMessageSource}.
 */
public interface MessageSource {

    /**
     * A new stream from the first octet; the caller closes it. Each call gives the same octets.
     *
     * @throws IOException when the content can't be read; the delivery is deferred then
     */
    InputStream open() throws IOException;

    /** The number of octets that {@link #open()} gives, where known without reading; used for SIZE (RFC 1870). */
    default OptionalLong size() {
        return OptionalLong.empty();
    }

    /** Content from memory; the array is not copied and must not change. */
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

    /** Content from a file, which must stay unchanged until the delivery has ended. */
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
                    // open() will say what is wrong, where it can be reported
                    return OptionalLong.empty();
                }
            }
        };
    }
}
