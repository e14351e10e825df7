/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.resolve;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.postchaise.engine.config.Parameter;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Routing;
import org.postchaise.engine.table.MatchList;
import org.postchaise.engine.table.TableRegistry;

/**
 * The replacement of addresses in envelope and header: {@code sender_canonical_maps}, {@code recipient_canonical_maps}, {@code
 * canonical_maps}, then {@code masquerade_domains}. Thread-safe.
 */
public final class CanonicalMaps {
    private static final int DEEPEST = 1000;

    private final Map<Place, List<AddressMapping>> maps = new EnumMap<>(Place.class);
    private final List<String> masqueraded;
    private final List<String> masqueradedPlaces;
    private final MatchList exceptions;

    /** The place of an address. */
    public enum Place {
        /** The sender in the envelope. */
        ENVELOPE_SENDER,
        /** A recipient in the envelope. */
        ENVELOPE_RECIPIENT,
        /** A header field about senders, such as From. */
        HEADER_SENDER,
        /** A header field about recipients, such as To. */
        HEADER_RECIPIENT;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        private boolean ofSender() {
            return this == ENVELOPE_SENDER || this == HEADER_SENDER;
        }
    }

    private CanonicalMaps(Settings settings, TableRegistry tables, Resolver resolver) {
        AddressMapping ofSenders = open(settings, tables, resolver, Routing.SENDER_CANONICAL_MAPS);
        AddressMapping ofRecipients = open(settings, tables, resolver, Routing.RECIPIENT_CANONICAL_MAPS);
        AddressMapping ofAll = open(settings, tables, resolver, Routing.CANONICAL_MAPS);
        for (Place place : Place.values()) {
            List<AddressMapping> here = new ArrayList<>();
            Parameter<List<String>> classes =
                    place.ofSender() ? Routing.SENDER_CANONICAL_CLASSES : Routing.RECIPIENT_CANONICAL_CLASSES;
            if (settings.get(classes).contains(place.word())) {
                here.add(place.ofSender() ? ofSenders : ofRecipients);
            }
            if (settings.get(Routing.CANONICAL_CLASSES).contains(place.word())) {
                here.add(ofAll);
            }
            maps.put(place, here);
        }
        this.masqueraded = settings.get(Routing.MASQUERADE_DOMAINS);
        this.masqueradedPlaces = settings.get(Routing.MASQUERADE_CLASSES);
        this.exceptions = tables.matchList(settings, Routing.MASQUERADE_EXCEPTIONS);
    }

    private static AddressMapping open(
            Settings settings, TableRegistry tables, Resolver resolver, Parameter<List<String>> row) {
        return new AddressMapping(
                settings, AddressMaps.rewriting(settings, tables, resolver.domains(), row), "canonical");
    }

    /**
     * Opens the tables that {@code settings} name.
     *
     * @throws org.postchaise.engine.config.SettingsException when a table can't be used
     */
    public static CanonicalMaps from(Settings settings, TableRegistry tables, Resolver resolver) {
        return new CanonicalMaps(settings, tables, resolver);
    }

    /** Returns true if no address is replaced. */
    public boolean isEmpty() {
        return masqueraded.isEmpty()
                && maps.values().stream().flatMap(List::stream).allMatch(AddressMapping::isEmpty);
    }

    /** Returns the address in place of {@code address}; both are in internal form. The empty address stays empty. */
    public String rewrite(Place place, String address) throws LookupFailureException {
        String result = address;
        if (!address.isEmpty()) {
            for (AddressMapping mapping : maps.get(place)) {
                result = mapped(mapping, result);
            }
        }
        return masqueraded.isEmpty() || !masqueradedPlaces.contains(place.word()) ? result : masqueraded(result);
    }

    private static String mapped(AddressMapping mapping, String address) throws LookupFailureException {
        String result = address;
        for (int depth = 0; depth < DEEPEST; depth++) {
            Optional<String> next =
                    mapping.find(result).filter(found -> !found.isEmpty()).map(found -> found.get(0));
            if (next.isEmpty() || next.get().equalsIgnoreCase(result)) {
                return next.orElse(result);
            }
            result = next.get();
        }
        throw new LookupFailureException("unreasonable " + mapping.name() + " map nesting for " + address);
    }

    private String masqueraded(String address) throws LookupFailureException {
        int at = address.lastIndexOf('@');
        if (at < 0) {
            return address;
        }
        MatchList.Result excepted = exceptions.find(address.substring(0, at));
        if (excepted instanceof MatchList.Result.Unavailable unavailable) {
            throw new LookupFailureException(unavailable.cause());
        }
        String domain = address.substring(at + 1).toLowerCase(Locale.ROOT);
        if (excepted instanceof MatchList.Result.Match) {
            return address;
        }
        for (String pattern : masqueraded) {
            boolean kept = pattern.startsWith("!");
            String parent = pattern.substring(kept ? 1 : 0).toLowerCase(Locale.ROOT);
            if (domain.equals(parent) || (kept && domain.endsWith("." + parent))) {
                return address;
            }
            if (domain.endsWith("." + parent)) {
                return address.substring(0, at + 1) + parent;
            }
        }
        return address;
    }
}
