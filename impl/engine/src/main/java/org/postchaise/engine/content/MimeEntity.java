/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.content;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the headers of one MIME entity said so far: what it is, and whether its octets may go beyond US-ASCII. */
final class MimeEntity {
    /** The kinds of content that are treated differently. */
    enum Kind {
        /** Everything that is none of the others. */
        LEAF,
        /** {@code multipart/*}. */
        MULTIPART,
        /** {@code message/rfc822}: headers follow. */
        MESSAGE,
        /** {@code message/global} (RFC 6532): headers follow, and it may be encoded as a whole. */
        GLOBAL,
        /** {@code message/*} otherwise. */
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

    /** Whether the content is declared 8bit or binary. */
    boolean eightBit() {
        return eightBit;
    }

    /** Reads a Content-Transfer-Encoding; what is unknown changes nothing. */
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
     * @return the boundaries it names, for one header may name several; and what the parts are by default
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

    /** Up to three tokens of each part between semicolons; a quoted string in front is a token of its own kind. */
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
     * @param text what follows the two hyphens
     * @param parts what its parts are unless they say otherwise
     */
    record Boundary(String text, Kind parts) {}
}
