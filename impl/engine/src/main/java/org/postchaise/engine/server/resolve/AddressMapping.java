/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postchaise.engine.address.LocalPart;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Content;
import org.postchaise.engine.content.AddressList;

/** Tables whose values are addresses in place of others, as in canonical(5) and virtual(5). Addresses are in internal form. Thread-safe. */
final class AddressMapping {
    private final AddressMaps maps;
    private final Rewriter rewriter;
    private final boolean extensions;

    /**
     * Creates a mapping.
     *
     * @param kind the word in {@code propagate_unmatched_extensions} that passes address extensions on
     */
    AddressMapping(Settings settings, AddressMaps maps, String kind) {
        this.maps = maps;
        this.rewriter = Rewriter.local(settings);
        this.extensions = settings.get(Content.PROPAGATE_UNMATCHED_EXTENSIONS).contains(kind);
    }

    /** Returns the name of the parameter. */
    String name() {
        return maps.name();
    }

    /** Returns true if there is no table. */
    boolean isEmpty() {
        return maps.isEmpty();
    }

    /** Returns the addresses in place of {@code address}; empty if no table has an entry. */
    Optional<List<String>> find(String address) throws LookupFailureException {
        Optional<AddressMaps.Entry> entry = maps.entry(address);
        return entry.isEmpty() ? Optional.empty() : Optional.of(results(address, entry.get()));
    }

    private List<String> results(String address, AddressMaps.Entry entry) {
        int at = address.lastIndexOf('@');
        String local = at < 0 ? address : address.substring(0, at);
        if (entry.value().startsWith("@")) {
            return List.of(local + entry.value());
        }
        List<String> results = new ArrayList<>();
        for (String result : AddressList.parse(entry.value()).addresses()) {
            String complete = LocalPart.unquoted(rewriter.rewrite(AddressList.written(result)));
            results.add(extensions ? extended(complete, entry.extension()) : complete);
        }
        return results;
    }

    private static String extended(String address, String extension) {
        int at = address.lastIndexOf('@');
        return at < 0 ? address + extension : address.substring(0, at) + extension + address.substring(at);
    }
}
