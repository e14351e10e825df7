/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.postchaise.engine.config.MatchPatterns;
import org.postchaise.engine.config.MatchPatterns.Item;
import org.postchaise.engine.config.MatchPatterns.Subject;

/**
 * An opened match list: {@code mynetworks}, {@code relay_domains} and the like (postconf(5)). The first pattern that
 * matches decides; without such a pattern there is no match. Files in the list are read again when they change, as
 * tables are: at most once a second, and a broken new version keeps the old one. Thread-safe; a search returns in
 * finite time and does not throw.
 *
 * <p>Names, addresses and patterns are compared without regard to case. A network with a wrong prefix length, or with
 * bits set beyond the prefix, is an error when the list is opened; Postfix finds the error when the first client is
 * compared with the network.
 */
public final class MatchList implements AutoCloseable {
    /** The maximum depth of files within files. */
    static final int DEPTH = 20;

    private final String name;
    private final Subject subject;
    private final KeyOrder.Parents parents;
    private final TableContext context;
    /** The tables of all versions of all files, by name: a table, once opened, stays open until the list is closed. */
    private final Map<String, LookupTable> tables = new ConcurrentHashMap<>();

    private final MatchRules rules;
    private volatile boolean closed;

    /**
     * The answer of a match list, with a type of its own for each case, so that a failed search is never mistaken for
     * "no match".
     */
    public sealed interface Result {
        /** The result of a subject that is in the list. */
        record Match() implements Result {}

        /** The result of a subject that is not in the list, or is excluded. */
        record NoMatch() implements Result {}

        /**
         * The result of a search in which a table of the list could not be searched: mail is deferred, never bounced.
         *
         * @param cause one line that names the table
         */
        record Unavailable(String cause) implements Result {}

        /** The only needed instance of {@link Match}, which has no components. */
        Match MATCH = new Match();

        /** The only needed instance of {@link NoMatch}, which has no components. */
        NoMatch NO_MATCH = new NoMatch();
    }

    private MatchList(String name, MatchPatterns patterns, KeyOrder.Parents parents, TableContext context)
            throws TableException {
        this.name = name;
        this.subject = patterns.subject();
        this.parents = parents;
        this.context = context;
        MatchRules.Builder builder = new MatchRules.Builder();
        try {
            for (Item item : patterns.items()) {
                add(item, builder, List.of());
            }
        } catch (RuleException | IllegalArgumentException | TableException e) {
            close();
            throw new TableException(name + ": " + e.getMessage(), e);
        }
        this.rules = builder.build(subject, parents);
    }

    /**
     * Opens the tables and files of {@code patterns}.
     *
     * @param name the name of the list in messages: "parameter mynetworks"
     * @throws TableException when a table or a file can't be used, or a network is wrong
     */
    static MatchList open(String name, MatchPatterns patterns, KeyOrder.Parents parents, TableContext context)
            throws TableException {
        return new MatchList(name, patterns, parents, context);
    }

    /**
     * Returns a match if {@code subject}, a string, a domain or an address, is in the list.
     *
     * @throws IllegalStateException when the subjects of this list are hosts
     */
    public Result find(String subject) {
        if (this.subject == Subject.HOST) {
            throw new IllegalStateException(name + " compares hosts, which have a name and an address");
        }
        return ask(this.subject == Subject.ADDRESS ? "" : subject, this.subject == Subject.ADDRESS ? subject : "");
    }

    /**
     * Returns a match if a host is in the list.
     *
     * @param hostName the host name that the reverse lookup of the address gave; {@code unknown} without such a name
     * @param address an IPv4 or IPv6 address as text, without brackets; an IPv4 address mapped into IPv6 as IPv4
     * @throws IllegalStateException when the subjects of this list are not hosts
     */
    public Result find(String hostName, String address) {
        if (subject != Subject.HOST) {
            throw new IllegalStateException(name + " does not compare hosts");
        }
        return ask(hostName, address);
    }

    private Result ask(String hostName, String address) {
        if (closed) {
            return new Result.Unavailable(name + ": the list is closed");
        }
        if (rules.isEmpty()) {
            return Result.NO_MATCH;
        }
        return rules.find(new MatchRules.Question(Keys.fold(hostName), Keys.fold(address)))
                .orElse(Result.NO_MATCH);
    }

    /**
     * Adds an item, and opens its table or file.
     *
     * @param within the files that the item stands in, the outermost first
     */
    private void add(Item item, MatchRules.Builder builder, List<Path> within) throws TableException, RuleException {
        switch (item.form()) {
            case TEXT -> builder.text(item, subject);
            case TABLE -> {
                LookupTable table = table(item.text());
                builder.source(item, question -> search(table, question));
            }
            case FILE -> {
                WatchedFile<MatchRules> file = file(item.text(), within);
                builder.source(item, question -> file.current().find(question));
            }
        }
    }

    private Optional<Result> search(LookupTable table, MatchRules.Question question) {
        for (String key : MatchRules.keys(question, subject, parents, table)) {
            LookupResult result = table.find(key);
            if (result instanceof LookupResult.Found) {
                return Optional.of(Result.MATCH);
            }
            if (result instanceof LookupResult.Unavailable unavailable) {
                return Optional.of(new Result.Unavailable(unavailable.cause()));
            }
        }
        return Optional.empty();
    }

    private LookupTable table(String text) throws TableException {
        LookupTable known = tables.get(text);
        if (known != null) {
            return known;
        }
        LookupTable opened = context.opener().open(text);
        LookupTable other = tables.putIfAbsent(text, opened);
        if (other != null) {
            opened.close();
            return other;
        }
        if (closed) {
            opened.close();
        }
        return opened;
    }

    private WatchedFile<MatchRules> file(String file, List<Path> within) throws TableException {
        Path path = Path.of(file).normalize();
        List<Path> chain = new ArrayList<>(within);
        chain.add(path);
        if (within.contains(path)) {
            throw new TableException("a loop: " + chain);
        }
        if (chain.size() > DEPTH) {
            throw new TableException("files are nested more than " + DEPTH + " levels deep: " + file);
        }
        return new WatchedFile<>(file, file, (lines, size, findings) -> read(lines, chain, findings), context);
    }

    private MatchRules read(LogicalLines lines, List<Path> chain, Findings findings)
            throws IOException, TableException {
        MatchRules.Builder builder = new MatchRules.Builder();
        String file = chain.get(chain.size() - 1).toString();
        while (lines.nextPhysical()) {
            String where = file + ", line " + lines.number() + ": ";
            Optional<String> line = Keys.utf8(lines.bytes(), 0, lines.length());
            if (line.isEmpty()) {
                findings.fault(where + "not UTF-8; expected patterns", "");
                continue;
            }
            try {
                for (Item item : MatchPatterns.parse(subject, line.get()).items()) {
                    add(item, builder, chain);
                }
            } catch (IllegalArgumentException | RuleException e) {
                findings.fault(where + e.getMessage(), ": skipping the rest of this line");
            } catch (TableException e) {
                throw new TableException(where + e.getMessage(), e);
            }
        }
        return builder.build(subject, parents);
    }

    /** Closes the tables; later answers are unavailable. */
    @Override
    public void close() {
        closed = true;
        tables.values().forEach(LookupTable::close);
    }

    /** Returns the name of the list in messages. */
    @Override
    public String toString() {
        return name;
    }
}
