/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

/**
 * The syntax of a parameter's text, and the conversion of the text to a value.
 *
 * @param <T> the value's type
 */
public interface Grammar<T> {

    /**
     * Parses {@code text}.
     *
     * @throws IllegalArgumentException when {@code text} is not of this grammar; the message says why, the caller adds the
     *     parameter's name
     */
    T parse(String text);

    /** Returns a description of valid texts for error messages: "a time such as 30s, 5m, 1h, 1d or 1w". */
    String expected();

    /**
     * Returns true if {@code $name} in a value is replaced when the settings are read. Templates, which are expanded
     * later for each mail, return false.
     */
    default boolean expands() {
        return true;
    }
}
