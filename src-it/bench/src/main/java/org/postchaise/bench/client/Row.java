/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.client;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postchaise.bench.Table;

/** Line of the report: a result of each client. */
final class Row {
    private final String name;
    private final String unit;
    private final Map<Rival, Double> values = new EnumMap<>(Rival.class);
    private double source = Double.NaN;
    private String goal = "-";
    private String met = "-";

    Row(String name, String unit) {
        this.name = name;
        this.unit = unit;
    }

    static String header() {
        return Stream.concat(
                        Stream.of("benchmark", "ours", "unit", "goal", "met"),
                        Stream.concat(
                                Stream.of(Rival.values()).skip(1).map(Rival::title),
                                Stream.of("smtp-source", "ours / smtp-source", "ours / best other in Java")))
                .collect(Collectors.joining("\t"));
    }

    static double median(List<Figures> figures, ToDoubleFunction<Figures> value) {
        double[] sorted = figures.stream().mapToDouble(value).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    Row all(Map<Rival, List<Figures>> figures, ToDoubleFunction<Figures> value) {
        figures.forEach((rival, several) -> values.put(rival, median(several, value)));
        return this;
    }

    Row source(double value) {
        source = value;
        return this;
    }

    Row goal(String text, boolean reached) {
        goal = text;
        met = reached ? "yes" : "NO";
        return this;
    }

    double ours() {
        return of(Rival.OURS);
    }

    double of(Rival rival) {
        return values.getOrDefault(rival, Double.NaN);
    }

    double source() {
        return source;
    }

    /** Returns the line with the columns of {@link #header}. */
    String tsv() {
        return Stream.concat(
                        Stream.of(name, Table.number(ours()), unit, goal, met),
                        Stream.concat(
                                Stream.of(Rival.values()).skip(1).map(rival -> Table.number(of(rival))),
                                Stream.of(
                                        Table.number(source),
                                        Table.number(ours() / source),
                                        Table.number(ours() / bestOther()))))
                .collect(Collectors.joining("\t"));
    }

    /** Returns the lowest result of the other clients, or the highest where more is better. */
    private double bestOther() {
        var others = values.entrySet().stream()
                .filter(entry -> !entry.getKey().isOurs())
                .mapToDouble(Map.Entry::getValue);
        return (unit.equals("1/s") ? others.max() : others.min()).orElse(Double.NaN);
    }
}
