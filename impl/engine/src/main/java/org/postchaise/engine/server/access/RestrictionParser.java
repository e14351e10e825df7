/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.access;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.postchaise.engine.config.Grammars;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.SettingsException;
import org.postchaise.engine.config.catalog.ServerAccess;
import org.postchaise.engine.server.access.RestrictionList.Effect;
import org.postchaise.engine.server.access.RestrictionList.Entry;
import org.postchaise.engine.server.view.Verdict;
import org.postchaise.engine.table.LookupTable;
import org.postchaise.engine.table.TableException;
import org.postchaise.engine.table.TableRegistry;

/**
 * The parser of lists of restrictions. An unknown name is a warning when the list is parsed, and refuses each request with 451 4.3.5 when
 * evaluation comes to that name, as in Postfix.
 */
final class RestrictionParser {
    private static final String WARN_IF_REJECT = "warn_if_reject";
    private static final int DEEPEST = 100;

    /** The restrictions that end a list: what follows is not reached. */
    private static final Set<String> FINAL = Set.of("permit", "reject", "defer");

    /** The restrictions of which one must stand in a list about recipients, or this system would be an open relay. */
    private static final Set<String> RELAY_CONTROLS = Set.of(
            "reject_unauth_destination",
            "defer_unauth_destination",
            "reject",
            "defer",
            "defer_if_permit",
            "check_relay_domains");

    private final Map<String, Restriction> known;
    private final Map<String, Function<LookupTable, Restriction>> byTable;
    private final TableRegistry tables;
    private final Map<String, String> classes = new HashMap<>();
    private final Consumer<String> log;
    private final Set<String> controls = new HashSet<>();
    private final Map<String, RestrictionList> named = new ConcurrentHashMap<>();

    /**
     * Creates a parser.
     *
     * @param known the restrictions without an argument, by name
     * @param tables opens the tables that restrictions name
     * @param log takes warnings, in the form of log lines
     */
    RestrictionParser(Settings settings, Map<String, Restriction> known, TableRegistry tables, Consumer<String> log) {
        this.known = known;
        this.tables = tables;
        this.byTable = TableRestrictions.of(settings, tables, new AccessAction(settings, this::parseAction, log));
        this.log = log;
        for (String name : settings.get(ServerAccess.SMTPD_RESTRICTION_CLASSES)) {
            classes.put(name, settings.expanded(name));
        }
    }

    /** Returns the list that {@code words} name. */
    RestrictionList parse(List<String> words) {
        return parse(words, Effect.REJECT, 0);
    }

    /** Parses the restriction classes, which the actions of access tables may name. */
    void end() {
        classes.forEach((name, members) -> named.put(name, parse(Grammars.list().parse(members), Effect.REJECT, 1)));
    }

    /** Returns the relay controls that the lists parsed so far hold, without those after {@code warn_if_reject}. */
    Set<String> relayControls() {
        return Set.copyOf(controls);
    }

    /** Returns the list that an action of an access table names: restrictions without an argument, and classes. */
    private RestrictionList parseAction(List<String> words) {
        List<Entry> entries = new ArrayList<>();
        for (String word : words) {
            Restriction found = known.get(word.toLowerCase(Locale.ROOT));
            Restriction restriction = found != null ? found : named.get(word);
            entries.add(new Entry(restriction == null ? unknown(word) : restriction, Effect.REJECT));
        }
        return new RestrictionList(entries, log);
    }

    private RestrictionList parse(List<String> words, Effect usual, int depth) {
        List<Entry> entries = new ArrayList<>();
        Effect effect = usual;
        for (int i = 0; i < words.size(); i++) {
            String name = words.get(i).toLowerCase(Locale.ROOT);
            if (name.equals(WARN_IF_REJECT)) {
                effect = Effect.WARN;
                continue;
            }
            if (byTable.containsKey(name) && i + 1 < words.size()) {
                entries.add(new Entry(byTable.get(name).apply(table(name, words.get(++i))), effect));
                effect = usual;
                continue;
            }
            entries.add(new Entry(restriction(words.get(i), name, effect, depth), effect));
            if (effect == Effect.REJECT && RELAY_CONTROLS.contains(name)) {
                controls.add(name);
            }
            if (FINAL.contains(name) && effect == Effect.REJECT && i + 1 < words.size()) {
                log.accept("warning: restriction `" + words.get(i + 1) + "' after `" + name + "' is ignored");
                break;
            }
            effect = usual;
        }
        return new RestrictionList(entries, log);
    }

    private LookupTable table(String name, String table) {
        try {
            return tables.open(table);
        } catch (TableException e) {
            throw new SettingsException("restriction " + name + ": " + e.getMessage(), e);
        }
    }

    private Restriction restriction(String word, String name, Effect effect, int depth) {
        Restriction found = known.get(name);
        if (found != null) {
            return found;
        }
        String members = classes.get(word);
        if (members == null) {
            log.accept(unknownWarning(word));
            return unknown(word);
        }
        if (depth == DEEPEST) {
            throw new SettingsException("parameter " + word + ": restriction classes are nested more than " + DEEPEST
                    + " deep; expected classes that do not name themselves");
        }
        return parse(Grammars.list().parse(members), effect, depth + 1);
    }

    private Restriction unknown(String word) {
        return request -> {
            log.accept(unknownWarning(word));
            return new Verdict.Reject(AccessAction.configurationError(), Verdict.Kind.SOFTWARE);
        };
    }

    private static String unknownWarning(String word) {
        return "warning: unknown smtpd restriction: \"" + word + "\"";
    }
}
