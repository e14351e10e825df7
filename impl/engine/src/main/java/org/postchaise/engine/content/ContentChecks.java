/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.content;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.postchaise.engine.log.Printable;
import org.postchaise.engine.table.LookupResult;
import org.postchaise.engine.table.LookupTable;

/**
 * The tables of one parameter such as {@code smtp_header_checks} (header_checks(5)): tables of rules, of which the
 * first match acts. Only the actions that change the text or log a message are implemented; other actions have no
 * effect but a warning.
 */
public final class ContentChecks {
    private static final int SHOWN = 60;

    private final String parameter;
    private final Subject subject;
    private final List<LookupTable> tables;

    /** The kind of text that is checked. */
    public enum Subject {
        HEADER,
        BODY
    }

    /**
     * The result of a check.
     *
     * @param prepended the lines to insert before the text
     * @param text the text; empty where the text is to be removed
     */
    public record Outcome(List<String> prepended, Optional<String> text) {}

    public ContentChecks(String parameter, Subject subject, List<LookupTable> tables) {
        this.parameter = parameter;
        this.subject = subject;
        this.tables = List.copyOf(tables);
    }

    public boolean isEmpty() {
        return tables.isEmpty();
    }

    /**
     * Applies the rules to {@code text}.
     *
     * @throws ContentException when a table can't be searched
     */
    public Outcome apply(String text, Consumer<String> notes) throws ContentException {
        for (LookupTable table : tables) {
            LookupResult result = table.find(text);
            if (result instanceof LookupResult.Unavailable unavailable) {
                throw new ContentException(
                        ContentException.LOCAL_DATA, parameter + " lookup error: " + unavailable.cause());
            }
            if (result instanceof LookupResult.Found found) {
                return act(found.value().strip(), text, notes);
            }
        }
        return kept(text);
    }

    private Outcome act(String rule, String text, Consumer<String> notes) throws ContentException {
        if (rule.isEmpty()) {
            throw new ContentException(
                    ContentException.LOCAL_DATA,
                    parameter + " lookup error: a rule for \"" + shown(text) + "\" is empty");
        }
        String[] parts = rule.split("[ \t]+", 2);
        String argument = parts.length > 1 ? parts[1] : "";
        return switch (parts[0].toUpperCase(Locale.ROOT)) {
            case "DUNNO", "OK" -> kept(text);
            case "IGNORE" -> dropped();
            case "STRIP" -> {
                note("strip", text, argument, notes);
                yield dropped();
            }
            case "WARN" -> {
                note("warning", text, argument, notes);
                yield kept(text);
            }
            case "INFO" -> {
                note("info", text, argument, notes);
                yield kept(text);
            }
            case "REPLACE" -> {
                if (!usable("REPLACE", argument, notes)) {
                    yield kept(text);
                }
                note("replace", text, argument, notes);
                yield kept(argument);
            }
            case "PREPEND" -> {
                if (!usable("PREPEND", argument, notes)) {
                    yield kept(text);
                }
                note("prepend", text, argument, notes);
                yield new Outcome(List.of(argument), Optional.of(text));
            }
            default -> {
                notes.accept("warning: unsupported command in " + parameter + " map: " + rule);
                yield kept(text);
            }
        };
    }

    private boolean usable(String action, String argument, Consumer<String> notes) {
        if (argument.isEmpty()) {
            notes.accept("warning: " + action + " action without text in " + parameter + " map");
            return false;
        }
        if (subject == Subject.HEADER && !HeaderField.isHeader(argument)) {
            notes.accept("warning: bad " + action + " header text \"" + argument + "\" in " + parameter
                    + " map -- need \"headername: headervalue\"");
            return false;
        }
        return true;
    }

    private void note(String action, String text, String argument, Consumer<String> notes) {
        notes.accept(action + ": " + subject.name().toLowerCase(Locale.ROOT) + " " + shown(text)
                + (argument.isEmpty() ? "" : ": " + Printable.line(argument)));
    }

    private static String shown(String text) {
        return Printable.line(text.length() > SHOWN ? text.substring(0, SHOWN) : text);
    }

    private static Outcome kept(String text) {
        return new Outcome(List.of(), Optional.of(text));
    }

    private static Outcome dropped() {
        return new Outcome(List.of(), Optional.empty());
    }
}
