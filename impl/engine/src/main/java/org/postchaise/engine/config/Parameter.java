/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

import java.util.Optional;

/**
 * One row of the catalog: a Postfix parameter.
 *
 * @param name the main.cf name
 * @param grammar how its text becomes a value
 * @param defaultText the default as main.cf text, unexpanded
 * @param scope where it is set
 * @param status what we make of it
 * @param lmtp the name under which the LMTP client reads it, when that differs
 * @param summary one sentence for the reference
 * @param <T> the value's type
 */
public record Parameter<T>(
        String name,
        Grammar<T> grammar,
        String defaultText,
        Scope scope,
        Status status,
        Optional<Mirror> lmtp,
        String summary) {

    /** A row that code reads. */
    public static <T> Parameter<T> implemented(
            String name, Grammar<T> grammar, String defaultText, Scope scope, String summary) {
        return new Parameter<>(name, grammar, defaultText, scope, Status.IMPLEMENTED, Optional.empty(), summary);
    }

    /** This row with a second name, under which the LMTP client reads it. */
    public Parameter<T> mirroredAs(String lmtpName, String lmtpDefault) {
        return new Parameter<>(
                name, grammar, defaultText, scope, status, Optional.of(new Mirror(lmtpName, lmtpDefault)), summary);
    }

    /** The JavaBean name: {@code smtp_connect_timeout} is {@code smtpConnectTimeout}. */
    public String propertyName() {
        return propertyName(name);
    }

    /** The same for any main.cf name. */
    public static String propertyName(String name) {
        StringBuilder bean = new StringBuilder();
        for (String word : name.split("_", -1)) {
            bean.append(bean.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return bean.toString();
    }

    /**
     * The value that {@code text} means.
     *
     * @throws SettingsException naming this parameter, the text and what was expected
     */
    public T parse(String text) {
        try {
            return grammar.parse(text.strip());
        } catch (IllegalArgumentException e) {
            throw new SettingsException(
                    "parameter " + name + ": "
                            + Masked.message(name, "bad value \"" + text + "\", " + e.getMessage())
                            + "; expected " + grammar.expected(),
                    e);
        }
    }
}
