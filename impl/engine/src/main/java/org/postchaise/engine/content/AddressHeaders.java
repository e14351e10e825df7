/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.content;

import java.util.Set;

/** The header fields that hold addresses, and their rewriting, with changed fields folded at about 70 characters. */
public final class AddressHeaders {
    private static final int WIDTH = 70;

    private static final Set<String> OF_SENDERS = Set.of(
            "from",
            "sender",
            "reply-to",
            "resent-from",
            "resent-sender",
            "resent-reply-to",
            "return-path",
            "return-receipt-to",
            "errors-to",
            "disposition-notification-to");

    private static final Set<String> OF_RECIPIENTS =
            Set.of("to", "cc", "bcc", "resent-to", "resent-cc", "resent-bcc", "apparently-to", "mail-followup-to");

    private AddressHeaders() {}

    /** Returns true if {@code name}, in lower case, is a field with addresses of senders. */
    public static boolean ofSenders(String name) {
        return OF_SENDERS.contains(name);
    }

    /** Returns true if {@code name}, in lower case, is a field with addresses of recipients. */
    public static boolean ofRecipients(String name) {
        return OF_RECIPIENTS.contains(name);
    }

    /** Returns {@code header} with replaced addresses, or the same header, octet for octet, where no address changes. */
    public static HeaderField rewrite(HeaderField header, AddressList.Rewriter rewriter) throws ContentException {
        AddressList list = AddressList.parse(header.value());
        if (!list.rewrite(rewriter)) {
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
