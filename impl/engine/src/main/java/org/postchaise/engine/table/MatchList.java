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
 * A match list, opened: {@code mynetworks}, {@code relay_domains} and the like (postconf(5)). The first pattern that matches
 * decides; without one there is no match. Files in the list are read again when they change, as tables are: at most once a
 * second, and a broken new version keeps the old one. Thread-safe; a question is answered in finite time and does not throw.
 *
 * <p>Names, addresses and patterns are compared without regard to case. A network with a wrong length, or with bits set beyond
 * it, is an error when the list is opened; Postfix finds it when the first client is compared with it.
 */
public final class MatchList implements AutoCloseable {
    /** Files within files. */
    static final int DEPTH = 20;

    private final String name;
    private final Subject subject;
    private final KeyOrder.Parents parents;
    private final TableContext context;
    /** By their text, of all versions of all files: a table that is opened once stays so until the list is closed. */
    private final Map<String, LookupTable> tables = new ConcurrentHashMap<>();

    private final MatchRules rules;
    private volatile boolean closed;

    /** The answer of a list: one of three, so that "could not look" is never mistaken for "is not in it". */
    public sealed interface Result {
        /** In the list. */
        record Match() implements Result {}

        /** Not in the list, or excluded. */
        record NoMatch() implements Result {}

        /**
         * A table of the list could not be searched: mail is deferred, never bounced.
         *
         * @param cause one line that names the table
         */
        record Unavailable(String cause) implements Result {}

        /** There is nothing to tell two of them apart. */
        Match MATCH = new Match();

        /** There is nothing to tell two of them apart. */
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
     * @param name what messages call the list: "parameter mynetworks"
     * @throws TableException when a table or a file can't be used, or a network is wrong
     */
    static MatchList open(String name, MatchPatterns patterns, KeyOrder.Parents parents, TableContext context)
            throws TableException {
        return new MatchList(name, patterns, parents, context);
    }

    /**
     * Whether {@code subject}, a string, a domain or an address, is in the list.
     *
     * @throws IllegalStateException when this list is one of hosts
     */
    public Result find(String subject) {
        if (this.subject == Subject.HOST) {
            throw new IllegalStateException(name + " compares hosts, which have a name and an address");
        }
        return ask(this.subject == Subject.ADDRESS ? "" : subject, this.subject == Subject.ADDRESS ? subject : "");
    }

    /**
     * Whether a host is in the list.
     *
     * @param hostName as the lookup of its address gave it; {@code unknown} when there is none
     * @param address an IPv4 or IPv6 address as text, without brackets; an IPv4 address mapped into IPv6 as IPv4
     * @throws IllegalStateException when this list is not one of hosts
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
        return rules.find(new MatchRules.Question(Keys.fold(hostName), Keys.fold(address)))
                .orElse(Result.NO_MATCH);
    }

    /** @param within the files that the item stands in, the outermost first */
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

    /** What messages call it. */
    @Override
    public String toString() {
        return name;
    }
}
