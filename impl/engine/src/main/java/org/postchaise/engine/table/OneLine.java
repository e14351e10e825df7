/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** What others sent, made fit for one line of a log, and values made text. */
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

    /** A value as text, up to the first NUL, which ends it for Postfix too. */
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
            IOException malformed = new TableServer.MalformedReplyException("the value is no UTF-8 text");
            malformed.initCause(e);
            throw malformed;
        }
    }
}
