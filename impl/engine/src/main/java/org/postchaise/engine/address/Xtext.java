/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.address;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text as a command parameter: xtext (RFC 3461, section 4), and the form of RFC 6533, section 3, for addresses of type utf-8. */
public final class Xtext {
    private static final String UTF_8 = "utf-8";
    private static final Pattern CODE_POINT = Pattern.compile("\\\\x\\{([0-9A-Fa-f]{1,6})}");

    private Xtext() {}

    /** {@code text} in UTF-8 with each octet that is no printable character, and {@code +} and {@code =}, as {@code +XX}. */
    public static String encode(String text) {
        return encode(text.getBytes(StandardCharsets.UTF_8), "+=");
    }

    /** As {@link #encode(String)}, with {@code =} as it is: values of XFORWARD as Postfix sends them. */
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

    /** What {@code xtext} stands for; an octet that is not encoded as it should be stays as it is. */
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

    /** {@code xtext} encoded anew, so that what its author left as it is though RFC 3461 wants it encoded is encoded. */
    public static String normalized(String xtext) {
        return encode(octets(xtext), "+=");
    }

    /**
     * The parameter of ORCPT for {@code typed}, {@code type;address} as a sender gave it: the address encoded anew, in the
     * form of its type. Without a type it is xtext.
     */
    public static String originalRecipient(String typed) {
        int end = typed.indexOf(';') + 1;
        String type = typed.substring(0, end);
        String address = typed.substring(end);
        return type + (isUtf8(type) ? encodeUtf8(decodeUtf8(address)) : normalized(address));
    }

    /** {@code type;address} as ORCPT has it, with the address as it is meant. */
    public static String decodedRecipient(String typed) {
        int end = typed.indexOf(';') + 1;
        String type = typed.substring(0, end);
        String address = typed.substring(end);
        return type + (isUtf8(type) ? decodeUtf8(address) : decode(address));
    }

    private static boolean isUtf8(String type) {
        return type.regionMatches(true, 0, UTF_8 + ";", 0, UTF_8.length() + 1);
    }

    /**
     * The parameter of ORCPT for a recipient that names no original one.
     *
     * @param mailbox quoted as on the wire
     * @param utf8 whether the mail asks for SMTPUTF8
     */
    public static String ownRecipient(String mailbox, boolean utf8) {
        boolean international = utf8 && mailbox.chars().anyMatch(c -> c >= 0x80);
        return international ? UTF_8 + ";" + encodeUtf8(mailbox) : "rfc822;" + encode(mailbox);
    }

    private static String encodeUtf8(String address) {
        StringBuilder encoded = new StringBuilder(address.length());
        address.codePoints()
                .forEach(c -> encoded.append(
                        c > ' ' && c < 0x7f && "+=\\".indexOf(c) < 0
                                ? Character.toString(c)
                                : String.format("\\x{%X}", c)));
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
