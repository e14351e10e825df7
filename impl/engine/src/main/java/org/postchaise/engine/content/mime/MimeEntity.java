/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.content.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The type and the encoding of one MIME entity, by the headers read so far. */
final class MimeEntity {
    /** The kinds of entities that are treated differently. */
    enum Kind {
        /** Any entity of no other kind. */
        LEAF,
        /** An entity of type {@code multipart/*}. */
        MULTIPART,
        /** An entity of type {@code message/rfc822}: headers follow. */
        MESSAGE,
        /**
         * An entity of type {@code message/global} (RFC 6532): headers follow, and the entity may be encoded as a
         * whole.
         */
        GLOBAL,
        /** An entity of any other type {@code message/*}. */
        OTHER_MESSAGE
    }

    private Kind kind;
    private boolean eightBit;

    MimeEntity(Kind kind) {
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    /** Returns true if the content is declared 8bit or binary. */
    boolean eightBit() {
        return eightBit;
    }

    /** Reads a Content-Transfer-Encoding; an unknown encoding changes nothing. */
    void encoding(String value) {
        MimeTokens tokens = new MimeTokens(value);
        String word = tokens.next();
        if (tokens.wasQuoted()) {
            return;
        }
        switch (word.toLowerCase(Locale.ROOT)) {
            case "8bit", "binary" -> eightBit = true;
            case "7bit", "base64", "quoted-printable" -> eightBit = false;
            default -> {
                // unknown: what was said before counts
            }
        }
    }

    /**
     * Reads a Content-Type.
     *
     * @return the boundaries in the header, which may name several, each with the default kind of its parts
     */
    List<Boundary> type(String value) {
        List<List<String>> phrases = phrases(value);
        if (phrases.isEmpty()) {
            return List.of();
        }
        List<String> first = phrases.get(0);
        String subtype =
                first.size() == 3 && first.get(1).equals("/") ? first.get(2).toLowerCase(Locale.ROOT) : "";
        switch (first.get(0).toLowerCase(Locale.ROOT)) {
            case "text" -> kind = Kind.LEAF;
            case "message" ->
                kind = switch (subtype) {
                    case "rfc822" -> Kind.MESSAGE;
                    case "global" -> Kind.GLOBAL;
                    default -> Kind.OTHER_MESSAGE;
                };
            case "multipart" -> {
                kind = Kind.MULTIPART;
                return boundaries(phrases, subtype.equals("digest") ? Kind.MESSAGE : Kind.LEAF);
            }
            default -> {
                // anything else: what was said before counts
            }
        }
        return List.of();
    }

    private static List<Boundary> boundaries(List<List<String>> phrases, Kind parts) {
        List<Boundary> boundaries = new ArrayList<>();
        for (List<String> phrase : phrases.subList(1, phrases.size())) {
            if (phrase.size() == 3
                    && phrase.get(0).equalsIgnoreCase("boundary")
                    && phrase.get(1).equals("=")) {
                boundaries.add(new Boundary(phrase.get(2), parts));
            }
        }
        return boundaries;
    }

    /** Returns up to three tokens of each phrase between semicolons; a leading quoted string is marked with a quote. */
    private static List<List<String>> phrases(String value) {
        List<List<String>> phrases = new ArrayList<>();
        MimeTokens tokens = new MimeTokens(value);
        while (!tokens.atEnd()) {
            List<String> phrase = new ArrayList<>();
            while (!tokens.atEnd()) {
                String token = tokens.next();
                boolean quoted = tokens.wasQuoted();
                if (token.equals(";") && !quoted) {
                    break;
                }
                if (phrase.size() < 3) {
                    phrase.add(quoted && phrase.isEmpty() ? "\"" + token : token);
                }
            }
            if (!phrase.isEmpty()) {
                phrases.add(phrase);
            }
        }
        return phrases;
    }

    /**
     * A boundary of a multipart.
     *
     * @param text the text after the two hyphens
     * @param parts the default kind of the parts
     */
    record Boundary(String text, Kind parts) {}
}
