/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.resolve;

import java.util.List;
import java.util.Optional;
import org.postchaise.engine.config.Parameter;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.content.AddressList;
import org.postchaise.engine.table.TableRegistry;

/** The tables of addresses that receive copies: {@code sender_bcc_maps} and {@code recipient_bcc_maps}. Thread-safe. */
public final class BccMaps {
    private final AddressMaps maps;

    private BccMaps(AddressMaps maps) {
        this.maps = maps;
    }

    /**
     * Opens the tables of {@code row}.
     *
     * @throws org.postchaise.engine.config.SettingsException when a table can't be used
     */
    public static BccMaps from(
            Settings settings, TableRegistry tables, Resolver resolver, Parameter<List<String>> row) {
        return new BccMaps(AddressMaps.rewriting(settings, tables, resolver.domains(), row));
    }

    /** Returns the address, in external form, that receives copies of mail from or to {@code address}, which is in internal form. */
    public Optional<String> find(String address) throws LookupFailureException {
        return maps.find(address)
                .flatMap(value -> AddressList.parse(value).addresses().stream().findFirst())
                .map(AddressList::written);
    }
}
