/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.postchaise.engine.config.Masked;
import org.postchaise.engine.config.MatchPatterns;
import org.postchaise.engine.config.Parameter;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.SettingsException;
import org.postchaise.engine.config.catalog.ServerAccess;

/**
 * The known table types, and the opener of tables by their text in a setting. The registry owns the tables and match lists
 * that it opens, and closes them when it is closed. Thread-safe.
 */
public final class TableRegistry implements AutoCloseable {
    private final Map<String, TableType> types = new TreeMap<>();
    private final TableContext context;
    private final Queue<Runnable> closings = new ConcurrentLinkedQueue<>();

    /** Creates a registry of {@code types}. Wrong lines of a file are skipped with a warning, as in postmap(1). */
    public TableRegistry(Collection<TableType> types, Clock clock, Consumer<String> warnings) {
        this(types, clock, warnings, TableContext.Faults.SKIP);
    }

    private TableRegistry(
            Collection<TableType> types, Clock clock, Consumer<String> warnings, TableContext.Faults faults) {
        types.forEach(type -> this.types.put(type.name(), type));
        this.context = new TableContext(this::part, clock, warnings, faults);
    }

    /**
     * Returns a registry of all types for a deployment. A file with a wrong line can't be opened, so that the mistake
     * stops the deployment.
     */
    public static TableRegistry forDeployment(Clock clock, Consumer<String> warnings) {
        List<TableType> types = new ArrayList<>(localTypes());
        types.addAll(remoteTypes());
        return new TableRegistry(types, clock, warnings, TableContext.Faults.STOP);
    }

    /** Returns a registry of all types, in which wrong lines of a file are skipped with a warning. */
    public static TableRegistry ofAllTypes(Consumer<String> warnings) {
        List<TableType> all = new ArrayList<>(localTypes());
        all.addAll(remoteTypes());
        return new TableRegistry(all, Clock.systemUTC(), warnings);
    }

    /** Returns the table types that need no network: files, inline, static, environ and the tables made of others. */
    public static List<TableType> localTypes() {
        return LocalTables.types();
    }

    /** Returns the table types that ask a server, or read the accounts of the host. */
    public static List<TableType> remoteTypes() {
        return List.of(TcpTable.type(), SocketmapTable.type(), UnixTable.type(), JdbcTable.type(), LdapTable.type());
    }

    /**
     * Opens {@code type:name}.
     *
     * @throws TableException when the type is unknown, or the table can't be used
     */
    public LookupTable open(String table) throws TableException {
        LookupTable opened = part(table);
        closings.add(opened::close);
        return opened;
    }

    /** Opens a table that is part of another table or of a match list, which closes it. */
    private LookupTable part(String table) throws TableException {
        int colon = table.indexOf(':');
        if (colon <= 0) {
            throw new TableException("table \"" + table + "\" has no type; expected type:name, type one of "
                    + String.join(", ", types.keySet()));
        }
        TableType type = types.get(table.substring(0, colon));
        if (type == null) {
            throw new TableException("table \"" + table + "\": no table type " + table.substring(0, colon)
                    + "; expected one of " + String.join(", ", types.keySet()));
        }
        if (colon == table.length() - 1) {
            throw new TableException("table \"" + table + "\" has no name; expected " + table + "name");
        }
        return type.open(table.substring(colon + 1), context);
    }

    /**
     * Opens the tables that {@code row} names, to be searched by the keys of {@code order}.
     *
     * @throws SettingsException with the name of the parameter, when one of the tables can't be used
     */
    public AddressLookup lookup(Settings settings, Parameter<List<String>> row, KeyOrder order) {
        List<LookupTable> tables = new ArrayList<>();
        for (String table : settings.get(row)) {
            try {
                tables.add(open(table));
            } catch (TableException e) {
                throw new SettingsException(
                        "parameter " + row.name() + ": " + Masked.message(row.name(), e.getMessage()), e);
            }
        }
        return new AddressLookup(tables, order);
    }

    /**
     * Opens the match list that {@code row} holds. A domain in the list matches its subdomains too if {@code
     * parent_domain_matches_subdomains} names the list.
     *
     * @throws SettingsException with the name of the parameter, when a table, a file or a network of the list can't be
     *     used
     */
    public MatchList matchList(Settings settings, Parameter<MatchPatterns> row) {
        return kept(open("parameter " + row.name(), settings.get(row), parents(settings, row)));
    }

    /**
     * Opens the value of the parameter {@code name} as a match list of {@code subject}, for a parameter that has no row of
     * its own type.
     *
     * @throws SettingsException with the name of the parameter, when the value is no match list, or a table, a file or a
     *     network of the list can't be used
     */
    public MatchList matchList(Settings settings, String name, MatchPatterns.Subject subject) {
        MatchPatterns patterns;
        try {
            patterns = MatchPatterns.parse(subject, settings.expanded(name));
        } catch (IllegalArgumentException e) {
            throw new SettingsException("parameter " + name + ": " + e.getMessage(), e);
        }
        return kept(open("parameter " + name, patterns, KeyOrder.Parents.NONE));
    }

    /**
     * Opens a match list that mail does not depend on: the part of the list from the first table or file that can't be
     * used is ignored, and a warning names that table or file.
     */
    public MatchList usableMatchList(Settings settings, Parameter<MatchPatterns> row) {
        MatchPatterns all = settings.get(row);
        KeyOrder.Parents parents = parents(settings, row);
        for (int end = all.items().size(); ; end--) {
            try {
                MatchPatterns part =
                        new MatchPatterns(all.subject(), all.items().subList(0, end));
                return kept(MatchList.open("parameter " + row.name(), part, parents, context));
            } catch (TableException e) {
                context.warnings().accept(e.getMessage());
            }
        }
    }

    /**
     * Returns the form in which parents of a domain are looked up for {@code row}: plain if {@code
     * parent_domain_matches_subdomains} names the row, else dotted.
     *
     * @throws SettingsException when a table or a file of that list can't be used
     */
    public KeyOrder.Parents parents(Settings settings, Parameter<?> row) {
        return parents(settings, row.name());
    }

    /** Returns the form in which parents of a domain are looked up, as {@link #parents(Settings, Parameter)} does, for a name without a row. */
    public KeyOrder.Parents parents(Settings settings, String name) {
        Parameter<MatchPatterns> list = ServerAccess.PARENT_DOMAIN_MATCHES_SUBDOMAINS;
        try (MatchList plain = open("parameter " + list.name(), settings.get(list), KeyOrder.Parents.NONE)) {
            MatchList.Result named = plain.find(name);
            if (named instanceof MatchList.Result.Unavailable unavailable) {
                throw new SettingsException(unavailable.cause());
            }
            return named instanceof MatchList.Result.Match ? KeyOrder.Parents.PLAIN : KeyOrder.Parents.DOTTED;
        }
    }

    private MatchList open(String name, MatchPatterns patterns, KeyOrder.Parents parents) {
        try {
            return MatchList.open(name, patterns, parents, context);
        } catch (TableException e) {
            throw new SettingsException(e.getMessage(), e);
        }
    }

    private MatchList kept(MatchList opened) {
        closings.add(opened::close);
        return opened;
    }

    /** Closes all tables and match lists that were opened; later answers are unavailable. */
    @Override
    public void close() {
        for (Runnable closing = closings.poll(); closing != null; closing = closings.poll()) {
            closing.run();
        }
    }
}
