/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

/**
 * How the text of a parameter becomes a value.
 *
 * @param <T> the value's type
 */
public interface Grammar<T> {

    /**
     * The value that {@code text} means.
     *
     * @throws IllegalArgumentException when {@code text} is not of this grammar; the message says why, the caller adds the
     *     parameter's name
     */
    T parse(String text);

    /** What a value looks like, for error messages: "a time such as 30s, 5m, 1h, 1d or 1w". */
    String expected();

    /**
     * Whether {@code $name} in a value is replaced when the settings are read. Templates that are filled in later, for
     * each mail, say no.
     */
    default boolean expands() {
        return true;
    }
}
