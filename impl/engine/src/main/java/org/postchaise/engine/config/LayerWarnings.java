/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Warnings about the values of one layer: names that nothing uses, obsolete names, and parameters without an effect in
 * this product, since an operator who sets a parameter expects an effect. A value that equals the default is not
 * reported, nor is a value that an implemented parameter refers to.
 */
final class LayerWarnings {
    /** The maximum number of names in the one-line summary of a file's notes. */
    private static final int NAMED = 10;

    private static final Pattern CALLED = Pattern.compile("parameter (\\S+)");

    private final ParameterValues values;
    private final Rows rows;
    private final Map<String, Assignment> layer;
    private final Set<String> read;

    /**
     * Creates the warnings of one layer.
     *
     * @param values the values with the layer laid over them
     * @param layer the values of the layer, by name
     */
    LayerWarnings(ParameterValues values, Map<String, Assignment> layer) {
        this.values = values;
        this.rows = values.rows();
        this.layer = new TreeMap<>(layer);
        this.layer.values().removeIf(Assignment::isImplied);
        this.read = values.read();
    }

    /**
     * Returns each warning as one line, and the notes of a file together as one line, since a main.cf file of a working
     * Postfix has many.
     */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        Map<String, List<String>> notes = new TreeMap<>();
        for (Inspection.Finding finding : findings()) {
            if (finding.severity() == Inspection.Severity.NOTE) {
                String source = finding.text().substring(0, finding.text().indexOf(", line "));
                notes.computeIfAbsent(source, one -> new ArrayList<>()).add(finding.text());
            } else {
                lines.add(finding.text());
            }
        }
        notes.forEach((source, texts) -> lines.add(summary(source, texts)));
        return lines;
    }

    /** Returns the findings in the order of the names. */
    List<Inspection.Finding> findings() {
        List<Inspection.Finding> findings = new ArrayList<>();
        layer.forEach((name, value) -> unknown(name)
                .ifPresentOrElse(
                        text -> findings.add(finding(Inspection.Severity.WARNING, value, text)),
                        () -> obsolete(name)
                                .or(() -> withoutEffect(name, value))
                                .ifPresent(text -> findings.add(finding(
                                        value.source().isEmpty()
                                                ? Inspection.Severity.WARNING
                                                : Inspection.Severity.NOTE,
                                        value,
                                        text)))));
        return findings;
    }

    private static Inspection.Finding finding(Inspection.Severity severity, Assignment value, String text) {
        return new Inspection.Finding(severity, value.line(), value.prefix() + text);
    }

    private Optional<String> unknown(String name) {
        return values.isUnknown(name)
                ? Optional.of(rows.foreign(name)
                        .orElseGet(() -> "unknown parameter " + name + ", which nothing uses"
                                + rows.near(name)
                                        .map(near -> "; the nearest known name is " + near)
                                        .orElse("")))
                : Optional.empty();
    }

    private Optional<String> obsolete(String name) {
        return rows.status(name)
                .filter(status -> status.kind() == Status.Kind.OBSOLETE)
                .map(Status::reason)
                .map(successor -> "parameter " + name + " is obsolete; use " + successor
                        + (rows.isImplemented(successor.split(" ", 2)[0]) ? "" : ", which has no effect yet"));
    }

    private Optional<String> withoutEffect(String name, Assignment value) {
        boolean isDefault = rows.defaultText(name).filter(value.text()::equals).isPresent();
        if (read.contains(name) || isDefault) {
            return Optional.empty();
        }
        if (rows.isElsewhere(name)) {
            return Optional.of("parameter " + name + " belongs to a Postfix program that is not replaced here");
        }
        return rows.status(name)
                .map(status -> "parameter " + name
                        + (status.kind() == Status.Kind.PLANNED
                                ? " has no effect yet (planned)"
                                : " is " + status.text()));
    }

    /**
     * Returns one line for the notes of a file: the note itself when it is the only note, else the names of the
     * parameters.
     */
    static String summary(String source, List<String> notes) {
        if (notes.size() == 1) {
            return notes.get(0);
        }
        List<String> names = notes.stream()
                .map(CALLED::matcher)
                .filter(Matcher::find)
                .map(one -> one.group(1))
                .sorted()
                .toList();
        int more = names.size() - NAMED;
        return source + ": " + notes.size() + " parameters change nothing here or are obsolete: "
                + String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
                + (more > 0 ? " and " + more + " more" : "") + "; \"postchaise config --check FILE -v\" says why";
    }
}
