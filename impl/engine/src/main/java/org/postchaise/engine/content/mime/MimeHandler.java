/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.content.mime;

import java.io.IOException;
import org.postchaise.engine.content.HeaderField;

/** A handler of the elements of a message, called in their order. */
public interface MimeHandler {

    /** The class of a header, by its position. */
    enum HeaderClass {
        /** The start of the message. */
        PRIMARY,
        /** The start of a part of a multipart. */
        PART,
        /** The start of an attached message. */
        NESTED
    }

    /** Handles a whole header, truncated at {@code header_size_limit}. */
    void header(HeaderClass headerClass, HeaderField header) throws IOException;

    /** Handles the encoding header of converted content, which replaces the message's own encoding header. */
    void encoding(HeaderClass headerClass, HeaderField header) throws IOException;

    /**
     * Handles a line that is not a header, or a piece of a line: empty lines, boundaries, content.
     *
     * @param octets the buffer with the line
     * @param off the start of the line in the buffer
     * @param len the length in octets
     * @param more true if the line continues in the next call
     */
    void body(byte[] octets, int off, int len, boolean more) throws IOException;
}
