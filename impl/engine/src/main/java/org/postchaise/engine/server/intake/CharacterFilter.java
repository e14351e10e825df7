/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.intake;

import java.io.IOException;
import java.io.OutputStream;

/**
 * The stream that takes {@code message_strip_characters} out of content, and notices {@code message_reject_characters}. Line ends stay. Not
 * thread-safe.
 */
final class CharacterFilter extends OutputStream {
    private static final int SHOWN = 60;

    private final Characters stripped;
    private final Characters refused;
    private final OutputStream out;
    private final StringBuilder line = new StringBuilder(SHOWN);
    private boolean isRefused;

    CharacterFilter(Characters stripped, Characters refused, OutputStream out) {
        this.stripped = stripped;
        this.refused = refused;
        this.out = out;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        byte[] kept = new byte[length];
        int count = 0;
        for (int i = offset; i < offset + length; i++) {
            byte octet = octets[i];
            boolean lineEnd = octet == '\r' || octet == '\n';
            note(octet);
            if (lineEnd || !stripped.contains(octet)) {
                kept[count++] = octet;
            }
        }
        out.write(kept, 0, count);
    }

    private void note(byte octet) {
        if (isRefused) {
            return;
        }
        if (octet == '\n') {
            line.setLength(0);
        } else if (octet != '\r') {
            isRefused = refused.contains(octet);
            if (line.length() < SHOWN) {
                line.append((char) (octet & 0xff));
            }
        }
    }

    /** Returns true if the content holds a character that must not be there. */
    boolean isRefused() {
        return isRefused;
    }

    /** Returns the start of the line with that character, up to the character. */
    String line() {
        return line.toString();
    }
}
