/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.util.Arrays;
import java.util.List;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.table.AddressKeys;
import org.postchaise.engine.table.KeyOrder;

/** Use of a table, which decides on the keys that are looked up for an address or a name. */
enum AddressOrder {
    /** Rewriting: canonical(5), virtual(5), generic(5), relocated(5). Of mydestination only names count here, not its tables. */
    REWRITING {
        @Override
        KeyOrder keys(Settings settings) {
            List<String> local =
                    Arrays.asList(settings.expanded("mydestination").split("[,\\s]+", -1));
            String origin = settings.expanded("myorigin");
            return AddressKeys.rewriting(
                    settings.expanded(DELIMITER), domain -> local.contains(domain) || domain.equals(origin));
        }
    },
    /** Mail addresses of access(5). */
    ACCESS {
        @Override
        KeyOrder keys(Settings settings) {
            return AddressKeys.access(settings.expanded(DELIMITER), parents(settings, "smtpd_access_maps"));
        }
    },
    /** Addresses of transport(5). */
    TRANSPORT {
        @Override
        KeyOrder keys(Settings settings) {
            return AddressKeys.transport(settings.expanded(DELIMITER), parents(settings, "transport_maps"));
        }
    },
    /** Addresses of sender_dependent_relayhost_maps. */
    SENDER {
        @Override
        KeyOrder keys(Settings settings) {
            return AddressKeys.sender(settings.expanded(DELIMITER));
        }
    },
    /** Host and domain names of access(5). */
    DOMAIN {
        @Override
        KeyOrder keys(Settings settings) {
            return KeyOrder.domain(parents(settings, "smtpd_access_maps"));
        }
    },
    /** Network addresses of access(5). */
    NETWORK {
        @Override
        KeyOrder keys(Settings settings) {
            return KeyOrder.network();
        }
    };

    private static final String DELIMITER = "recipient_delimiter";

    /** Returns the keys in the order of their lookup. */
    abstract KeyOrder keys(Settings settings);

    private static KeyOrder.Parents parents(Settings settings, String user) {
        boolean plain = Arrays.asList(
                        settings.expanded("parent_domain_matches_subdomains").split("[,\\s]+", -1))
                .contains(user);
        return plain ? KeyOrder.Parents.PLAIN : KeyOrder.Parents.DOTTED;
    }
}
