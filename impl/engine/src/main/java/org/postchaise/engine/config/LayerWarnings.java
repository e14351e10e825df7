/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What is odd about the values of one layer, but no error: names that nothing uses, obsolete names, and parameters that
 * change nothing here, since an operator who sets one expects that it does. A value that is the default expects nothing,
 * and one that an implemented parameter refers to has its effect there.
 */
final class LayerWarnings {
    /** Names in the one line about all that does not apply. */
    private static final int NAMED = 10;

    private final Rows rows;
    private final Map<String, Assignment> layer;
    private final Set<String> read;

    /**
     * @param read names whose values count, for themselves or in the value of another
     */
    LayerWarnings(Rows rows, Map<String, Assignment> layer, Set<String> read) {
        this.rows = rows;
        this.layer = new TreeMap<>(layer);
        this.layer.values().removeIf(Assignment::isImplied);
        this.read = read;
    }

    /** Each is one line; what does not apply is one line for each file, since a real main.cf is full of it. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        Map<String, List<String>> notApplicable = new TreeMap<>();
        layer.forEach((name, value) -> {
            Optional<Status> status = rows.status(name);
            if (!value.source().isEmpty() && doesNotApply(name)) {
                if (isWithoutEffect(name, value)) {
                    notApplicable
                            .computeIfAbsent(value.source(), source -> new ArrayList<>())
                            .add(name);
                }
                return;
            }
            status.map(found -> about(name, value, found))
                    .orElseGet(() -> unknown(name))
                    .ifPresent(text -> lines.add(value.prefix() + text));
        });
        notApplicable.forEach((source, names) -> lines.add(source + ": " + summary(names)));
        return lines;
    }

    private boolean doesNotApply(String name) {
        return rows.isElsewhere(name)
                || rows.status(name)
                        .filter(status -> status.kind() == Status.Kind.NOT_APPLICABLE)
                        .isPresent();
    }

    private boolean isWithoutEffect(String name, Assignment value) {
        return !read.contains(name)
                && !rows.defaultText(name).filter(value.text()::equals).isPresent();
    }

    private Optional<String> about(String name, Assignment value, Status status) {
        if (status.kind() == Status.Kind.OBSOLETE) {
            boolean without = rows.status(status.reason().split(" ", 2)[0])
                    .filter(successor -> successor.kind() != Status.Kind.IMPLEMENTED)
                    .isPresent();
            return Optional.of("parameter " + name + " is obsolete; use " + status.reason()
                    + (without ? ", which has no effect yet" : ""));
        }
        if (!isWithoutEffect(name, value)) {
            return Optional.empty();
        }
        return switch (status.kind()) {
            case PLANNED -> Optional.of("parameter " + name + " has no effect yet (planned)");
            case IGNORED, NOT_APPLICABLE -> Optional.of("parameter " + name + " is " + status.text());
            case IMPLEMENTED, OBSOLETE -> Optional.empty();
        };
    }

    private Optional<String> unknown(String name) {
        if (isUsed(name, layer.values())) {
            return Optional.empty();
        }
        return Optional.of(
                "unknown parameter " + name + ", which nothing uses; the nearest known name is " + rows.nearest(name));
    }

    /** Whether one of {@code values} refers to {@code name}. */
    static boolean isUsed(String name, Collection<Assignment> values) {
        Pattern use = Pattern.compile("(\\$[({]?\\s*|(?<![\\w$]))" + Pattern.quote(name) + "(?!\\w)");
        return values.stream().anyMatch(value -> use.matcher(value.text()).find());
    }

    private static String summary(List<String> names) {
        String shown = String.join(", ", names.subList(0, Math.min(NAMED, names.size())));
        int more = names.size() - NAMED;
        return (names.size() == 1 ? "1 parameter has" : names.size() + " parameters have")
                + " no effect here, being about parts of Postfix that do not exist here: " + shown
                + (more > 0 ? " and " + more + " more" : "");
    }
}
