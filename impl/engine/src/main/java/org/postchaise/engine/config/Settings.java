/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The values of all parameters: what was set, over the defaults of the catalog. Immutable; equality is content.
 *
 * <p>Every value is parsed when the settings are made, so that a mistake stops the deployment and not a delivery.
 */
public final class Settings {
    private final Map<String, Parameter<?>> catalog;
    private final Map<String, String> set;

    private Settings(Map<String, Parameter<?>> catalog, Map<String, String> set) {
        this.catalog = catalog;
        this.set = set;
    }

    /** The defaults of {@code catalog}. */
    public static Settings defaults(Collection<Parameter<?>> catalog) {
        Map<String, Parameter<?>> rows = new LinkedHashMap<>();
        catalog.forEach(row -> rows.put(row.name(), row));
        return new Settings(rows, Map.of());
    }

    /**
     * These settings with {@code values}, main.cf name to text, laid over them.
     *
     * @throws SettingsException for an unknown name or a bad value
     */
    public Settings with(Map<String, String> values) {
        Map<String, String> merged = new TreeMap<>(set);
        values.forEach((name, text) -> {
            Parameter<?> row = catalog.get(name);
            if (row == null) {
                throw new SettingsException("unknown parameter " + name + " (value \"" + text + "\"); expected one of "
                        + String.join(", ", catalog.keySet()));
            }
            row.parse(text);
            merged.put(name, text);
        });
        return new Settings(catalog, Map.copyOf(merged));
    }

    /**
     * The value of {@code parameter}.
     *
     * @throws IllegalArgumentException when the catalog has no such row
     */
    public <T> T get(Parameter<T> parameter) {
        if (!parameter.equals(catalog.get(parameter.name()))) {
            throw new IllegalArgumentException("parameter " + parameter.name() + " is not in the catalog");
        }
        return parameter.parse(set.getOrDefault(parameter.name(), parameter.defaultText()));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Settings that && set.equals(that.set) && catalog.equals(that.catalog);
    }

    @Override
    public int hashCode() {
        return set.hashCode();
    }

    /** What was set, {@code name = value} lines. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(set)
                .forEach((name, value) ->
                        text.append(name).append(" = ").append(value).append('\n'));
        return text.toString();
    }
}
