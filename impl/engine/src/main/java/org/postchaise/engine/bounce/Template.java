/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.bounce;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The words of one kind of notice, bounce(5), with its references already replaced.
 *
 * @param charset of the text, as the template names it
 * @param from who writes, for the header
 * @param subject for the sender
 * @param postmasterSubject for the postmaster; empty where that is no other
 * @param text the lines before the report
 */
record Template(String charset, String from, String subject, String postmasterSubject, List<String> text) {
    private static final String US_ASCII = "us-ascii";

    Template {
        text = List.copyOf(text);
    }

    boolean isAscii() {
        return charset.equalsIgnoreCase(US_ASCII);
    }

    /** Whether the lines are written in octets above 127. */
    boolean isEightBit() {
        return !text.stream().allMatch(StandardCharsets.US_ASCII.newEncoder()::canEncode);
    }

    Charset encoder() {
        return Charset.forName(charset);
    }
}
