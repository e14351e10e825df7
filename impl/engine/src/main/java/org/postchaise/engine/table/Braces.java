/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.util.ArrayList;
import java.util.List;

/** The syntax of text in braces, with which the names of some tables are written: {@code {a, {b c}}}. */
final class Braces {
    /** The maximum depth of braces, far beyond need and far below the depth that would exhaust the stack. */
    private static final int MAX_DEPTH = 50;

    private static final String SEPARATORS = ", \t\r\n";

    private Braces() {}

    /**
     * Returns the elements of a name that is one pair of braces, separated by commas and white space outside of inner
     * braces.
     *
     * @param expected the expected form of the name, for error messages
     */
    static List<String> elements(String table, String name, String expected) throws TableException {
        if (!isEnclosed(name) || name.length() == 2) {
            throw new TableException("table \"" + shortened(table) + "\": bad syntax; expected " + expected);
        }
        List<String> elements = new ArrayList<>();
        int level = 0;
        int start = -1;
        for (int i = 1; i < name.length() - 1; i++) {
            char c = name.charAt(i);
            boolean separator = level == 0 && SEPARATORS.indexOf(c) >= 0;
            if (c == '{') {
                level++;
            } else if (c == '}' && level > 0) {
                level--;
            }
            if (level > MAX_DEPTH) {
                throw new TableException("table \"" + shortened(table) + "\": more than " + MAX_DEPTH + " braces deep");
            }
            if (separator && start >= 0) {
                elements.add(name.substring(start, i));
                start = -1;
            } else if (!separator && start < 0) {
                start = i;
            }
        }
        if (start >= 0) {
            elements.add(name.substring(start, name.length() - 1));
        }
        if (elements.isEmpty()) {
            throw new TableException("table \"" + shortened(table) + "\": empty; expected " + expected);
        }
        return elements;
    }

    /** Returns true if the first character is a brace that the last character closes. */
    static boolean isEnclosed(String text) {
        int level = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '{') {
                level++;
            } else if (text.charAt(i) == '}' && --level == 0) {
                return i == text.length() - 1 && text.charAt(0) == '{';
            }
            if (level == 0) {
                return false;
            }
        }
        return false;
    }

    /** Returns the text between the outer braces, without the white space at its ends. */
    static String inside(String text) {
        return text.substring(1, text.length() - 1).strip();
    }

    /** Returns the first 200 characters of {@code text}, for a message. */
    static String shortened(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200) + "...";
    }
}
