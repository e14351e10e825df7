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
 * From a recipient to transport and next hop, as trivial-rewrite(8) resolves mail that leaves the system: {@code
 * transport_maps} over {@code sender_dependent_default_transport_maps} and {@code default_transport} over {@code
 * sender_dependent_relayhost_maps} and {@code relayhost} over the recipient's domain. Thread-safe.
 */
public final class Destinations implements AutoCloseable {
    private static final EnhancedStatus UNRESOLVED = EnhancedStatus.of("4.3.0");

    /** Ends the search of a table by sender without a value. */
    private static final String NO_VALUE = "DUNNO";

    /** Of one table: enough to see what is wrong. */
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
     * The destinations that {@code settings} name.
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

    /** Where the mail for {@code recipient} goes; {@code sender} is empty for a notification. */
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

    /** Returns a line for each transport and next hop in the tables that mail can't be given to, as far as values are known. */
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

    /** Closes the tables. */
    @Override
    public void close() {
        map.close();
        transports.table().close();
        relays.table().close();
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

    /** A table by sender; {@code DUNNO} ends the search without a value. */
    private record BySender(AddressLookup table, String nullSender) {
        Optional<String> find(String sender) throws Unresolved {
            String key = sender.isEmpty() ? nullSender : sender;
            return found(table.find(key), key).filter(value -> !value.equalsIgnoreCase(NO_VALUE));
        }
    }

    /** A table that can't say. */
    private static final class Unresolved extends Exception {
        private static final long serialVersionUID = 1L;

        Unresolved(String message) {
            super(message);
        }
    }
}
