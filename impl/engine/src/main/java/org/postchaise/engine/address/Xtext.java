/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.address;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The encodings of text in command parameters: xtext (RFC 3461, section 4), and the form of RFC 6533, section 3, for addresses of
 * type utf-8.
 */
public final class Xtext {
    private static final String UTF_8 = "utf-8";
    private static final int LONGEST_RECIPIENT = 500;
    private static final Pattern CODE_POINT = Pattern.compile("\\\\x\\{([0-9A-Fa-f]{1,6})}");

    private Xtext() {}

    /**
     * Returns {@code text} in UTF-8 as xtext: each octet that is not printable, {@code +} and {@code =} are written {@code +XX}.
     */
    public static String encode(String text) {
        return encode(text.getBytes(StandardCharsets.UTF_8), "+=");
    }

    /** Returns {@code text} as xtext with an unencoded {@code =}, as Postfix sends the values of XFORWARD. */
    public static String encodeXforward(String text) {
        return encode(text.getBytes(StandardCharsets.UTF_8), "+");
    }

    private static String encode(byte[] octets, String special) {
        StringBuilder encoded = new StringBuilder(octets.length);
        for (byte b : octets) {
            if (b > ' ' && b < 0x7f && special.indexOf(b) < 0) {
                encoded.append((char) b);
            } else {
                encoded.append('+').append(String.format("%02X", b & 0xff));
            }
        }
        return encoded.toString();
    }

    /** Returns the text that {@code xtext} encodes; an octet that is not encoded correctly is kept. */
    public static String decode(String xtext) {
        return new String(octets(xtext), StandardCharsets.UTF_8);
    }

    private static byte[] octets(String xtext) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(xtext.length());
        byte[] encoded = xtext.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < encoded.length; i++) {
            int high = i + 2 < encoded.length ? Character.digit(encoded[i + 1], 16) : -1;
            int low = i + 2 < encoded.length ? Character.digit(encoded[i + 2], 16) : -1;
            if (encoded[i] == '+' && high >= 0 && low >= 0) {
                octets.write(high * 16 + low);
                i += 2;
            } else {
                octets.write(encoded[i]);
            }
        }
        return octets.toByteArray();
    }

    /**
     * Returns {@code xtext} encoded anew, so that characters that RFC 3461 requires to be encoded, but which were not, are
     * encoded.
     */
    public static String normalized(String xtext) {
        return encode(octets(xtext), "+=");
    }

    /**
     * Returns the value of ORCPT for {@code typed}, a {@code type;address} as a sender gave it, with the address encoded anew in
     * the form of its type. An address without a type is encoded as xtext.
     */
    public static String originalRecipient(String typed) {
        int end = typed.indexOf(';') + 1;
        String type = typed.substring(0, end);
        String address = typed.substring(end);
        return type + (isUtf8(type) ? encodeUtf8(decodeUtf8(address)) : normalized(address));
    }

    /** Returns the {@code type;address} of an ORCPT value with the address decoded. */
    public static String decodedRecipient(String typed) {
        int end = typed.indexOf(';') + 1;
        String type = typed.substring(0, end);
        String address = typed.substring(end);
        return type + (isUtf8(type) ? decodeUtf8(address) : decode(address));
    }

    /** Returns true if each {@code \x} with a brace in the address of type utf-8 is a character in the form of RFC 6533, section 3. */
    public static boolean isUtf8Address(String address) {
        return !CODE_POINT.matcher(address).replaceAll("").contains("\\x{");
    }

    private static boolean isUtf8(String type) {
        return type.regionMatches(true, 0, UTF_8 + ";", 0, UTF_8.length() + 1);
    }

    /**
     * Returns the value of ORCPT for a recipient that has no ORCPT of its own; empty if the value would be longer than RFC 3461, section
     * 4.2, permits.
     *
     * @param mailbox the address, quoted as in RCPT
     * @param utf8 true if the mail requests SMTPUTF8
     */
    public static String ownRecipient(String mailbox, boolean utf8) {
        boolean international = utf8 && mailbox.chars().anyMatch(c -> c >= 0x80);
        String value = international ? UTF_8 + ";" + encodeUtf8(mailbox) : "rfc822;" + encode(mailbox);
        return value.length() > LONGEST_RECIPIENT ? "" : value;
    }

    private static String encodeUtf8(String address) {
        StringBuilder encoded = new StringBuilder(address.length());
        address.codePoints()
                .forEach(c -> encoded.append(
                        c > ' ' && c < 0x7f && "+=\\".indexOf(c) < 0
                                ? Character.toString(c)
                                : String.format("\\x{%02X}", c)));
        return encoded.toString();
    }

    private static String decodeUtf8(String address) {
        return CODE_POINT.matcher(address).replaceAll(match -> Matcher.quoteReplacement(character(match)));
    }

    private static String character(MatchResult match) {
        int codePoint = Integer.parseInt(match.group(1), 16);
        boolean scalar = Character.isValidCodePoint(codePoint) && (codePoint < 0xd800 || codePoint > 0xdfff);
        return scalar ? Character.toString(codePoint) : match.group();
    }
}
