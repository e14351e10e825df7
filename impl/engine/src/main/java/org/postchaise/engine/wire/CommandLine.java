/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.wire;

import java.util.List;

/**
 * A command line as received by a server, in words. Immutable.
 *
 * @param text the line as text, without its line end
 * @param words the words of the line, the verb first; none in an empty line
 * @param encoding the encoding of the line
 */
public record CommandLine(String text, List<Word> words, Encoding encoding) {

    /** The encoding of a command line. */
    public enum Encoding {
        /** US-ASCII. */
        ASCII,
        /** UTF-8, with octets above 127. */
        UTF_8,
        /** Octets above 127 that are not UTF-8, in the text as Latin-1 characters. */
        OTHER
    }

    /**
     * A word of a command line: octets up to white space that is not between quotation marks or angle brackets.
     *
     * @param text the word, with its quotation marks, angle brackets and backslashes
     * @param closed false if a quotation mark or an angle bracket is not closed
     */
    public record Word(String text, boolean closed) {}

    /** Creates a command line with a copy of the list. */
    public CommandLine {
        words = List.copyOf(words);
    }

    /** Returns the verb, with the letters a to z in upper case; empty in an empty line. */
    public String verb() {
        return words.isEmpty() ? "" : upperCase(words.get(0).text());
    }

    /** Returns the words after the verb. */
    public List<Word> arguments() {
        return words.isEmpty() ? words : words.subList(1, words.size());
    }

    /** Returns {@code text} with US-ASCII letters in upper case: other letters must not become letters of a known verb. */
    private static String upperCase(String text) {
        char[] letters = text.toCharArray();
        for (int i = 0; i < letters.length; i++) {
            if (letters[i] >= 'a' && letters[i] <= 'z') {
                letters[i] = (char) (letters[i] - 'a' + 'A');
            }
        }
        return new String(letters);
    }
}
