/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.util.List;
import java.util.Locale;

/**
 * Looks an address, domain or network address up in a list of tables: every key in its order, in every table in turn. The first
 * value wins; a table that can't be searched ends the search. Keys of fixed-key tables are folded to lower case.
 */
public final class AddressLookup implements AutoCloseable {
    private final List<LookupTable> tables;
    private final KeyOrder order;

    /** Searches {@code tables} by the keys of {@code order}. */
    public AddressLookup(List<LookupTable> tables, KeyOrder order) {
        this.tables = List.copyOf(tables);
        this.order = order;
    }

    /**
     * What was found, and by which key.
     *
     * @param result the answer
     * @param key the key that has it, as it was looked up in folded or given form; empty when absent
     * @param extension the address extension that was left out of that key, with its delimiter; empty when none was
     */
    public record Match(LookupResult result, String key, String extension) {}

    private static final Match NOTHING = new Match(LookupResult.ABSENT, "", "");

    /** The answer for {@code subject}. */
    public LookupResult find(String subject) {
        return match(subject).result();
    }

    /** The answer for {@code subject}, with the key that gave it: who rewrites an address puts the extension back. */
    public Match match(String subject) {
        if (tables.isEmpty()) {
            return NOTHING;
        }
        for (SearchKey key : order.keys(subject)) {
            // some tables can't hold an empty key, and none means anything by it
            if (key.text().isEmpty()) {
                continue;
            }
            for (LookupTable table : tables) {
                if (table.matchesPatterns() && key.reach() == SearchKey.Reach.PART) {
                    continue;
                }
                String text = table.matchesPatterns() ? key.text() : key.text().toLowerCase(Locale.ROOT);
                LookupResult result = checked(table, text);
                if (!(result instanceof LookupResult.Absent)) {
                    return new Match(result, text, key.extension());
                }
            }
        }
        return NOTHING;
    }

    /** Returns the tables, in the order in which they are searched. */
    public List<LookupTable> tables() {
        return tables;
    }

    /** Closes the tables. */
    @Override
    public void close() {
        tables.forEach(LookupTable::close);
    }

    /** An empty value says nothing an address table could mean, so it is a mistake of the table (Postfix maps(3)). */
    private static LookupResult checked(LookupTable table, String key) {
        LookupResult result = table.find(key);
        if (result instanceof LookupResult.Found found && found.value().isEmpty()) {
            return new LookupResult.Unavailable("table " + table + " has an empty value for \"" + key + "\"");
        }
        return result;
    }
}
