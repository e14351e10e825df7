/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.util.function.BiFunction;
import org.postchaise.engine.config.Parameter;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.Status;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.log.Printable;

/**
 * Parameter as printed.
 *
 * @param name the main.cf name
 * @param value the main.cf text
 * @param defaultValue the main.cf text of the default; empty for a name that is not in the catalog
 * @param status the parameter's support here, with the reason
 */
record ParameterLine(String name, String value, String defaultValue, String status) {

    /**
     * Returns the parameter with its value in {@code settings}.
     *
     * @param text returns a value in settings, expanded or not
     */
    static ParameterLine of(String name, Settings settings, BiFunction<Settings, String, String> text) {
        return new ParameterLine(
                name,
                settings.shown(name, text.apply(settings, name)),
                text.apply(Catalog.defaults(), name),
                settings.rows()
                        .row(name)
                        .map(Parameter::status)
                        .map(Status::text)
                        .orElseGet(() -> settings.rows().isElsewhere(name)
                                ? "not applicable: belongs to a Postfix program that is not replaced here"
                                : "a name of the file's own"));
    }

    /** Returns the value as postconf(1) prints it. */
    String words() {
        return oneLine(value);
    }

    /** Returns {@code text} on one line in which each run of white space is one blank. */
    static String oneLine(String text) {
        return Printable.line(text.strip().replaceAll("\\s+", " "));
    }
}
