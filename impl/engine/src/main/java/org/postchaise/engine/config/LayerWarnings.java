/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is odd about the values of one layer, but no error: names that nothing uses, obsolete names, and parameters that
 * change nothing here, since an operator who sets one expects that it does. A value that is the default expects nothing,
 * and one that an implemented parameter refers to has its effect there.
 */
final class LayerWarnings {
    /** Names in the one line about all that does not apply. */
    private static final int NAMED = 10;

    private final Settings settings;
    private final Rows rows;
    private final Map<String, Assignment> layer;
    private final Set<String> read;

    /**
     * @param settings with the layer laid over them
     * @param read names whose values count, for themselves or in the value of another
     */
    LayerWarnings(Settings settings, Map<String, Assignment> layer, Set<String> read) {
        this.settings = settings;
        this.rows = settings.rows();
        this.layer = new TreeMap<>(layer);
        this.layer.values().removeIf(Assignment::isImplied);
        this.read = read;
    }

    /** Each is one line; what does not apply is one line for each file, since a real main.cf is full of it. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        Map<String, List<String>> notApplicable = new TreeMap<>();
        layer.forEach((name, value) -> {
            if (!value.source().isEmpty() && doesNotApply(name)) {
                if (isWithoutEffect(name, value)) {
                    notApplicable
                            .computeIfAbsent(value.source(), source -> new ArrayList<>())
                            .add(name);
                }
                return;
            }
            oddity(name).or(() -> withoutEffect(name, value)).ifPresent(lines::add);
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

    /** What is wrong with a name of the layer as a name. */
    Optional<String> oddity(String name) {
        if (!layer.containsKey(name)) {
            return Optional.empty();
        }
        String prefix = layer.get(name).prefix();
        if (settings.isUnknown(name)) {
            return Optional.of(prefix + "unknown parameter " + name + ", which nothing uses; the nearest known name is "
                    + rows.nearest(name));
        }
        return rows.status(name)
                .filter(status -> status.kind() == Status.Kind.OBSOLETE)
                .map(Status::reason)
                .map(successor -> prefix + "parameter " + name + " is obsolete; use " + successor
                        + (rows.isImplemented(successor.split(" ", 2)[0]) ? "" : ", which has no effect yet"));
    }

    private Optional<String> withoutEffect(String name, Assignment value) {
        return rows.status(name)
                .filter(status -> isWithoutEffect(name, value))
                .map(status -> value.prefix() + "parameter " + name
                        + (status.kind() == Status.Kind.PLANNED
                                ? " has no effect yet (planned)"
                                : " is " + status.text()));
    }

    private static String summary(List<String> names) {
        String shown = String.join(", ", names.subList(0, Math.min(NAMED, names.size())));
        int more = names.size() - NAMED;
        return (names.size() == 1 ? "1 parameter has" : names.size() + " parameters have")
                + " no effect here, being about parts of Postfix that do not exist here: " + shown
                + (more > 0 ? " and " + more + " more" : "");
    }
}
