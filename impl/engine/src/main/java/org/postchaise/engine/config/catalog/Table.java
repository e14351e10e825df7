/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config.catalog;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postchaise.engine.config.Grammar;
import org.postchaise.engine.config.Grammars;
import org.postchaise.engine.config.MatchPatterns;
import org.postchaise.engine.config.Mirror;
import org.postchaise.engine.config.Parameter;
import org.postchaise.engine.config.Scope;
import org.postchaise.engine.config.Status;

/**
 * A table of parameters written as text, and a parser of such tables. A row is a line {@code name | grammar | lmtp name | scope |
 * status}, and, indented under that line, the summary and the default, which is left out when empty.
 *
 * <ul>
 *   <li>grammar: {@code bool}, {@code time:unit:least seconds}, {@code int:least:greatest}, {@code list}, {@code match:subject}, {@code raw} (not
 *       expanded), {@code text}, {@code text!} (not empty), {@code enum:a|b}, {@code words:a|b} (any of them)
 *   <li>lmtp name: {@code -} for none, {@code =} for the same name and default with lmtp for smtp, or {@code name=default}
 *   <li>status: {@code implemented}, {@code planned}, {@code ignored reason}, {@code n/a reason} or {@code obsolete successor}
 * </ul>
 */
final class Table {
    private static final String COLUMN = " | ";

    private final List<Parameter<?>> rows = new ArrayList<>();

    /** The kind of grammar of each row, such as {@code bool}, by the row's name. */
    private final Map<String, String> kinds = new HashMap<>();

    private Table() {}

    /** Returns the rows of {@code table}, none of which code reads. */
    static List<Parameter<?>> parse(String table) {
        return of(table).rows();
    }

    /** Parses {@code table}. */
    static Table of(String table) {
        Table parsed = new Table();
        parsed.read(table);
        return parsed;
    }

    /** Returns the rows, in their order. */
    List<Parameter<?>> rows() {
        return List.copyOf(rows);
    }

    /** Returns the row {@code name}, a switch. */
    Parameter<Boolean> bool(String name) {
        return row(name, Set.of("bool"));
    }

    /** Returns the row {@code name}, a time. */
    Parameter<Duration> time(String name) {
        return row(name, Set.of("time"));
    }

    /** Returns the row {@code name}, a whole number. */
    Parameter<Long> number(String name) {
        return row(name, Set.of("int"));
    }

    /** Returns the row {@code name}, a list or words. */
    Parameter<List<String>> list(String name) {
        return row(name, Set.of("list", "words"));
    }

    /** Returns the row {@code name}, a match list. */
    Parameter<MatchPatterns> matchList(String name) {
        return row(name, Set.of("match"));
    }

    /** Returns the row {@code name}, text of any kind. */
    Parameter<String> text(String name) {
        return row(name, Set.of("raw", "text", "text!", "enum"));
    }

    @SuppressWarnings("unchecked") // the kind of grammar determines the type of the value
    private <T> Parameter<T> row(String name, Set<String> expected) {
        if (!expected.contains(kinds.get(name))) {
            throw new IllegalArgumentException("row " + name + " is of kind " + kinds.get(name));
        }
        return (Parameter<T>)
                rows.stream().filter(row -> row.name().equals(name)).findFirst().orElseThrow();
    }

    private void read(String table) {
        String[] lines = table.split("\n", -1);
        for (int i = 0; i + 1 < lines.length; ) {
            String head = lines[i++];
            String summary = lines[i++].strip();
            String defaultText = i < lines.length && lines[i].startsWith(" ") ? lines[i++].strip() : "";
            List<String> columns = columns(head);
            rows.add(row(columns, defaultText, summary));
            kinds.put(columns.get(0), columns.get(1).split(":", 2)[0]);
        }
    }

    /**
     * Splits a row into its columns, without a regular expression, which would cost more at start than all other work
     * on the rows.
     */
    private static List<String> columns(String head) {
        List<String> columns = new ArrayList<>();
        int start = 0;
        while (columns.size() < 4) {
            int end = head.indexOf(COLUMN, start);
            columns.add(head.substring(start, end));
            start = end + COLUMN.length();
        }
        columns.add(head.substring(start));
        return columns;
    }

    private static Parameter<?> row(List<String> head, String defaultText, String summary) {
        return new Parameter<>(
                head.get(0),
                grammar(head.get(1)),
                defaultText,
                Scope.valueOf(head.get(3).toUpperCase(Locale.ROOT)),
                status(head.get(4)),
                mirror(head.get(0), head.get(2), defaultText),
                summary);
    }

    private static Optional<Mirror> mirror(String name, String text, String defaultText) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            return Optional.empty();
        }
        return Optional.of(
                equals == 0
                        ? new Mirror(name.replace("smtp_", "lmtp_"), defaultText.replace("smtp_", "lmtp_"))
                        : new Mirror(text.substring(0, equals), text.substring(equals + 1)));
    }

    private static Status status(String text) {
        int space = text.indexOf(' ');
        String reason = text.substring(space + 1);
        return switch (space < 0 ? text : text.substring(0, space)) {
            case "implemented" -> Status.IMPLEMENTED;
            case "planned" -> Status.PLANNED;
            case "ignored" -> Status.ignored(reason);
            case "n/a" -> Status.notApplicable(reason);
            case "obsolete" -> Status.obsolete(reason);
            default -> throw new IllegalArgumentException("status \"" + text + "\"");
        };
    }

    private static Grammar<?> grammar(String text) {
        String[] parts = text.split(":", 3);
        return switch (parts[0]) {
            case "bool" -> Grammars.bool();
            case "time" -> Grammars.time(parts[1], Duration.ofSeconds(Long.parseLong(parts[2])));
            case "int" -> Grammars.integer(Long.parseLong(parts[1]), Long.parseLong(parts[2]));
            case "list" -> Grammars.list();
            case "match" -> Grammars.matchList(MatchPatterns.Subject.valueOf(parts[1].toUpperCase(Locale.ROOT)));
            case "raw" -> Grammars.template("text on one line");
            case "text" -> Grammars.text("text on one line");
            case "text!" -> Grammars.someText("text on one line that is not empty");
            case "enum" -> Grammars.word(List.of(parts[1].split("\\|", -1)));
            case "words" -> Grammars.words(List.of(parts[1].split("\\|", -1)));
            default -> throw new IllegalArgumentException("grammar \"" + text + "\"");
        };
    }
}
