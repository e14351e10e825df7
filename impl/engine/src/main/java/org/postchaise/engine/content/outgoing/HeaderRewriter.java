/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.content.outgoing;

import java.util.function.Consumer;
import org.postchaise.engine.content.AddressHeaders;
import org.postchaise.engine.content.ContentException;
import org.postchaise.engine.content.HeaderField;

/** The application of a generic map to the address headers of a message. */
final class HeaderRewriter {
    private final GenericMap map;

    HeaderRewriter(GenericMap map) {
        this.map = map;
    }

    /** Returns the header with replaced addresses, or the same header, octet for octet, where no address changes. */
    HeaderField rewrite(HeaderField header, Consumer<String> notes) throws ContentException {
        if (map.isEmpty()) {
            return header;
        }
        String name = header.name();
        return AddressHeaders.ofSenders(name) || AddressHeaders.ofRecipients(name)
                ? AddressHeaders.rewrite(header, address -> map.rewrite(address, notes))
                : header;
    }
}
