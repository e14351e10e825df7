/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.resolve;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.postchaise.engine.config.Parameter;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Content;
import org.postchaise.engine.table.AddressKeys;
import org.postchaise.engine.table.AddressLookup;
import org.postchaise.engine.table.KeyOrder;
import org.postchaise.engine.table.LookupResult;
import org.postchaise.engine.table.TableRegistry;

/** The tables of a parameter that are searched by address, such as {@code virtual_alias_maps}. Thread-safe. */
final class AddressMaps {
    private final String name;
    private final AddressLookup lookup;

    /**
     * A value that was found.
     *
     * @param value the value, without white space around it
     * @param extension the address extension that the key leaves out, with its delimiter; empty when the key leaves out none
     */
    record Entry(String value, String extension) {}

    /** The failure of the list of local domains while keys are made; the key order can't throw a checked exception. */
    private static final class LocalDomainsUnavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LocalDomainsUnavailable(LookupFailureException cause) {
            super(cause.getMessage(), cause);
        }
    }

    private AddressMaps(String name, AddressLookup lookup) {
        this.name = name;
        this.lookup = lookup;
    }

    /**
     * Opens the tables of {@code row}, searched by the keys of canonical(5) and virtual(5).
     *
     * @throws org.postchaise.engine.config.SettingsException when a table can't be used
     */
    static AddressMaps rewriting(
            Settings settings, TableRegistry tables, OwnDomains domains, Parameter<List<String>> row) {
        String origin = settings.get(Content.MYORIGIN);
        Predicate<String> local = domain -> {
            try {
                return domain.equalsIgnoreCase(origin) || domains.isLocal(domain);
            } catch (LookupFailureException e) {
                throw new LocalDomainsUnavailable(e);
            }
        };
        return of(settings, tables, row, AddressKeys.rewriting(settings.get(Content.RECIPIENT_DELIMITER), local));
    }

    /** Opens the tables of {@code row}, searched by the keys of {@code order}. */
    static AddressMaps of(Settings settings, TableRegistry tables, Parameter<List<String>> row, KeyOrder order) {
        return new AddressMaps(row.name(), tables.lookup(settings, row, order));
    }

    /** Returns true if there is no table. */
    boolean isEmpty() {
        return lookup.tables().isEmpty();
    }

    /** Returns the name of the parameter. */
    String name() {
        return name;
    }

    /** Returns the value for {@code address}, which is in internal form. */
    Optional<String> find(String address) throws LookupFailureException {
        return entry(address).map(Entry::value);
    }

    /** Returns true if a table has a value for {@code address}, which is in internal form. */
    boolean has(String address) throws LookupFailureException {
        return entry(address).isPresent();
    }

    /** Returns the value for {@code address}, which is in internal form, with the extension that the key leaves out. */
    Optional<Entry> entry(String address) throws LookupFailureException {
        if (isEmpty()) {
            return Optional.empty();
        }
        AddressLookup.Match match;
        try {
            match = lookup.match(address);
        } catch (LocalDomainsUnavailable e) {
            throw new LookupFailureException(name + ": " + e.getMessage());
        }
        if (match.result() instanceof LookupResult.Unavailable unavailable) {
            throw new LookupFailureException(name + ": " + unavailable.cause());
        }
        return match.result() instanceof LookupResult.Found found
                ? Optional.of(new Entry(found.value().strip(), match.extension()))
                : Optional.empty();
    }
}
