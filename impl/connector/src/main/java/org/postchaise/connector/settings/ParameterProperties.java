/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.settings;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import org.postchaise.engine.config.Settings;

/**
 * The store behind the configuration properties, one property for each Postfix parameter: always text in the grammar of
 * main.cf. An empty text inherits from the layer below.
 *
 * <p>A setter only stores. Containers differ in how they report an exception from a setter (a bare "injection failed", or
 * nothing); {@link #settings()} checks all values together when the adapter starts or the factory is made.
 *
 * <p>Equality is that of the configuration. Source: Jakarta Connectors 2.1, sections 5.3.7, 6.5.3 and 19.3.
 */
public abstract class ParameterProperties implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The values that are not empty, by main.cf name. */
    private final TreeMap<String, String> values = new TreeMap<>();

    /** Creates a store with all properties empty. */
    protected ParameterProperties() {}

    /**
     * Returns the inherited settings with the values of this store laid over them.
     *
     * @throws org.postchaise.engine.config.SettingsException naming the parameter of a malformed value, and the expected
     *     form
     */
    public Settings settings() {
        return inherited().with(values());
    }

    /** Returns the settings that an empty property inherits from. */
    protected abstract Settings inherited();

    /** Invalidates objects made from the former values; called after a value was set. */
    protected abstract void configurationChanged();

    /** Returns the values, by main.cf name. */
    protected final Map<String, String> values() {
        synchronized (values) {
            return new TreeMap<>(values);
        }
    }

    /** Returns all values that distinguish two objects of one class, by the names of parameters and other properties. */
    protected Map<String, String> configuration() {
        return values();
    }

    /** Returns the text of the parameter {@code name}; empty: inherit. */
    protected final String value(String name) {
        synchronized (values) {
            return values.getOrDefault(name, "");
        }
    }

    /** Sets the text of the parameter {@code name}. Containers pass null for "not set" too. */
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
