/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.bounce;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The text of one kind of notice (bounce(5)), with all references expanded.
 *
 * @param charset the charset of the text, as the template names the charset
 * @param from the From header
 * @param subject the subject for the sender
 * @param postmasterSubject the subject for the postmaster; empty where there is no separate subject
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

    /** Returns true if the lines have characters beyond US-ASCII. */
    boolean isEightBit() {
        return !text.stream().allMatch(StandardCharsets.US_ASCII.newEncoder()::canEncode);
    }

    Charset encoder() {
        return Charset.forName(charset);
    }
}
