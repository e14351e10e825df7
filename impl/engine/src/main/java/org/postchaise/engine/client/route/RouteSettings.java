/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.route;

import java.net.InetAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postchaise.engine.client.route.AddressOrder.Family;
import org.postchaise.engine.client.route.AddressOrder.Preferred;
import org.postchaise.engine.client.route.AddressOrder.Share;
import org.postchaise.engine.client.route.AddressOrder.Shuffle;
import org.postchaise.engine.client.route.SourceAddress.Need;
import org.postchaise.engine.config.Parameter;
import org.postchaise.engine.config.Protocol;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.SettingsException;
import org.postchaise.engine.config.catalog.SmtpClient;
import org.postchaise.engine.config.catalog.SmtpRoute;
import org.postchaise.engine.dns.DnsResolver;
import org.postchaise.engine.dns.DnssecProbe;
import org.postchaise.engine.dns.HostName;
import org.postchaise.engine.dns.Idna;
import org.postchaise.engine.dns.LookupOption;

/**
 * The settings of routing.
 *
 * @param protocol the protocol: SMTP looks up mail exchangers, LMTP does not
 * @param lookups the settings of lookups
 * @param services the services for which SRV records are looked up
 * @param ports the ports of named services
 * @param order the selection and order of addresses
 * @param self the host name of this system and the source addresses of its connections
 * @param relays the relays
 */
record RouteSettings(
        Protocol protocol,
        Lookups lookups,
        Services services,
        TcpPorts ports,
        AddressOrder order,
        Self self,
        Relays relays) {

    /** The methods of finding the addresses of a host. */
    enum Method {
        DNS,
        NATIVE
    }

    /**
     * The settings of lookups.
     *
     * @param exchangers the permission to look up MX and SRV records ({@code smtp_dns_support_level})
     * @param methods the methods for addresses, in the order of use ({@code smtp_host_lookup}, as in Postfix always DNS
     *     first)
     * @param options the options of each lookup
     * @param hostOptions further options of address lookups ({@code smtp_dns_resolver_options})
     * @param tolerance the errors that do not end the search for a route
     * @param names the conversion of internationalized names
     * @param probe the lookup that checks if DNSSEC validation is available ({@code dnssec_probe}); empty for no check
     */
    record Lookups(
            Exchangers exchangers,
            Set<Method> methods,
            Set<LookupOption> options,
            Set<LookupOption> hostOptions,
            Set<Tolerance> tolerance,
            Idna names,
            String probe) {

        /** Returns {@code dns}, with the DNSSEC probe where validation is requested. */
        DnsResolver probed(DnsResolver dns) {
            if (probe.isEmpty() || !options.contains(LookupOption.DNSSEC)) {
                return dns;
            }
            try {
                return new DnssecProbe(dns, probe);
            } catch (IllegalArgumentException e) {
                throw bad(SmtpRoute.DNSSEC_PROBE, e);
            }
        }
    }

    /** The permission to look up MX and SRV records. */
    enum Exchangers {
        LOOKED_UP,
        DISABLED
    }

    /** The errors that do not end the search for a route, and related options. */
    enum Tolerance {
        /** On an MX lookup error the domain's own addresses are used: {@code ignore_mx_lookup_error}. */
        MX_ERROR,
        /** On an SRV lookup error MX or address records are used: {@code ignore_srv_lookup_error}. */
        SRV_ERROR,
        /** MX or address records are used whenever SRV lookup has no result: {@code allow_srv_lookup_fallback}. */
        NO_SRV,
        /** MX hosts without addresses are a temporary failure: {@code smtp_defer_if_no_mx_address_found}. */
        NO_MX_ADDRESS,
        /** A host is named by the target of its alias: {@code smtp_cname_overrides_servername}. */
        ALIAS_NAMES_HOST
    }

    /**
     * The services for which SRV records are looked up.
     *
     * @param names the service names ({@code use_srv_lookup}); {@code !name} excludes a service
     */
    record Services(List<String> names) {
        boolean useSrv(String service) {
            for (String name : names) {
                if (name.equals(service)) {
                    return true;
                }
                if (name.equals("!" + service)) {
                    return false;
                }
            }
            return false;
        }
    }

    /**
     * The host name of this system and the source addresses of its connections.
     *
     * @param hostname the host name, also the name of a peer behind a unix-domain socket
     * @param sources the source addresses of connections
     */
    record Self(String hostname, Sources sources) {}

    /**
     * The source addresses of connections.
     *
     * @param ipv4 {@code smtp_bind_address}
     * @param ipv6 {@code smtp_bind_address6}
     */
    record Sources(Optional<SourceAddress> ipv4, Optional<SourceAddress> ipv6) {
        Optional<SourceAddress> of(Family family) {
            return family == Family.IPV4 ? ipv4 : ipv6;
        }
    }

    /**
     * The relays.
     *
     * @param relayhost the relayhost, whose faults count as local mistakes
     * @param fallback the next hops to try after all others
     */
    record Relays(Optional<NextHop> relayhost, List<NextHop> fallback) {}

    /**
     * Returns the routing settings of the SMTP client.
     *
     * @throws SettingsException for an invalid value
     */
    static RouteSettings smtp(Settings settings) {
        return of(settings, Protocol.SMTP);
    }

    /** Returns the routing settings of the LMTP client, from the {@code lmtp_} parameters. */
    static RouteSettings lmtp(Settings settings) {
        return of(settings.lmtp(), Protocol.LMTP);
    }

    private static RouteSettings of(Settings settings, Protocol protocol) {
        return new RouteSettings(
                protocol,
                lookups(settings),
                new Services(settings.get(SmtpRoute.USE_SRV_LOOKUP)),
                ports(settings),
                order(settings),
                new Self(
                        settings.get(SmtpClient.MYHOSTNAME),
                        new Sources(
                                source(settings, SmtpRoute.BIND_ADDRESS, Family.IPV4),
                                source(settings, SmtpRoute.BIND_ADDRESS6, Family.IPV6))),
                relays(settings));
    }

    private static Optional<SourceAddress> source(Settings settings, Parameter<String> parameter, Family family) {
        String text = settings.get(parameter);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        InetAddress address = HostName.address(HostName.bare(text))
                .filter(one -> Family.of(one) == family)
                .orElseThrow(() -> new SettingsException("parameter " + parameter.name() + ": \"" + text
                        + "\" is no numerical address; expected one of "
                        + (family == Family.IPV4 ? "IPv4" : "IPv6")));
        return Optional.of(
                new SourceAddress(address, settings.get(SmtpRoute.BIND_ADDRESS_ENFORCE) ? Need.REQUIRED : Need.WANTED));
    }

    private static Lookups lookups(Settings settings) {
        String level = settings.get(SmtpRoute.DNS_SUPPORT_LEVEL);
        boolean disabled = level.isEmpty() ? settings.get(SmtpRoute.DISABLE_DNS_LOOKUPS) : level.equals("disabled");
        Set<Method> methods = EnumSet.noneOf(Method.class);
        settings.get(SmtpRoute.HOST_LOOKUP)
                .forEach(word -> methods.add(word.equals("dns") ? Method.DNS : Method.NATIVE));
        Set<LookupOption> hostOptions = EnumSet.noneOf(LookupOption.class);
        settings.get(SmtpRoute.DNS_RESOLVER_OPTIONS)
                .forEach(word ->
                        hostOptions.add(word.equals("res_dnsrch") ? LookupOption.SEARCH : LookupOption.DEFAULT_DOMAIN));
        return new Lookups(
                disabled ? Exchangers.DISABLED : Exchangers.LOOKED_UP,
                disabled ? Set.of(Method.NATIVE) : methods,
                level.equals("dnssec") ? Set.of(LookupOption.DNSSEC) : Set.of(),
                hostOptions,
                tolerance(settings),
                settings.get(SmtpRoute.IDNA2003) ? Idna.IDNA2003 : Idna.IDNA2008,
                settings.get(SmtpRoute.DNSSEC_PROBE));
    }

    private static Set<Tolerance> tolerance(Settings settings) {
        Set<Tolerance> set = EnumSet.noneOf(Tolerance.class);
        add(set, Tolerance.MX_ERROR, settings.get(SmtpRoute.IGNORE_MX_LOOKUP_ERROR));
        add(set, Tolerance.SRV_ERROR, settings.get(SmtpRoute.IGNORE_SRV_LOOKUP_ERROR));
        add(set, Tolerance.NO_SRV, settings.get(SmtpRoute.ALLOW_SRV_LOOKUP_FALLBACK));
        add(set, Tolerance.NO_MX_ADDRESS, settings.get(SmtpRoute.DEFER_IF_NO_MX_ADDRESS_FOUND));
        add(set, Tolerance.ALIAS_NAMES_HOST, settings.get(SmtpRoute.CNAME_OVERRIDES_SERVERNAME));
        return set;
    }

    private static void add(Set<Tolerance> set, Tolerance one, boolean wanted) {
        if (wanted) {
            set.add(one);
        }
    }

    static TcpPorts ports(Settings settings) {
        try {
            return new TcpPorts(settings.get(SmtpRoute.KNOWN_TCP_PORTS), settings.get(SmtpRoute.TCP_PORT));
        } catch (IllegalArgumentException e) {
            throw bad(SmtpRoute.KNOWN_TCP_PORTS, e);
        }
    }

    private static AddressOrder order(Settings settings) {
        Set<Family> families = EnumSet.noneOf(Family.class);
        for (String word : settings.get(SmtpRoute.INET_PROTOCOLS)) {
            switch (word) {
                case "ipv4" -> families.add(Family.IPV4);
                case "ipv6" -> families.add(Family.IPV6);
                default -> families.addAll(EnumSet.allOf(Family.class));
            }
        }
        if (families.isEmpty()) {
            throw new SettingsException("parameter " + SmtpRoute.INET_PROTOCOLS.name() + " is empty; expected "
                    + SmtpRoute.INET_PROTOCOLS.grammar().expected());
        }
        return new AddressOrder(
                families,
                switch (settings.get(SmtpRoute.ADDRESS_PREFERENCE)) {
                    case "ipv4" -> Preferred.IPV4;
                    case "ipv6" -> Preferred.IPV6;
                    default -> Preferred.ANY;
                },
                settings.get(SmtpRoute.RANDOMIZE_ADDRESSES) ? Shuffle.YES : Shuffle.NO,
                settings.get(SmtpRoute.MX_ADDRESS_LIMIT).intValue(),
                settings.get(SmtpRoute.BALANCE_INET_PROTOCOLS) ? Share.BALANCED : Share.FIRST_COME);
    }

    private static Relays relays(Settings settings) {
        String relayhost = settings.get(SmtpClient.RELAYHOST);
        List<NextHop> fallback = settings.get(SmtpRoute.FALLBACK_RELAY).stream()
                .map(text -> hop(SmtpRoute.FALLBACK_RELAY, text))
                .toList();
        return new Relays(
                relayhost.isEmpty() ? Optional.empty() : Optional.of(hop(SmtpClient.RELAYHOST, relayhost)), fallback);
    }

    private static NextHop hop(Parameter<?> parameter, String text) {
        try {
            return NextHop.parse(text);
        } catch (IllegalArgumentException e) {
            throw bad(parameter, e);
        }
    }

    private static SettingsException bad(Parameter<?> parameter, IllegalArgumentException e) {
        return new SettingsException("parameter " + parameter.name() + ": " + e.getMessage(), e);
    }
}
