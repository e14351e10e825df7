/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * File name as a MIME parameter: quoted where the name is short and of US-ASCII, else in UTF-8 and in several pieces (RFC 2231, sections 3 and 4). Jakarta Mail
 * makes one piece of any length, in the platform's charset.
 */
final class FileName {
    private static final String ATTRIBUTE_CHARS = "!#$&+-.^_`{|}~";
    private static final int PIECE = 60;

    private FileName() {}

    /** Returns the parameter with its semicolon in front; empty for an empty name. */
    static String parameter(String parameter, String name) {
        if (name.isEmpty()) {
            return "";
        }
        if (name.length() <= PIECE && name.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            return ";\r\n\t" + parameter + "=\"" + name.replaceAll("([\"\\\\])", "\\\\$1") + '"';
        }
        List<String> pieces = pieces(name);
        if (pieces.size() == 1) {
            return ";\r\n\t" + parameter + "*=UTF-8''" + pieces.get(0);
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < pieces.size(); i++) {
            text.append(";\r\n\t").append(parameter).append('*').append(i).append("*=");
            text.append(i == 0 ? "UTF-8''" : "").append(pieces.get(i));
        }
        return text.toString();
    }

    /** Returns {@code name} encoded in pieces; no character is divided between two pieces. */
    private static List<String> pieces(String name) {
        List<String> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        name.codePoints().mapToObj(FileName::encoded).forEach(character -> {
            if (piece.length() + character.length() > PIECE) {
                pieces.add(piece.toString());
                piece.setLength(0);
            }
            piece.append(character);
        });
        pieces.add(piece.toString());
        return pieces;
    }

    private static String encoded(int character) {
        boolean plain =
                character < 0x80 && (Character.isLetterOrDigit(character) || ATTRIBUTE_CHARS.indexOf(character) >= 0);
        if (plain) {
            return String.valueOf((char) character);
        }
        StringBuilder text = new StringBuilder();
        for (byte octet : Character.toString(character).getBytes(StandardCharsets.UTF_8)) {
            text.append(String.format("%%%02X", octet & 0xff));
        }
        return text.toString();
    }
}
