/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The values of the names in one set of assignments over the defaults of a catalog: default, expansion of references,
 * and parsing. Each value is expanded and parsed once, when the value is read first.
 */
final class ParameterValues {
    private final Rows rows;
    private final Map<String, Assignment> set;
    private final Map<String, Object> parsed = new ConcurrentHashMap<>();

    /**
     * Creates the values of {@code set}.
     *
     * @param rows the rows of the catalog
     * @param set the assignments of all layers, by name
     */
    ParameterValues(Rows rows, Map<String, Assignment> set) {
        this.rows = rows;
        this.set = Map.copyOf(set);
    }

    /** Returns these values with {@code layer} laid over them. */
    ParameterValues with(Map<String, Assignment> layer) {
        Map<String, Assignment> merged = new TreeMap<>(set);
        merged.putAll(layer);
        return new ParameterValues(rows, merged);
    }

    /** Returns the rows of the catalog, by name. */
    Rows rows() {
        return rows;
    }

    /** Returns the assignments of all layers, by name. */
    Map<String, Assignment> set() {
        return set;
    }

    /** Returns true if {@code name} was set in one of the layers. */
    boolean isSet(String name) {
        return set.containsKey(name);
    }

    /**
     * Returns the names whose values have an effect: implemented parameters, and the names that their values refer to.
     */
    Set<String> read() {
        Set<String> read = new HashSet<>();
        rows.names().stream().filter(rows::isImplemented).forEach(name -> addRead(name, read));
        return read;
    }

    private void addRead(String name, Set<String> read) {
        read.add(name);
        try {
            expanded(name, read);
        } catch (IllegalArgumentException bad) {
            // reported when the value is read; until then the names in a bad text have no effect
        }
    }

    /** Returns the line of the file on which {@code name} was set; 0 if no line of a file sets that name. */
    int line(String name) {
        return set.containsKey(name) ? set.get(name).line() : 0;
    }

    /**
     * Returns the beginning of messages about {@code name}: file and line where {@code name} was set in a file, else
     * empty text.
     */
    String prefix(String name) {
        return set.containsKey(name) ? set.get(name).prefix() : "";
    }

    /**
     * Returns true if {@code name} was set without an effect: neither a parameter of Postfix, nor used by a value that
     * was set.
     */
    boolean isUnknown(String name) {
        return set.containsKey(name) && rows.row(name).isEmpty() && !rows.isElsewhere(name) && !isUsed(name);
    }

    private boolean isUsed(String name) {
        Pattern use = Pattern.compile("(\\$[({]?\\s*|(?<![\\w$]))" + Pattern.quote(name) + "(?!\\w)");
        return set.values().stream().anyMatch(value -> use.matcher(value.text()).find());
    }

    /**
     * Returns the names whose values depend on set values and are read by this product, in the order of the catalog,
     * names defined by the user last.
     */
    Collection<String> toCheck() {
        Collection<String> names = new LinkedHashSet<>();
        for (String name : rows.names()) {
            if (set.containsKey(name) || text(name).contains("$")) {
                names.add(name);
            }
        }
        // as in Postfix a program does not look at what only other programs use
        set.keySet().stream().filter(name -> !rows.isElsewhere(name)).forEach(names::add);
        return names;
    }

    /**
     * Returns the value of {@code parameter}, a row that begins with {@code transport_}, for {@code transport}: {@code
     * slow_destination_rate_delay} of {@code transport_destination_rate_delay} for "slow".
     */
    <T> T get(Parameter<T> parameter, TransportName transport) {
        checkIsRow(parameter, parameter.name());
        // the name may be a row of its own (smtp_destination_concurrency_limit): its text and default, our type
        String name = transport.text() + parameter.name().substring("transport".length());
        return parse(name, parameter, expanded(name));
    }

    /**
     * Returns the value of {@code parameter} as set under {@code name}.
     *
     * @throws IllegalArgumentException when the catalog has no such row
     */
    @SuppressWarnings("unchecked") // the cache holds what the row of that name made of the text
    <T> T get(Parameter<T> parameter, String name) {
        checkIsRow(parameter, name);
        return (T) value(name);
    }

    private void checkIsRow(Parameter<?> parameter, String name) {
        if (!rows.row(name).filter(row -> Objects.equals(row, parameter)).isPresent()) {
            throw new IllegalArgumentException("parameter " + parameter.name() + " is not in the catalog");
        }
    }

    /**
     * Returns the parsed value of a parameter of the catalog, or the expanded text of a name that the user defined.
     *
     * @throws SettingsException when the value is bad
     */
    Object value(String name) {
        Object known = parsed.get(name);
        if (known == null) {
            String expanded = expanded(name);
            known = rows.row(name)
                    .<Object>map(row -> parse(name, row, expanded))
                    .orElse(expanded);
            parsed.put(name, known);
        }
        return known;
    }

    private <T> T parse(String name, Parameter<T> row, String expanded) {
        try {
            return row.grammar().parse(expanded.strip());
        } catch (IllegalArgumentException e) {
            String text = text(name);
            throw bad(
                    name,
                    Masked.message(
                                    name,
                                    "bad value \"" + text + "\""
                                            + (text.equals(expanded) ? "" : ", which is \"" + expanded + "\"")
                                            + ", " + e.getMessage())
                            + "; expected " + row.grammar().expected(),
                    e);
        }
    }

    /** Returns the unexpanded text of {@code name}, set or default; empty for an unknown name. */
    String text(String name) {
        return raw(name).orElse("");
    }

    /**
     * Returns the text of {@code name} with its references replaced.
     *
     * @throws SettingsException for bad syntax or a loop
     */
    String expanded(String name) {
        return expanded(name, new HashSet<>());
    }

    /**
     * Returns the text of {@code name} with its references replaced, and adds the names that the text refers to to
     * {@code read}.
     */
    private String expanded(String name, Set<String> read) {
        String text = text(name);
        if (!rows.row(name).map(row -> row.grammar().expands()).orElse(true)) {
            return text;
        }
        try {
            return Expansion.expandValueOf(name, text, reference -> {
                read.add(reference);
                return raw(reference);
            });
        } catch (IllegalArgumentException e) {
            throw bad(name, Masked.message(name, "bad value \"" + text + "\", " + e.getMessage()), e);
        }
    }

    private Optional<String> raw(String name) {
        Assignment value = set.get(name);
        if (value != null && !(value.text().isEmpty() && isSystemName(name))) {
            return Optional.of(value.text());
        }
        return rows.succession(name)
                .filter(one -> one.obsolete().stream().anyMatch(set::containsKey))
                .map(Succession::text)
                .or(() -> systemName(name))
                .or(() -> rows.defaultText(name));
    }

    private Optional<String> systemName(String name) {
        if (!isSystemName(name)) {
            return Optional.empty();
        }
        return Optional.of(
                name.equals("mydomain")
                        ? SystemNames.mydomain(myhostname())
                        : SystemNames.myhostname(hasText("mydomain")));
    }

    /**
     * Returns the expanded {@code myhostname}, from which the default of {@code mydomain} is taken: the text must not
     * refer to {@code mydomain}.
     */
    private String myhostname() {
        String text = text("myhostname");
        try {
            return Expansion.expandValueOf("myhostname", text, name -> {
                if (name.equals("mydomain")) {
                    throw new IllegalArgumentException(
                            "mydomain is not set and so taken from this; expected a name without $mydomain, or mydomain set");
                }
                return raw(name);
            });
        } catch (IllegalArgumentException e) {
            throw bad("myhostname", "bad value \"" + text + "\", " + e.getMessage(), e);
        }
    }

    private boolean hasText(String name) {
        return set.containsKey(name) && !set.get(name).text().isEmpty();
    }

    private boolean isSystemName(String name) {
        return rows.defaultText(name).filter(String::isEmpty).isPresent()
                && (name.equals("myhostname") || name.equals("mydomain"));
    }

    private SettingsException bad(String name, String what, IllegalArgumentException cause) {
        Assignment value = set.get(name);
        return new SettingsException((value == null ? "" : value.prefix()) + "parameter " + name + ": " + what, cause);
    }

    /** Returns the texts that were set, by name. */
    Map<String, String> texts() {
        Map<String, String> texts = new TreeMap<>();
        set.forEach((name, value) -> texts.put(name, value.text()));
        return texts;
    }

    /**
     * Returns the transports that have a limit of their own set, such as "slow" by {@code slow_destination_rate_delay}.
     */
    Set<TransportName> transports() {
        Set<TransportName> named = new HashSet<>();
        set.keySet().forEach(name -> rows.transport(name).ifPresent(named::add));
        return named;
    }

    /** Returns {@code text}, a value of {@code name}, without passwords and tokens that are written into it. */
    String shown(String name, String text) {
        Masked masked = new Masked(texts());
        String shown = text;
        // what is expanded may hold the whole value of another parameter
        for (String other : masked.names()) {
            String value = set.containsKey(other) ? expanded(other) : "";
            shown = value.isEmpty() ? shown : shown.replace(value, masked.value(other, value));
        }
        return masked.value(name, shown);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ParameterValues that && texts().equals(that.texts()) && rows.equals(that.rows);
    }

    @Override
    public int hashCode() {
        return texts().hashCode();
    }

    /** Returns the values that were set as {@code name = value} lines, without passwords and tokens. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        Masked masked = new Masked(texts());
        texts().forEach((name, value) -> text.append(name)
                .append(" = ")
                .append(masked.value(name, value))
                .append('\n'));
        return text.toString();
    }
}
