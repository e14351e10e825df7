/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.postchaise.engine.endpoint.UnusableReplyException;

/** Conversion of text from servers and files to one line of a log, and of values to text. */
final class OneLine {
    private static final int LONGEST = 200;

    private OneLine() {}

    static String of(String text) {
        String cut = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
        return cut.replaceAll("\\p{Cntrl}+", " ").strip();
    }

    static LookupResult.Unavailable unavailable(String table, Exception e) {
        String reason = e.getMessage() == null || e.getMessage().isBlank()
                ? e.getClass().getSimpleName()
                : e.getMessage();
        return new LookupResult.Unavailable("table " + table + ": " + of(reason));
    }

    /** Returns a value as text, up to the first NUL, which ends a value in Postfix too. */
    static String utf8(byte[] value) throws IOException {
        int end = 0;
        while (end < value.length && value[end] != 0) {
            end++;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value, 0, end))
                    .toString();
        } catch (CharacterCodingException e) {
            IOException malformed = new UnusableReplyException("the value is no UTF-8 text");
            malformed.initCause(e);
            throw malformed;
        }
    }
}
