/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.server;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postchaise.bench.Table;

/** Line of the report: a result of each server, and the goals for ours. */
final class ServerRow {
    private final String name;
    private final String unit;
    private final Map<Receiver, Double> values = new EnumMap<>(Receiver.class);
    private String goal = "-";
    private boolean hasGoal;
    private boolean met = true;

    ServerRow(String name, String unit) {
        this.name = name;
        this.unit = unit;
    }

    static String header() {
        return Stream.of(
                        Stream.of("benchmark", "ours", "unit", "goal", "met"),
                        Stream.of(Receiver.values()).skip(1).map(Receiver::title),
                        Stream.of("ours / SubEtha", "ours / smtp-sink"))
                .flatMap(titles -> titles)
                .collect(Collectors.joining("\t"));
    }

    static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(value -> value).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    ServerRow value(Receiver receiver, double value) {
        values.put(receiver, value);
        return this;
    }

    ServerRow ours(double value) {
        return value(Receiver.OURS, value);
    }

    /** Adds a goal; the row has met its goals if it has met each of them. */
    ServerRow goal(String text, boolean reached) {
        goal = hasGoal ? goal + ", " + text : text;
        hasGoal = true;
        met &= reached;
        return this;
    }

    ServerRow atLeast(double factor, Receiver other) {
        return values.containsKey(other)
                ? goal(">= " + factor + " " + other.title(), of(Receiver.OURS) >= factor * of(other))
                : this;
    }

    ServerRow atMost(double factor, Receiver other) {
        return values.containsKey(other)
                ? goal("<= " + factor + " " + other.title(), of(Receiver.OURS) <= factor * of(other))
                : this;
    }

    String name() {
        return name;
    }

    boolean hasGoal() {
        return hasGoal;
    }

    boolean isMet() {
        return met;
    }

    private double of(Receiver receiver) {
        return values.getOrDefault(receiver, Double.NaN);
    }

    /** Returns the line with the columns of {@link #header}. */
    String tsv() {
        double ours = of(Receiver.OURS);
        return Stream.of(
                        Stream.of(name, Table.number(ours), unit, goal, hasGoal ? met ? "yes" : "NO" : "-"),
                        Stream.of(Receiver.values()).skip(1).map(receiver -> Table.number(of(receiver))),
                        Stream.of(Table.number(ours / of(Receiver.SUBETHA)), Table.number(ours / of(Receiver.SINK))))
                .flatMap(cells -> cells)
                .collect(Collectors.joining("\t"));
    }
}
