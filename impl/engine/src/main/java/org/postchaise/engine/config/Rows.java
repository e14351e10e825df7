/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The rows of a catalog by every name they have; built once and shared by all settings made from it. Immutable. */
public final class Rows {
    /** A row of this prefix stands for each transport's own: {@code transport_destination_rate_delay}. */
    private static final String TRANSPORT = "transport_";

    /** The two defaults that differ from those of all other transports: they are in Postfix's code, not in its manual. */
    private static final Map<String, String> LOCAL =
            Map.of("local_destination_concurrency_limit", "2", "local_destination_recipient_limit", "1");

    private final Map<String, Parameter<?>> byName = new LinkedHashMap<>();
    private final Map<String, String> defaults = new HashMap<>();
    private final Map<String, Succession> successions = new HashMap<>();
    private final Map<String, Parameter<?>> bySuffix = new HashMap<>();
    private final Set<String> elsewhere;

    Rows(Collection<Parameter<?>> rows, Collection<Succession> successions, Set<String> elsewhere) {
        this.elsewhere = new HashSet<>(elsewhere);
        for (Parameter<?> row : rows) {
            add(row.name(), row, row.defaultText());
            row.lmtp().ifPresent(mirror -> add(mirror.name(), row, mirror.defaultText()));
            if (row.name().startsWith(TRANSPORT) && row.name().contains("destination_")) {
                bySuffix.put(row.name().substring(TRANSPORT.length() - 1), row);
            }
        }
        successions.forEach(one -> this.successions.put(one.successor(), one));
    }

    private void add(String name, Parameter<?> row, String defaultText) {
        if (byName.put(name, row) != null) {
            throw new IllegalArgumentException("parameter " + name + " is in the catalog twice");
        }
        defaults.put(name, defaultText);
    }

    /** The row of {@code name}, one of its names or a transport's own. */
    public Optional<Parameter<?>> row(String name) {
        Parameter<?> row = byName.get(name);
        for (int i = name.indexOf('_', 1); row == null && i > 0; i = name.indexOf('_', i + 1)) {
            row = bySuffix.get(name.substring(i));
        }
        return Optional.ofNullable(row);
    }

    /** What we make of {@code name}. */
    Optional<Status> status(String name) {
        return row(name).map(row -> row.status(name));
    }

    /** Whether code reads {@code name}. */
    boolean isImplemented(String name) {
        return status(name)
                .filter(status -> status.kind() == Status.Kind.IMPLEMENTED)
                .isPresent();
    }

    /** Whether {@code name} belongs to a Postfix program that this product does not replace. */
    public boolean isElsewhere(String name) {
        return elsewhere.contains(name);
    }

    /** The default of {@code name} as main.cf text. */
    public Optional<String> defaultText(String name) {
        return Optional.ofNullable(defaults.get(name))
                .or(() -> row(name).map(row -> LOCAL.getOrDefault(name, row.defaultText())));
    }

    Optional<Succession> succession(String name) {
        return Optional.ofNullable(successions.get(name));
    }

    /** All names, in the order of the catalog. */
    public List<String> names() {
        return new ArrayList<>(byName.keySet());
    }

    /** What could stand in place of an unknown name: all names when they are few. */
    String expected(String name) {
        return byName.size() <= 20
                ? String.join(", ", byName.keySet())
                : "the names of the reference, of which " + nearest(name) + " is the nearest";
    }

    /** The name that is nearest to a misspelt one. */
    public String nearest(String name) {
        String best = "";
        int least = Integer.MAX_VALUE;
        for (String one : byName.keySet()) {
            int distance = distance(one, name.length() > 80 ? name.substring(0, 80) : name);
            if (distance < least) {
                least = distance;
                best = one;
            }
        }
        return best;
    }

    /** Levenshtein's: the least number of letters to add, to remove or to change. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Rows that
                && byName.equals(that.byName)
                && successions.equals(that.successions)
                && elsewhere.equals(that.elsewhere);
    }

    @Override
    public int hashCode() {
        return byName.keySet().hashCode();
    }
}
