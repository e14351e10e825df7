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
import java.util.regex.Pattern;

/** The rows of a catalog by all their names; created once and shared by all settings of that catalog. Immutable. */
public final class Rows {
    /** The prefix of rows for limits that each transport can have: {@code transport_destination_rate_delay}. */
    private static final String TRANSPORT = "transport_";

    /**
     * The two defaults of the local transport that differ from those of all other transports: Postfix sets them in its
     * code, not in its manual.
     */
    private static final Map<String, String> LOCAL =
            Map.of("local_destination_concurrency_limit", "2", "local_destination_recipient_limit", "1");

    /**
     * The limits that belong to a service of master.cf, whatever the name of the service; the limits of smtp and lmtp
     * have rows of their own.
     */
    private static final Pattern SERVICES = Pattern.compile(
            "(?!(?:smtpd?|lmtp|qmqpd?)_)[A-Za-z0-9_-]+_(?:time_limit|delivery_slot_(?:cost|loan|discount)"
                    + "|minimum_delivery_slots|extra_recipient_limit|recipient_limit|recipient_refill_(?:limit|delay)|transport_rate_delay)");

    /** The maximum number of names that are listed in a message. */
    private static final int FEW = 20;

    /** The maximum number of characters of a name that are compared: no parameter has a longer name. */
    private static final int SHOWN = 80;

    /** The number of letters per tolerated typing error; one error more is always tolerated. */
    private static final int LETTERS_PER_SLIP = 8;

    private final Map<String, Parameter<?>> byName = new LinkedHashMap<>();
    private final Map<String, String> defaults = new HashMap<>();
    private final Map<String, Succession> successions = new HashMap<>();
    private final Map<String, Parameter<?>> bySuffix = new HashMap<>();
    private final Set<String> elsewhere;
    private final Map<String, Scope> foreign = new HashMap<>();

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

    /** Adds the other parameters of {@code all} as parameters of other objects, and returns these rows. */
    Rows among(Collection<Parameter<?>> all) {
        for (Parameter<?> row : all) {
            foreign.put(row.name(), row.scope());
            row.lmtp().ifPresent(mirror -> foreign.put(mirror.name(), row.scope()));
        }
        foreign.keySet().removeAll(byName.keySet());
        return this;
    }

    private void add(String name, Parameter<?> row, String defaultText) {
        if (byName.put(name, row) != null) {
            throw new IllegalArgumentException("parameter " + name + " is in the catalog twice");
        }
        defaults.put(name, defaultText);
    }

    /** Returns the row of {@code name}, which is a name of the row or a limit of one transport. */
    public Optional<Parameter<?>> row(String name) {
        Parameter<?> row = byName.get(name);
        for (int i = name.indexOf('_', 1); row == null && i > 0; i = name.indexOf('_', i + 1)) {
            row = bySuffix.get(name.substring(i));
        }
        return Optional.ofNullable(row);
    }

    /**
     * Returns the transport whose limit {@code name} is; empty where {@code name} has a row of its own, such as the
     * limits of smtp.
     */
    Optional<TransportName> transport(String name) {
        for (int i = name.indexOf('_', 1); !byName.containsKey(name) && i > 0; i = name.indexOf('_', i + 1)) {
            if (bySuffix.containsKey(name.substring(i))) {
                return Optional.of(new TransportName(name.substring(0, i)));
            }
        }
        return Optional.empty();
    }

    /** Returns the support for parameter {@code name} in this product. */
    Optional<Status> status(String name) {
        return row(name).map(row -> row.status());
    }

    /** Returns true if {@code name} is an implemented parameter. */
    boolean isImplemented(String name) {
        return status(name)
                .filter(status -> status.kind() == Status.Kind.IMPLEMENTED)
                .isPresent();
    }

    /**
     * Returns true if {@code name} belongs to a Postfix program that this product does not replace: by its name, or as
     * the limit of a service of master.cf, such as {@code policy_time_limit} (spawn(8), pipe(8), qmgr(8)).
     */
    public boolean isElsewhere(String name) {
        return elsewhere.contains(name)
                || (!elsewhere.isEmpty()
                        && SERVICES.matcher(name).matches()
                        && row(name).isEmpty());
    }

    /**
     * Returns a sentence about a parameter of another object, which has no effect where it was set; empty for all other
     * names.
     */
    Optional<String> foreign(String name) {
        return Optional.ofNullable(foreign.get(name))
                .map(scope -> "parameter " + name + " is "
                        + switch (scope) {
                            case ADAPTER -> "the resource adapter's";
                            case FACTORY -> "the connection factory's";
                            case LISTENER -> "a listener's";
                            case COURIER -> "the courier's";
                        }
                        + " and has no effect here");
    }

    /** Returns the default of {@code name} as main.cf text. */
    public Optional<String> defaultText(String name) {
        return Optional.ofNullable(defaults.get(name))
                .or(() -> row(name).map(row -> LOCAL.getOrDefault(name, row.defaultText())));
    }

    Optional<Succession> succession(String name) {
        return Optional.ofNullable(successions.get(name));
    }

    /** Returns all names, in the order of the catalog. */
    public List<String> names() {
        return new ArrayList<>(byName.keySet());
    }

    /**
     * Returns the valid alternatives to an unknown name, for error messages: all names when they are few, else the
     * nearest name.
     */
    String expected(String name) {
        if (byName.size() <= FEW) {
            return "one of " + String.join(", ", byName.keySet());
        }
        return "a name of the reference"
                + near(name)
                        .map(near -> ", of which " + near + " is the nearest")
                        .orElse("");
    }

    /**
     * Returns the name that a misspelt name is likely to stand for; empty where no name differs in a few letters only.
     */
    public Optional<String> near(String name) {
        String best = "";
        int least = Math.min(name.length(), SHOWN) / LETTERS_PER_SLIP + 2;
        for (String one : byName.keySet()) {
            int distance = distance(one, name.length() > SHOWN ? name.substring(0, SHOWN) : name);
            if (distance < least) {
                least = distance;
                best = one;
            }
        }
        return best.isEmpty() ? Optional.empty() : Optional.of(best);
    }

    /** Returns the Levenshtein distance: the least number of letters to add, to remove or to change. */
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
                && elsewhere.equals(that.elsewhere)
                && foreign.equals(that.foreign);
    }

    @Override
    public int hashCode() {
        return byName.keySet().hashCode();
    }
}
