/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.settings;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import org.postchaise.engine.config.Settings;

/**
 * The store behind configuration properties, of which there is one for each name of a Postfix parameter: always text in the
 * grammar of main.cf. An empty text inherits from the layer below.
 *
 * <p>A setter only stores. Containers differ in what they make of an exception from a setter (a bare "injection failed",
 * or nothing); {@link #settings()} checks all values together when the adapter starts or the factory is made.
 *
 * <p>Equality is that of the configuration. Source: Jakarta Connectors 2.1, sections 5.3.7, 6.5.3 and 19.3.
 */
public abstract class ParameterProperties implements Serializable {
    private static final long serialVersionUID = 1L;

    /** What was set, main.cf name to text, without empty ones. */
    private final TreeMap<String, String> values = new TreeMap<>();

    /** All properties empty. */
    protected ParameterProperties() {}

    /**
     * The layers below with these values laid over them.
     *
     * @throws org.postchaise.engine.config.SettingsException naming a bad value's parameter, and what was expected
     */
    public Settings settings() {
        return inherited().with(values());
    }

    /** The settings that an empty property inherits from. */
    protected abstract Settings inherited();

    /** Called after a value was set: what was made of the former values is out of date. */
    protected abstract void configurationChanged();

    /** What was set, main.cf name to text. */
    protected final Map<String, String> values() {
        synchronized (values) {
            return new TreeMap<>(values);
        }
    }

    /** All that makes a difference between two of one class; names are those of properties too. */
    protected Map<String, String> configuration() {
        return values();
    }

    /** The text of the parameter {@code name}; empty: inherit. */
    protected final String value(String name) {
        synchronized (values) {
            return values.getOrDefault(name, "");
        }
    }

    /** Sets the text of the parameter {@code name}. Containers hand in null for "not set" too. */
    protected final void set(String name, String text) {
        synchronized (values) {
            if (text == null || text.isBlank()) {
                values.remove(name);
            } else {
                values.put(name, text.strip());
            }
        }
        configurationChanged();
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof ParameterProperties that
                && getClass() == that.getClass()
                && configuration().equals(that.configuration());
    }

    @Override
    public final int hashCode() {
        return configuration().hashCode();
    }
}
