/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls.client;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.SettingsException;
import org.postchaise.engine.config.catalog.SmtpTlsPolicy;
import org.postchaise.engine.log.LineLog;
import org.postchaise.engine.table.LookupResult;
import org.postchaise.engine.table.LookupTable;
import org.postchaise.engine.table.TableException;
import org.postchaise.engine.table.TableRegistry;
import org.postchaise.engine.tls.PeerNames;

/**
 * The enforcement of REQUIRETLS (RFC 8689) by destination: {@code requiretls_enable} and
 * {@code smtp_requiretls_policy}, whose items are consulted in their order. Thread-safe.
 */
final class RequireTlsRules {
    private static final System.Logger LOG = LineLog.of("org.postchaise.engine.tls.RequireTlsRules");

    private final boolean enabled;
    private final List<Item> items = new ArrayList<>();

    /** An item of the policy: an action, or a table with actions by destination. */
    private record Item(Optional<TlsNeed> action, Optional<LookupTable> table) {}

    private RequireTlsRules(boolean enabled) {
        this.enabled = enabled;
    }

    /**
     * Creates the rules of {@code settings}.
     *
     * @throws SettingsException for an item that is neither an action nor a table, or a table that can't be used
     */
    static RequireTlsRules from(Settings settings, TableRegistry tables) {
        RequireTlsRules rules = new RequireTlsRules(settings.get(SmtpTlsPolicy.REQUIRETLS_ENABLE));
        try {
            for (String text : settings.get(SmtpTlsPolicy.REQUIRETLS_POLICY)) {
                rules.items.add(
                        text.indexOf(':') < 0
                                ? new Item(Optional.of(action(text)), Optional.empty())
                                : new Item(Optional.empty(), Optional.of(tables.open(text))));
            }
            return rules;
        } catch (TableException | IllegalArgumentException e) {
            throw new SettingsException(
                    "parameter " + SmtpTlsPolicy.REQUIRETLS_POLICY.name() + ": " + e.getMessage(), e);
        }
    }

    private static TlsNeed action(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "enforce" -> TlsNeed.REQUIRED;
            case "opportunistic+starttls" -> TlsNeed.ENCRYPTED;
            case "opportunistic" -> TlsNeed.REQUESTED;
            case "disable" -> TlsNeed.AS_SET;
            default ->
                throw new IllegalArgumentException(
                        "\"" + text
                                + "\" is unknown; expected enforce, opportunistic+starttls, opportunistic, disable, or a table");
        };
    }

    /** Returns the enforcement of REQUIRETLS for mail to {@code destination}, a next hop without brackets and port. */
    TlsNeed of(String destination) {
        String name = PeerNames.ascii(destination);
        for (Item item : enabled ? items : List.<Item>of()) {
            Optional<TlsNeed> found = item.action().or(() -> find(item.table().get(), name));
            if (found.isPresent()) {
                return found.get();
            }
        }
        return enabled ? TlsNeed.REQUIRED : TlsNeed.AS_SET;
    }

    /** Returns the action for the name itself, or in a table with fixed keys for its parents with a dot in front. */
    private static Optional<TlsNeed> find(LookupTable table, String name) {
        String key = name;
        while (true) {
            LookupResult result = table.find(key);
            try {
                if (result instanceof LookupResult.Found found) {
                    return Optional.of(action(found.value().strip()));
                }
                if (result instanceof LookupResult.Unavailable unavailable) {
                    throw new IllegalArgumentException(unavailable.cause());
                }
            } catch (IllegalArgumentException e) {
                LOG.log(Level.WARNING, "smtp_requiretls_policy, destination \"{0}\": {1}", name, e.getMessage());
                return Optional.of(TlsNeed.UNKNOWN);
            }
            int dot = key.indexOf('.', 1);
            if (dot < 0 || table.matchesPatterns() || name.indexOf(':') >= 0) {
                return Optional.empty();
            }
            key = key.substring(dot);
        }
    }
}
