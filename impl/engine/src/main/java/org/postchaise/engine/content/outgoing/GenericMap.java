/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.content.outgoing;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;
import org.postchaise.engine.content.AddressCompletion;
import org.postchaise.engine.content.AddressList;
import org.postchaise.engine.content.ContentException;
import org.postchaise.engine.table.AddressLookup;
import org.postchaise.engine.table.KeyOrder;
import org.postchaise.engine.table.LookupResult;
import org.postchaise.engine.table.LookupTable;

/**
 * The tables of {@code smtp_generic_maps} (generic(5)), which replace addresses of this site by addresses that are
 * valid elsewhere. Thread-safe.
 */
public final class GenericMap {
    private final List<LookupTable> tables;
    private final AddressLookup lookup;
    private final Propagation propagation;
    private final AddressCompletion completion;

    /** The propagation of an address extension into the address that replaces the original address. */
    enum Propagation {
        OFF,
        ON
    }

    GenericMap(List<LookupTable> tables, KeyOrder keys, Propagation propagation, AddressCompletion completion) {
        this.tables = List.copyOf(tables);
        this.lookup = new AddressLookup(tables, keys);
        this.propagation = propagation;
        this.completion = completion;
    }

    /** Returns true if no table is configured. */
    boolean isEmpty() {
        return tables.isEmpty();
    }

    /**
     * Returns the address that replaces {@code address}, or {@code address} where no table has an entry. Addresses are
     * without the quotes of the local part; empty for the null sender, which is never replaced.
     *
     * @param notes the consumer of a warning about a result of more than one address
     * @throws ContentException when a table can't be searched: the mail is deferred
     */
    public String rewrite(String address, Consumer<String> notes) throws ContentException {
        if (address.isEmpty() || isEmpty()) {
            return address;
        }
        AddressLookup.Match match = match(address);
        if (match.result() instanceof LookupResult.Unavailable unavailable) {
            throw new ContentException(
                    ContentException.LOCAL_DATA,
                    "smtp_generic_maps map lookup problem for " + address + ": " + unavailable.cause());
        }
        if (!(match.result() instanceof LookupResult.Found found)) {
            return address;
        }
        String value = found.value().strip();
        if (value.startsWith("@")) {
            return completion.complete(localPart(address) + value);
        }
        List<String> results = AddressList.parse(value).addresses();
        if (results.size() > 1) {
            notes.accept("warning: multi-valued smtp_generic_maps result for " + address);
        }
        String result = results.isEmpty() ? "" : results.get(0);
        return completion.complete(propagation == Propagation.ON ? extended(result, match.extension()) : result);
    }

    /**
     * Returns the replacement as {@link #rewrite} does, for an address in the form of the envelope, its local part
     * quoted where required.
     *
     * @throws ContentException when a table can't be searched: the mail is deferred
     */
    public String rewriteMailbox(String address, Consumer<String> notes) throws ContentException {
        if (address.isEmpty() || isEmpty()) {
            return address;
        }
        List<String> bare = AddressList.parse(address).addresses();
        if (bare.size() != 1) {
            return address;
        }
        String rewritten = rewrite(bare.get(0), notes);
        return rewritten.equals(bare.get(0)) ? address : AddressList.written(rewritten);
    }

    private AddressLookup.Match match(String address) throws ContentException {
        try {
            return lookup.match(address);
        } catch (UncheckedIOException e) {
            // the list of local domains, on which the keys depend, is unavailable
            throw new ContentException(
                    ContentException.LOCAL_DATA,
                    "smtp_generic_maps map lookup problem for " + address + ": "
                            + e.getCause().getMessage());
        }
    }

    private static String localPart(String address) {
        int at = address.lastIndexOf('@');
        return at < 0 ? address : address.substring(0, at);
    }

    private static String extended(String address, String extension) {
        int at = address.lastIndexOf('@');
        return at < 0 ? address + extension : address.substring(0, at) + extension + address.substring(at);
    }
}
