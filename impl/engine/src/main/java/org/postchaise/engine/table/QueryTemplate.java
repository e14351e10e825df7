/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A template with placeholders {@code %s}, {@code %u}, {@code %d}, {@code %S}, {@code %U}, {@code %D}, {@code %1} to
 * {@code %9} and {@code %%}, as in the queries and result formats of mysql_table(5) and ldap_table(5).
 */
final class QueryTemplate {
    /** The values for the placeholders: for a query, both are the key. */
    record Subject(String value, String key) {
        static Subject of(String key) {
            return new Subject(key, key);
        }
    }

    /** A piece of the template: text or, when {@code letter} is not a space, a placeholder. */
    record Piece(char letter, String text) {
        boolean isPlaceholder() {
            return letter != ' ';
        }
    }

    private final List<Piece> pieces;

    private QueryTemplate(List<Piece> pieces) {
        this.pieces = pieces;
    }

    /** Parses {@code text}, the value of {@code parameter}. */
    static QueryTemplate parse(String table, String parameter, String text) throws TableException {
        List<Piece> pieces = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '%') {
                literal.append(c);
                continue;
            }
            char letter = ++i < text.length() ? text.charAt(i) : ' ';
            if (letter == '%') {
                literal.append('%');
            } else if ("sudSUD123456789".indexOf(letter) >= 0) {
                pieces.add(new Piece(' ', literal.toString()));
                pieces.add(new Piece(letter, ""));
                literal.setLength(0);
            } else {
                throw new TableException("table " + table + ": " + parameter + ": %" + (letter == ' ' ? "" : letter)
                        + " has no meaning; expected %%, %s, %u, %d, %S, %U, %D or %1 to %9");
            }
        }
        pieces.add(new Piece(' ', literal.toString()));
        return new QueryTemplate(pieces);
    }

    List<Piece> pieces() {
        return pieces;
    }

    boolean isFixed() {
        return pieces.stream().noneMatch(Piece::isPlaceholder);
    }

    /**
     * Returns the text, each value passed through {@code quote}; empty when the subject lacks a part that the template
     * needs.
     */
    Optional<String> expand(Subject subject, UnaryOperator<String> quote) {
        StringBuilder text = new StringBuilder();
        for (Piece piece : pieces) {
            if (!piece.isPlaceholder()) {
                text.append(piece.text());
                continue;
            }
            Optional<String> part = part(piece.letter(), subject);
            if (part.isEmpty()) {
                return Optional.empty();
            }
            text.append(quote.apply(part.get()));
        }
        return Optional.of(text.toString());
    }

    /**
     * Returns the value of a placeholder; empty when the subject has no such part, and the lookup is not to be made.
     */
    static Optional<String> part(char letter, Subject subject) {
        return switch (letter) {
            case 's' -> Optional.of(subject.value());
            case 'S' -> Optional.of(subject.key());
            case 'u' -> user(subject.value());
            case 'U' -> user(subject.key());
            case 'd' -> domain(subject.value());
            case 'D' -> domain(subject.key());
            default -> label(letter - '0', subject.key());
        };
    }

    private static Optional<String> user(String address) {
        int at = address.lastIndexOf('@');
        return at == 0 ? Optional.empty() : Optional.of(at < 0 ? address : address.substring(0, at));
    }

    private static Optional<String> domain(String address) {
        int at = address.lastIndexOf('@');
        return at < 0 || at == address.length() - 1 ? Optional.empty() : Optional.of(address.substring(at + 1));
    }

    /** Returns the label of the domain with this number, counted from the right; {@code a..b} has no second label. */
    private static Optional<String> label(int number, String address) {
        String[] labels = domain(address).orElse("").split("\\.", -1);
        for (int i = 1; i <= number; i++) {
            if (i > labels.length || labels[labels.length - i].isEmpty()) {
                return Optional.empty();
            }
        }
        return Optional.of(labels[labels.length - number]);
    }
}
