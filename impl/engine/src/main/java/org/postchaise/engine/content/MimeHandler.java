/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.content;

import java.io.IOException;

/** Gets the parts of a message in their order. */
interface MimeHandler {

    /** Where a header stands. */
    enum Place {
        /** At the start of the message. */
        PRIMARY,
        /** At the start of a part of a multipart. */
        PART,
        /** At the start of an attached message. */
        NESTED
    }

    /** A header, whole; cut at {@code header_size_limit}. */
    void header(Place place, HeaderField header) throws IOException;

    /** The encoding of converted content, which takes the place of the header that the message had. */
    void encoding(Place place, HeaderField header) throws IOException;

    /**
     * A line of anything else, or a piece of one: empty lines, boundaries, content.
     *
     * @param more whether the line goes on in the next call
     */
    void body(byte[] octets, int off, int len, boolean more) throws IOException;
}
