/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.content.outgoing;

import java.util.Set;
import java.util.function.Consumer;
import org.postchaise.engine.content.AddressList;
import org.postchaise.engine.content.ContentException;
import org.postchaise.engine.content.HeaderField;

/**
 * The application of a generic map to the address headers of a message, with changed headers folded at about 70
 * characters.
 */
final class HeaderRewriter {
    private static final int WIDTH = 70;
    private static final Set<String> ADDRESS_HEADERS = Set.of(
            "from",
            "sender",
            "reply-to",
            "to",
            "cc",
            "bcc",
            "resent-from",
            "resent-sender",
            "resent-reply-to",
            "resent-to",
            "resent-cc",
            "resent-bcc",
            "return-path",
            "return-receipt-to",
            "errors-to",
            "disposition-notification-to",
            "apparently-to",
            "mail-followup-to");

    private final GenericMap map;

    HeaderRewriter(GenericMap map) {
        this.map = map;
    }

    /** Returns the header with replaced addresses, or the same header, octet for octet, where no address changes. */
    HeaderField rewrite(HeaderField header, Consumer<String> notes) throws ContentException {
        if (map.isEmpty() || !ADDRESS_HEADERS.contains(header.name())) {
            return header;
        }
        AddressList list = AddressList.parse(header.value());
        if (!list.rewrite(address -> map.rewrite(address, notes))) {
            return header;
        }
        String name = header.text().substring(0, header.text().indexOf(':')).stripTrailing();
        return header.with(folded(name + ": " + list.written()));
    }

    /** Joins the lines of {@code text} up to the width; further lines begin with a tab. */
    private static String folded(String text) {
        StringBuilder folded = new StringBuilder();
        int start = 0;
        for (String line : text.split("\n", -1)) {
            if (!folded.isEmpty()) {
                if (folded.length() + 1 + line.length() - start < WIDTH) {
                    folded.append(' ');
                } else {
                    folded.append("\n\t");
                    start = folded.length() - 1;
                }
            }
            folded.append(line);
        }
        return folded.toString();
    }
}
