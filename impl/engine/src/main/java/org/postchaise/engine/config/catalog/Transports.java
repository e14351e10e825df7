/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config.catalog;

import java.util.List;
import org.postchaise.engine.config.Grammars;
import org.postchaise.engine.config.Parameter;
import org.postchaise.engine.config.Scope;

/** The parameters that choose transport and next hop of a recipient. */
public final class Transports {
    /** The tables of transport and next hop by recipient or domain ({@code transport_maps}). */
    public static final Parameter<List<String>> TRANSPORT_MAPS = maps(
            "transport_maps",
            "Tables by recipient or domain with transport and next hop. Transports are smtp, relay, lmtp, error, retry, discard, and those that have a limit of their own, such as"
                    + " slow_destination_rate_delay, which speak SMTP.");

    /** The transport and next hop of mail to other systems ({@code default_transport}). */
    public static final Parameter<String> DEFAULT_TRANSPORT = Parameter.implemented(
            "default_transport",
            Grammars.someText("transport or transport:nexthop"),
            "smtp",
            Scope.FACTORY,
            "The transport, and next hop, of mail to other systems: smtp, relay, lmtp, error, retry or discard.");

    /** The tables of default transports by sender ({@code sender_dependent_default_transport_maps}). */
    public static final Parameter<List<String>> SENDER_DEPENDENT_DEFAULT_TRANSPORT_MAPS = maps(
            "sender_dependent_default_transport_maps",
            "Tables by sender with the transport that takes the place of default_transport.");

    /** The tables of relay hosts by sender ({@code sender_dependent_relayhost_maps}). */
    public static final Parameter<List<String>> SENDER_DEPENDENT_RELAYHOST_MAPS = maps(
            "sender_dependent_relayhost_maps", "Tables by sender with the next hop that takes the place of relayhost.");

    /**
     * The key of the null sender in the tables of default transports
     * ({@code empty_address_default_transport_maps_lookup_key}).
     */
    public static final Parameter<String> EMPTY_ADDRESS_DEFAULT_TRANSPORT_MAPS_LOOKUP_KEY = key(
            "empty_address_default_transport_maps_lookup_key",
            "The lookup key of the null sender in sender_dependent_default_transport_maps.");

    /** The key of the null sender in the tables of relay hosts ({@code empty_address_relayhost_maps_lookup_key}). */
    public static final Parameter<String> EMPTY_ADDRESS_RELAYHOST_MAPS_LOOKUP_KEY = key(
            "empty_address_relayhost_maps_lookup_key",
            "The lookup key of the null sender in sender_dependent_relayhost_maps.");

    /** The transport of mail for which this system is the best MX host ({@code best_mx_transport}). */
    public static final Parameter<String> BEST_MX_TRANSPORT = Parameter.implemented(
            "best_mx_transport",
            Grammars.text("transport or transport:nexthop, or nothing"),
            "",
            Scope.FACTORY,
            "The transport, as in transport_maps, of mail for which this machine itself is the best MX host; empty:"
                    + " report a loop.");

    private Transports() {}

    private static Parameter<List<String>> maps(String name, String meaning) {
        return Parameter.implemented(name, Grammars.list(), "", Scope.FACTORY, meaning);
    }

    private static Parameter<String> key(String name, String meaning) {
        return Parameter.implemented(
                name, Grammars.someText("an address, or a word for none"), "<>", Scope.FACTORY, meaning);
    }

    /** Returns all rows of this topic. */
    static List<Parameter<?>> rows() {
        return List.of(
                BEST_MX_TRANSPORT,
                TRANSPORT_MAPS,
                DEFAULT_TRANSPORT,
                SENDER_DEPENDENT_DEFAULT_TRANSPORT_MAPS,
                SENDER_DEPENDENT_RELAYHOST_MAPS,
                EMPTY_ADDRESS_DEFAULT_TRANSPORT_MAPS_LOOKUP_KEY,
                EMPTY_ADDRESS_RELAYHOST_MAPS_LOOKUP_KEY);
    }
}
