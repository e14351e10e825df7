/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.content;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A header field of a message: name, colon, value, with LF between the lines of a folded header and none at the end.
 * The octets are decoded as UTF-8 where valid, else as ISO-8859-1, so that nothing is lost; decoding happens only on
 * request.
 */
public final class HeaderField {
    private final byte[] octets;
    private final int length;
    private String text = "";
    private Charset charset = StandardCharsets.UTF_8;

    private HeaderField(byte[] octets, int length) {
        this.octets = octets;
        this.length = length;
    }

    /** Creates a header field that decodes {@code octets} on request; the octets must not change before. */
    public static HeaderField of(byte[] octets, int length) {
        return new HeaderField(octets, length);
    }

    public static HeaderField of(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        return new HeaderField(octets, octets.length);
    }

    /**
     * Returns this header with other text; the charset becomes UTF-8 where the current charset can't encode the text.
     */
    public HeaderField with(String other) {
        decode();
        byte[] encoded = other.getBytes(charset.newEncoder().canEncode(other) ? charset : StandardCharsets.UTF_8);
        return new HeaderField(encoded, encoded.length);
    }

    public byte[] octets() {
        return octets;
    }

    public int length() {
        return length;
    }

    public String text() {
        decode();
        return text;
    }

    /** Returns the charset of the octets. */
    public Charset charset() {
        decode();
        return charset;
    }

    /** Returns the name before the colon, in lower case. */
    public String name() {
        int colon = colon();
        return new String(octets, 0, Math.max(colon, 0), StandardCharsets.ISO_8859_1)
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    /** Returns true if the name is {@code name}, which is in lower case. */
    public boolean isNamed(String name) {
        if (length <= name.length() || octets[name.length()] != ':') {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (Character.toLowerCase((char) octets[i]) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Returns the value after the colon. */
    public String value() {
        return text().substring(text().indexOf(':') + 1);
    }

    public boolean isAscii() {
        for (int i = 0; i < length; i++) {
            if (octets[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private int colon() {
        for (int i = 0; i < length; i++) {
            if (octets[i] == ':') {
                return i;
            }
        }
        return -1;
    }

    private void decode() {
        if (!text.isEmpty()) {
            return;
        }
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            charset = StandardCharsets.ISO_8859_1;
            text = new String(octets, 0, length, charset);
        }
    }

    /**
     * Returns the length of the name with which a header begins, or 0 when the line is not a header: printable US-ASCII
     * up to a colon, with white space allowed only before the colon (RFC 5322, sections 2.2 and 4.5.2).
     */
    public static int nameLength(byte[] line, int off, int len) {
        int length = 0;
        for (int i = off; i < off + len; i++) {
            byte c = line[i];
            if (c == ':') {
                return length;
            }
            if (c == ' ' || c == '\t') {
                if (length == 0) {
                    return 0;
                }
            } else if (c < ' ' || c == 0x7f || i - off > length) {
                return 0;
            } else {
                length++;
            }
        }
        return 0;
    }

    /** Returns true if {@code text} begins like a header. */
    public static boolean isHeader(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        return nameLength(octets, 0, octets.length) > 0;
    }
}
