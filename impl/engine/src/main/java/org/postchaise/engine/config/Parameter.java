/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

import java.util.Optional;

/**
 * A row of the catalog: a Postfix parameter.
 *
 * @param name the main.cf name
 * @param grammar the grammar of its text
 * @param defaultText the default as main.cf text, unexpanded
 * @param scope the object on which the parameter is set
 * @param status the support for the parameter in this product
 * @param lmtp the name under which the LMTP client reads the parameter, when that differs
 * @param summary one sentence for the reference
 * @param <T> the type of the value
 */
public record Parameter<T>(
        String name,
        Grammar<T> grammar,
        String defaultText,
        Scope scope,
        Status status,
        Optional<Mirror> lmtp,
        String summary) {

    /** Creates a row of an implemented parameter. */
    public static <T> Parameter<T> implemented(
            String name, Grammar<T> grammar, String defaultText, Scope scope, String summary) {
        return new Parameter<>(name, grammar, defaultText, scope, Status.IMPLEMENTED, Optional.empty(), summary);
    }

    /** Returns this row with a second name, the name for the LMTP client. */
    public Parameter<T> mirroredAs(String lmtpName, String lmtpDefault) {
        return new Parameter<>(
                name, grammar, defaultText, scope, status, Optional.of(new Mirror(lmtpName, lmtpDefault)), summary);
    }

    /** Returns the JavaBean property name: {@code smtpConnectTimeout} for {@code smtp_connect_timeout}. */
    public String propertyName() {
        return propertyName(name);
    }

    /** Returns the JavaBean property name of any main.cf name. */
    public static String propertyName(String name) {
        StringBuilder bean = new StringBuilder();
        for (String word : name.split("_", -1)) {
            bean.append(bean.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return bean.toString();
    }

    /**
     * Parses {@code text} as a value of this parameter.
     *
     * @throws SettingsException naming this parameter, the text and the expected form
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
