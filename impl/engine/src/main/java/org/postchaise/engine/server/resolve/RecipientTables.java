/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.resolve;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postchaise.engine.config.Parameter;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Notices;
import org.postchaise.engine.config.catalog.Routing;
import org.postchaise.engine.table.TableRegistry;

/**
 * The tables of existing addresses: {@code local_recipient_maps} and its like for the other classes. An address is known, too, if canonical
 * or virtual alias tables replace it. Where {@code local_recipient_maps} is not set, all local addresses are known: there are no Unix
 * accounts. Thread-safe.
 */
public final class RecipientTables {
    private static final String UNKNOWN_USER = "5.1.1";
    private static final String NO_REASON = "Address is undeliverable";
    private static final int BOUNCED = 550;
    private static final int RETRIED = 450;

    private final Resolver resolver;
    private final List<AddressMaps> replacements;
    private final AddressMaps senderReplacements;
    private final Map<AddressClass, Known> known = new EnumMap<>(AddressClass.class);
    private final Unlisted aliasReply;
    private final Set<String> always;

    /**
     * An address that does not exist.
     *
     * @param code the reply code
     * @param status the enhanced status code; its class may differ from that of the code
     * @param text the reason
     */
    public record Unlisted(int code, String status, String text) {}

    /** The tables of one address class, and the reply about an address that is in none of them. */
    private record Known(AddressMaps maps, Unlisted reply) {}

    private RecipientTables(Settings settings, TableRegistry tables, Resolver resolver) {
        this.resolver = resolver;
        this.replacements = List.of(
                open(settings, tables, Routing.CANONICAL_MAPS),
                open(settings, tables, Routing.RECIPIENT_CANONICAL_MAPS),
                open(settings, tables, Routing.VIRTUAL_ALIAS_MAPS));
        this.senderReplacements = open(settings, tables, Routing.SENDER_CANONICAL_MAPS);
        boolean named = settings.get(Routing.SHOW_USER_UNKNOWN_TABLE_NAME);
        if (settings.isSet(Routing.LOCAL_RECIPIENT_MAPS.name())) {
            known.put(
                    AddressClass.LOCAL,
                    new Known(
                            open(settings, tables, Routing.LOCAL_RECIPIENT_MAPS),
                            reply(settings, Routing.UNKNOWN_LOCAL_RECIPIENT_REJECT_CODE, "local recipient", named)));
        }
        known.put(
                AddressClass.VIRTUAL_MAILBOX,
                new Known(
                        open(settings, tables, Routing.VIRTUAL_MAILBOX_MAPS),
                        reply(settings, Routing.UNKNOWN_VIRTUAL_MAILBOX_REJECT_CODE, "virtual mailbox", named)));
        known.put(
                AddressClass.RELAY,
                new Known(
                        open(settings, tables, Routing.RELAY_RECIPIENT_MAPS),
                        reply(settings, Routing.UNKNOWN_RELAY_RECIPIENT_REJECT_CODE, "relay recipient", named)));
        this.aliasReply = reply(settings, Routing.UNKNOWN_VIRTUAL_ALIAS_REJECT_CODE, "virtual alias", named);
        this.always = Set.of("postmaster", "mailer-daemon", settings.get(Notices.DOUBLE_BOUNCE_SENDER));
    }

    /**
     * Opens the tables that {@code settings} name.
     *
     * @throws org.postchaise.engine.config.SettingsException when a table can't be used
     */
    public static RecipientTables from(Settings settings, TableRegistry tables, Resolver resolver) {
        return new RecipientTables(settings, tables, resolver);
    }

    private AddressMaps open(Settings settings, TableRegistry tables, Parameter<List<String>> row) {
        return AddressMaps.rewriting(settings, tables, resolver.domains(), row);
    }

    private static Unlisted reply(Settings settings, Parameter<Long> code, String table, boolean named) {
        return new Unlisted(
                settings.get(code).intValue(), UNKNOWN_USER, "User unknown" + (named ? " in " + table + " table" : ""));
    }

    /** Returns what is wrong with {@code sender} as {@link #check} does; {@code sender_canonical_maps} count, too. */
    public Optional<Unlisted> checkSender(ResolvedAddress sender) throws LookupFailureException {
        return senderReplacements.has(sender.address()) ? Optional.empty() : check(sender);
    }

    /** Returns what is wrong with {@code address}; empty if the address exists, or if this system does not know. */
    public Optional<Unlisted> check(ResolvedAddress address) throws LookupFailureException {
        if (address.addressClass() == AddressClass.LOCAL && always.contains(fold(address.localPart()))) {
            return Optional.empty();
        }
        for (AddressMaps maps : replacements) {
            if (maps.has(address.address())) {
                return Optional.empty();
            }
        }
        Optional<Unlisted> undeliverable = undeliverable(address);
        if (undeliverable.isPresent()) {
            return undeliverable;
        }
        Known tables = known.get(address.addressClass());
        boolean unknown =
                tables != null && !tables.maps().isEmpty() && !tables.maps().has(address.address());
        return unknown ? Optional.of(tables.reply()) : Optional.empty();
    }

    /** Returns the reason in the next hop of the transports error and retry. */
    private Optional<Unlisted> undeliverable(ResolvedAddress address) {
        if (address.addressClass() == AddressClass.VIRTUAL_ALIAS) {
            return Optional.of(aliasReply);
        }
        String transport = address.transport().name();
        boolean error = transport.equals("error");
        if (!error && !transport.equals("retry")) {
            return Optional.empty();
        }
        String hop = address.transport().nextHop();
        // a next hop that is the domain stands for a transport without a text
        String text = hop.equals(address.domain()) ? "" : hop;
        StatusText told = StatusText.of(text, UNKNOWN_USER, NO_REASON);
        return Optional.of(new Unlisted(error ? BOUNCED : RETRIED, told.status(), told.text()));
    }

    private static String fold(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
