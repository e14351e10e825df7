/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.route;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.Failure;
import org.postchaise.engine.config.Protocol;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.SettingsException;
import org.postchaise.engine.config.catalog.Content;
import org.postchaise.engine.config.catalog.SmtpClient;
import org.postchaise.engine.config.catalog.Transports;
import org.postchaise.engine.table.AddressKeys;
import org.postchaise.engine.table.AddressLookup;
import org.postchaise.engine.table.LookupResult;
import org.postchaise.engine.table.TableRegistry;

/**
 * From a recipient to transport and next hop, as trivial-rewrite(8) resolves mail that leaves the system: {@code
 * transport_maps} over {@code sender_dependent_default_transport_maps} and {@code default_transport} over {@code
 * sender_dependent_relayhost_maps} and {@code relayhost} over the recipient's domain. Thread-safe.
 */
public final class Destinations implements AutoCloseable {
    private static final Set<String> REFUSING = Set.of("error", "retry");
    private static final EnhancedStatus DISCARDED = EnhancedStatus.of("2.0.0");
    private static final String NO_REASON = "Address is undeliverable";
    private static final EnhancedStatus UNRESOLVED = EnhancedStatus.of("4.3.0");
    private static final EnhancedStatus BOUNCED = EnhancedStatus.of("5.0.0");
    private static final EnhancedStatus RETRIED = EnhancedStatus.of("4.0.0");
    private static final Pattern STATUS =
            Pattern.compile("([245]\\.\\d{1,3}\\.\\d{1,3})(?:\\s+(.*)|$)", Pattern.DOTALL);

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
        String usual = Entry.of(settings.get(Transports.DEFAULT_TRANSPORT)).transport();
        NamedTransports delivering = NamedTransports.of(settings);
        if (!delivering.has(usual)) {
            throw new SettingsException(
                    "parameter " + Transports.DEFAULT_TRANSPORT.name() + ": " + delivering.unknown(usual));
        }
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
            Entry entry = new Entry("", hop.isEmpty() ? domain : hop).with(Entry.of(transport));
            Optional<String> mapped = found(map.find(recipient), recipient);
            return (mapped.isPresent() ? entry.mapped(Entry.of(mapped.get()), domain) : entry).destination(delivering);
        } catch (Unresolved e) {
            return new Destination.Refused(Failure.local(UNRESOLVED, "address resolver failure: " + e.getMessage()));
        }
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
            return found(table.find(key), key).filter(value -> !value.equalsIgnoreCase("DUNNO"));
        }
    }

    /** {@code transport:nexthop}; either may be empty. */
    private record Entry(String transport, String nextHop) {

        static Entry of(String text) {
            int colon = text.indexOf(':');
            return colon < 0
                    ? new Entry(text.strip(), "")
                    : new Entry(
                            text.substring(0, colon).strip(),
                            text.substring(colon + 1).strip());
        }

        /** What {@code over} says, and else what this says. */
        Entry with(Entry over) {
            return new Entry(
                    over.transport.isEmpty() ? transport : over.transport,
                    over.nextHop.isEmpty() ? nextHop : over.nextHop);
        }

        /** The same for an entry of transport(5): one that names a transport takes the next hop of no other. */
        Entry mapped(Entry over, String domain) {
            return over.transport.isEmpty() ? with(over) : new Entry(over.transport, domain).with(over.reasoned());
        }

        private Entry reasoned() {
            boolean silent = nextHop.isEmpty() && REFUSING.contains(transport);
            return silent ? new Entry(transport, NO_REASON) : this;
        }

        Destination destination(NamedTransports delivering) {
            Optional<Protocol> protocol = delivering.protocol(transport);
            if (protocol.isPresent()) {
                return new Destination.Delivery(transport, protocol.get(), NextHop.read(nextHop));
            }
            return switch (delivering.meaning(transport)) {
                case "error" -> refused(BOUNCED);
                case "retry" -> refused(RETRIED);
                case "discard" -> discarded();
                default ->
                    new Destination.Refused(
                            Failure.local(UNRESOLVED, "mail transport unavailable: " + delivering.unknown(transport)));
            };
        }

        /** As discard(8): a status at the text's beginning is taken off, and counts if it is of class 2. */
        private Destination discarded() {
            Matcher matcher = STATUS.matcher(nextHop);
            if (!matcher.matches()) {
                return new Destination.Discarded(DISCARDED, nextHop);
            }
            EnhancedStatus given = EnhancedStatus.of(matcher.group(1));
            String text = matcher.group(2) == null ? "" : matcher.group(2).strip();
            return new Destination.Discarded(given.category() == 2 ? given : DISCARDED, text);
        }

        /** With the status at the text's beginning, if it is of the right class. */
        private Destination refused(EnhancedStatus usual) {
            Matcher matcher = STATUS.matcher(nextHop);
            boolean given =
                    matcher.matches() && EnhancedStatus.of(matcher.group(1)).category() == usual.category();
            return new Destination.Refused(
                    given
                            ? Failure.local(EnhancedStatus.of(matcher.group(1)), reason(matcher.group(2)))
                            : Failure.local(usual, reason(nextHop)));
        }

        private static String reason(String text) {
            return text == null || text.isBlank() ? NO_REASON : text.strip();
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
