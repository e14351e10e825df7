/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.Failure;
import org.postchaise.engine.config.Masked;
import org.postchaise.engine.config.Parameter;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Content;
import org.postchaise.engine.config.catalog.SmtpClient;
import org.postchaise.engine.config.catalog.Transports;
import org.postchaise.engine.table.AddressKeys;
import org.postchaise.engine.table.AddressLookup;
import org.postchaise.engine.table.LookupResult;
import org.postchaise.engine.table.LookupTable;
import org.postchaise.engine.table.TableRegistry;

/**
 * The resolver from a recipient to transport and next hop, as trivial-rewrite(8) does it for mail that leaves the system:
 * {@code transport_maps} over {@code sender_dependent_default_transport_maps} and {@code default_transport} over
 * {@code sender_dependent_relayhost_maps} and {@code relayhost} over the recipient's domain. Thread-safe.
 */
public final class Destinations {
    private static final EnhancedStatus UNRESOLVED = EnhancedStatus.of("4.3.0");

    /** The table value that ends the search of a sender-dependent table without a result. */
    private static final String NO_VALUE = "DUNNO";

    /** The maximum number of faults reported for one table. */
    private static final int MOST_FAULTS = 10;

    private static final int LONGEST_NAME = 100;

    private final NamedTransports delivering;
    private final String defaultTransport;
    private final String relayhost;
    private final BySender transports;
    private final BySender relays;
    private final AddressLookup map;

    private Destinations(
            NamedTransports delivering,
            String defaultTransport,
            String relayhost,
            BySender transports,
            BySender relays,
            AddressLookup map) {
        this.delivering = delivering;
        this.defaultTransport = defaultTransport;
        this.relayhost = relayhost;
        this.transports = transports;
        this.relays = relays;
        this.map = map;
    }

    /**
     * Creates the destinations that {@code settings} define.
     *
     * @throws org.postchaise.engine.config.SettingsException when one of the tables can't be used
     */
    public static Destinations of(Settings settings, TableRegistry tables) {
        NamedTransports delivering = NamedTransports.of(settings);
        delivering.require(settings, Transports.DEFAULT_TRANSPORT);
        String delimiters = settings.get(Content.RECIPIENT_DELIMITER);
        AddressKeys bySender = AddressKeys.sender(delimiters);
        return new Destinations(
                delivering,
                settings.get(Transports.DEFAULT_TRANSPORT),
                settings.get(SmtpClient.RELAYHOST),
                new BySender(
                        tables.lookup(settings, Transports.SENDER_DEPENDENT_DEFAULT_TRANSPORT_MAPS, bySender),
                        settings.get(Transports.EMPTY_ADDRESS_DEFAULT_TRANSPORT_MAPS_LOOKUP_KEY)),
                new BySender(
                        tables.lookup(settings, Transports.SENDER_DEPENDENT_RELAYHOST_MAPS, bySender),
                        settings.get(Transports.EMPTY_ADDRESS_RELAYHOST_MAPS_LOOKUP_KEY)),
                tables.lookup(
                        settings,
                        Transports.TRANSPORT_MAPS,
                        AddressKeys.transport(delimiters, tables.parents(settings, Transports.TRANSPORT_MAPS))));
    }

    /** Returns the destination of the mail for {@code recipient}; {@code sender} is empty for a notification. */
    public Destination of(String sender, String recipient) {
        String domain = recipient.substring(recipient.lastIndexOf('@') + 1);
        try {
            String transport = transports.find(sender).orElse(defaultTransport);
            String hop = relays.find(sender).orElse(relayhost);
            TransportEntry entry =
                    new TransportEntry("", hop.isEmpty() ? domain : hop).with(TransportEntry.of(transport));
            Optional<String> mapped = found(map.find(recipient), recipient);
            return (mapped.isPresent() ? entry.mapped(TransportEntry.of(mapped.get()), domain) : entry)
                    .destination(delivering);
        } catch (Unresolved e) {
            return new Destination.Refused(Failure.local(UNRESOLVED, "address resolver failure: " + e.getMessage()));
        }
    }

    /**
     * Returns a line for each transport and next hop in the tables to which mail can't be given, as far as the values of the
     * tables are known.
     */
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        faults(Transports.TRANSPORT_MAPS, map, value -> delivering.fault(TransportEntry.of(value)), faults);
        faults(
                Transports.SENDER_DEPENDENT_DEFAULT_TRANSPORT_MAPS,
                transports.table(),
                value -> delivering.fault(TransportEntry.of(value)),
                faults);
        faults(
                Transports.SENDER_DEPENDENT_RELAYHOST_MAPS,
                relays.table(),
                value -> delivering.fault(new TransportEntry("", value)),
                faults);
        return faults;
    }

    private static void faults(
            Parameter<?> row, AddressLookup lookup, Function<String, Optional<String>> check, List<String> faults) {
        for (LookupTable table : lookup.tables()) {
            table.knownValues()
                    .filter(value -> !value.equalsIgnoreCase(NO_VALUE))
                    .flatMap(value -> check.apply(value).stream())
                    .distinct()
                    .limit(MOST_FAULTS)
                    .map(fault -> "parameter " + row.name() + ": " + shortened(table.toString()) + ": " + fault
                            + "; mail for it is deferred")
                    .forEach(fault -> faults.add(Masked.message(row.name(), fault)));
        }
    }

    private static String shortened(String table) {
        return table.length() <= LONGEST_NAME ? table : table.substring(0, LONGEST_NAME) + "...";
    }

    private static Optional<String> found(LookupResult result, String key) throws Unresolved {
        if (result instanceof LookupResult.Unavailable unavailable) {
            throw new Unresolved(unavailable.cause());
        }
        if (result instanceof LookupResult.Found found) {
            if (found.value().isBlank()) {
                throw new Unresolved("a table has an empty value for \"" + key + "\"");
            }
            return Optional.of(found.value().strip());
        }
        return Optional.empty();
    }

    /** A sender-dependent table; the value {@code DUNNO} ends the search without a result. */
    private record BySender(AddressLookup table, String nullSender) {
        Optional<String> find(String sender) throws Unresolved {
            String key = sender.isEmpty() ? nullSender : sender;
            return found(table.find(key), key).filter(value -> !value.equalsIgnoreCase(NO_VALUE));
        }
    }

    /** The failure of a table lookup. */
    private static final class Unresolved extends Exception {
        private static final long serialVersionUID = 1L;

        Unresolved(String message) {
            super(message);
        }
    }
}
