/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.access;

import java.util.Map;
import java.util.function.Function;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Content;
import org.postchaise.engine.config.catalog.ServerAccess;
import org.postchaise.engine.table.AddressKeys;
import org.postchaise.engine.table.KeyOrder;
import org.postchaise.engine.table.LookupTable;
import org.postchaise.engine.table.TableRegistry;

/** The restrictions with a table of access(5) as their argument, by their names: one row each. */
final class TableRestrictions {
    private TableRestrictions() {}

    /** Returns the makers of restrictions. */
    static Map<String, Function<LookupTable, Restriction>> of(
            Settings settings, TableRegistry tables, AccessAction action) {
        KeyOrder.Parents parents = tables.parents(settings, "smtpd_access_maps");
        AccessTable.Keys keys = new AccessTable.Keys(
                AddressKeys.access(settings.get(Content.RECIPIENT_DELIMITER), parents),
                KeyOrder.domain(parents),
                settings.get(ServerAccess.SMTPD_NULL_ACCESS_LOOKUP_KEY));
        return Map.of(
                "check_client_access", table -> AccessTable.ofClient(table, keys, action),
                "check_reverse_client_hostname_access", table -> AccessTable.ofReverseName(table, keys, action),
                "check_helo_access", table -> AccessTable.ofHelo(table, keys, action),
                "check_sender_access", table -> AccessTable.ofSender(table, keys, action),
                "check_recipient_access", table -> AccessTable.ofRecipient(table, keys, action));
    }
}
