/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.session;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.postchaise.engine.config.Grammars;
import org.postchaise.engine.table.AddressLookup;
import org.postchaise.engine.table.LookupResult;

/**
 * A list of words for all servers, with tables of other words by server address: {@code smtp_discard_ehlo_keywords} with
 * {@code smtp_discard_ehlo_keyword_address_maps}, {@code smtp_pix_workarounds} with {@code smtp_pix_workaround_maps}.
 *
 * @param general the words for servers that are in no table
 * @param byAddress the tables, searched by the server's address as text
 */
record AddressRules(List<String> general, AddressLookup byAddress) {
    AddressRules {
        general = List.copyOf(general);
    }

    /**
     * Returns the words for the server at {@code address}, in upper case.
     *
     * @throws LocalDataException when a table can't be searched
     */
    Set<String> of(String address) throws LocalDataException {
        LookupResult result = byAddress.find(address);
        if (result instanceof LookupResult.Unavailable unavailable) {
            throw new LocalDataException(unavailable.cause());
        }
        List<String> words =
                result instanceof LookupResult.Found found ? Grammars.list().parse(found.value()) : general;
        return words.stream().map(word -> word.toUpperCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }
}
