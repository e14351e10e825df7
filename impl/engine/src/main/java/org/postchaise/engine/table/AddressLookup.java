/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.util.List;
import java.util.Locale;

/**
 * The lookup of an address, domain or network address in a list of tables: every key in its order, in every table in
 * turn. The first value wins; a table that can't be searched ends the search. Keys of fixed-key tables are folded to
 * lower case.
 */
public final class AddressLookup {
    private final List<LookupTable> tables;
    private final KeyOrder order;

    /** Creates a lookup that searches {@code tables} by the keys of {@code order}. */
    public AddressLookup(List<LookupTable> tables, KeyOrder order) {
        this.tables = List.copyOf(tables);
        this.order = order;
    }

    /**
     * The result of a lookup, and the key that gave the result.
     *
     * @param result the answer of the table
     * @param key the key that was found, in the form in which the table was searched, folded or not; empty when absent
     * @param extension the address extension that the key leaves out, with its delimiter; empty when the key leaves out
     *     none
     */
    public record Match(LookupResult result, String key, String extension) {}

    private static final Match NOTHING = new Match(LookupResult.ABSENT, "", "");

    /** Returns the answer for {@code subject}. */
    public LookupResult find(String subject) {
        return match(subject).result();
    }

    /**
     * Returns the answer for {@code subject}, with the key that gave the answer, since a rewriting of the address puts
     * the extension back.
     */
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

    /**
     * Returns the answer of {@code table}, unavailable instead of an empty value. An empty value has no meaning in an
     * address table, so Postfix treats such a value as an error of the table (maps(3)).
     */
    private static LookupResult checked(LookupTable table, String key) {
        LookupResult result = table.find(key);
        if (result instanceof LookupResult.Found found && found.value().isEmpty()) {
            return new LookupResult.Unavailable("table " + table + " has an empty value for \"" + key + "\"");
        }
        return result;
    }
}
