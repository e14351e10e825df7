/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.resolve;

import java.util.Optional;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Content;
import org.postchaise.engine.config.catalog.Routing;
import org.postchaise.engine.config.catalog.SmtpClient;
import org.postchaise.engine.config.catalog.Transports;
import org.postchaise.engine.server.resolve.ResolvedAddress.Transport;
import org.postchaise.engine.table.AddressKeys;
import org.postchaise.engine.table.TableRegistry;

/**
 * The choice of a transport by address class, sender and {@code transport_maps}, as far as the server must know it: mail that goes to the
 * transport {@code error} is refused. Thread-safe.
 */
final class TransportChoice {
    /** The value that ends the search of a sender-dependent table without a result. */
    private static final String NO_VALUE = "DUNNO";

    private static final Transport UNKNOWN_ALIAS = new Transport("error", "5.1.1 User unknown in virtual alias table");
    private static final String MOVED = "5.1.6 User has moved to ";

    private final Usual usual;
    private final String nullSenderOfTransports;
    private final String nullSenderOfRelays;
    private final AddressMaps transportsBySender;
    private final AddressMaps relaysBySender;
    private final AddressMaps map;
    private final AddressMaps relocated;

    /** The transports that the settings name. */
    private record Usual(
            String hostName, String local, String mailboxes, String relay, String other, String relayHost) {
        Usual(Settings settings) {
            this(
                    settings.get(SmtpClient.MYHOSTNAME),
                    settings.get(Routing.LOCAL_TRANSPORT),
                    settings.get(Routing.VIRTUAL_TRANSPORT),
                    settings.get(Routing.RELAY_TRANSPORT),
                    settings.get(Transports.DEFAULT_TRANSPORT),
                    settings.get(SmtpClient.RELAYHOST));
        }
    }

    TransportChoice(Settings settings, TableRegistry tables, OwnDomains domains) {
        String delimiters = settings.get(Content.RECIPIENT_DELIMITER);
        AddressKeys bySender = AddressKeys.sender(delimiters);
        this.usual = new Usual(settings);
        this.nullSenderOfTransports = settings.get(Transports.EMPTY_ADDRESS_DEFAULT_TRANSPORT_MAPS_LOOKUP_KEY);
        this.nullSenderOfRelays = settings.get(Transports.EMPTY_ADDRESS_RELAYHOST_MAPS_LOOKUP_KEY);
        this.transportsBySender =
                AddressMaps.of(settings, tables, Transports.SENDER_DEPENDENT_DEFAULT_TRANSPORT_MAPS, bySender);
        this.relaysBySender = AddressMaps.of(settings, tables, Transports.SENDER_DEPENDENT_RELAYHOST_MAPS, bySender);
        this.map = AddressMaps.of(
                settings,
                tables,
                Transports.TRANSPORT_MAPS,
                AddressKeys.transport(delimiters, tables.parents(settings, Transports.TRANSPORT_MAPS)));
        this.relocated = AddressMaps.rewriting(settings, tables, domains, Routing.RELOCATED_MAPS);
    }

    /** Returns the transport of mail from {@code sender} to {@code recipient}, both in internal form. */
    Transport of(String sender, String recipient, AddressClass type) throws LookupFailureException {
        String domain = recipient.substring(recipient.lastIndexOf('@') + 1);
        Transport transport = switch (type) {
            case LOCAL -> new Transport("local", usual.hostName()).with(usual.local(), usual.hostName());
            case VIRTUAL_ALIAS -> UNKNOWN_ALIAS;
            case VIRTUAL_MAILBOX -> new Transport("virtual", domain).with(usual.mailboxes(), domain);
            case RELAY -> remote("relay", usual.relay(), sender, domain);
            case REMOTE ->
                remote(
                        "smtp",
                        bySender(transportsBySender, sender, nullSenderOfTransports)
                                .orElse(usual.other()),
                        sender,
                        domain);
        };
        if (type != AddressClass.VIRTUAL_ALIAS) {
            Optional<String> mapped = map.find(recipient);
            if (mapped.isPresent()) {
                transport = transport.with(mapped.get(), domain);
            }
        }
        Optional<String> moved = relocated.find(recipient);
        return moved.isPresent() ? new Transport("error", MOVED + moved.get()) : transport;
    }

    private Transport remote(String name, String text, String sender, String domain) throws LookupFailureException {
        String host = bySender(relaysBySender, sender, nullSenderOfRelays).orElse(usual.relayHost());
        String hop = host.isEmpty() ? domain : host;
        return new Transport(name, hop).with(text, hop);
    }

    private static Optional<String> bySender(AddressMaps maps, String sender, String nullSender)
            throws LookupFailureException {
        return maps.find(sender.isEmpty() ? nullSender : sender).filter(value -> !value.equalsIgnoreCase(NO_VALUE));
    }
}
