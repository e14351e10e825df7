/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.route;

import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.Failure;
import org.postchaise.api.Stage;
import org.postchaise.engine.client.route.AddressOrder.Family;
import org.postchaise.engine.client.route.RouteSettings.Exchangers;
import org.postchaise.engine.config.Protocol;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.SettingsException;
import org.postchaise.engine.config.catalog.SmtpRoute;
import org.postchaise.engine.dns.DnsResolver;
import org.postchaise.engine.dns.Resolvers;
import org.postchaise.engine.domain.Interfaces;
import org.postchaise.engine.domain.OwnAddresses;
import org.postchaise.engine.table.LookupTable;
import org.postchaise.engine.table.TableException;
import org.postchaise.engine.table.TableRegistry;

/**
 * The router from a next hop to the addresses to try. Thread-safe; lookups are made on the caller's thread, for as long as
 * the resolvers take.
 *
 * <p>A delivery goes through the {@link #sites} of its next hop in order and {@linkplain #resolve resolves} each, until every
 * recipient has its outcome or {@link Resolution#endsRoute()} is true.
 */
public final class Router {
    /** The port of mail relaying, the only port on which mail can loop. */
    private static final int SMTP_PORT = 25;

    private static final EnhancedStatus MISCONFIGURED = EnhancedStatus.of("4.3.0");
    private static final EnhancedStatus RELAY_MISCONFIGURED = EnhancedStatus.of("4.3.5");
    /** The maximum length of a unix-domain socket's path on Linux. */
    private static final int LONGEST_PATH = 107;

    private final RouteSettings settings;
    private final Resolvers resolvers;
    private final Interfaces interfaces;

    private Router(RouteSettings settings, Interfaces interfaces, Resolvers resolvers, List<LookupTable> tables) {
        this.settings = settings;
        this.interfaces = interfaces;
        DnsResolver dns = settings.lookups().probed(resolvers.dns());
        this.resolvers = new Resolvers(tables.isEmpty() ? dns : new ReplyFilter(dns, tables), resolvers.hosts());
    }

    /**
     * Creates the router of the SMTP client.
     *
     * @throws SettingsException for an invalid value
     */
    public static Router smtp(Settings settings, Resolvers resolvers, TableRegistry registry) {
        return new Router(
                RouteSettings.smtp(settings),
                Interfaces.from(settings, resolvers.hosts()),
                resolvers,
                filter(settings, registry));
    }

    /**
     * Creates the router of the LMTP client: no MX lookups, {@code lmtp_} parameters.
     *
     * @throws SettingsException for an invalid value
     */
    public static Router lmtp(Settings settings, Resolvers resolvers, TableRegistry registry) {
        return new Router(
                RouteSettings.lmtp(settings),
                Interfaces.from(settings, resolvers.hosts()),
                resolvers,
                filter(settings.lmtp(), registry));
    }

    private static List<LookupTable> filter(Settings settings, TableRegistry registry) {
        List<LookupTable> tables = new ArrayList<>();
        try {
            for (String name : settings.get(SmtpRoute.DNS_REPLY_FILTER)) {
                tables.add(registry.open(name));
            }
        } catch (TableException e) {
            throw new SettingsException("parameter " + SmtpRoute.DNS_REPLY_FILTER.name() + ": " + e.getMessage(), e);
        }
        return List.copyOf(tables);
    }

    /** Returns the DNS resolver, with {@code smtp_dns_reply_filter} and the DNSSEC probe. */
    public DnsResolver dns() {
        return resolvers.dns();
    }

    /**
     * Returns the next hops to try for {@code nextHop}, in order: itself, or its members, and then
     * {@code smtp_fallback_relay}, except after a unix-domain socket.
     */
    public List<Site> sites(NextHop nextHop) {
        Role role = settings.relays().relayhost().filter(nextHop::equals).isPresent()
                        && settings.protocol() == Protocol.SMTP
                ? Role.RELAYHOST
                : Role.DESTINATION;
        List<Site> sites = new ArrayList<>();
        nextHop.sites().forEach(hop -> sites.add(new Site(hop, role)));
        if (!(nextHop instanceof NextHop.UnixPath)) {
            settings.relays().fallback().forEach(hop -> sites.add(new Site(hop, Role.FALLBACK_RELAY)));
        }
        return List.copyOf(sites);
    }

    /**
     * A next hop to try.
     *
     * @param hop the next hop
     * @param role the reason why the next hop is tried
     */
    public record Site(NextHop hop, Role role) {

        /**
         * Returns {@code failure} as it applies to the recipients left after the last site: a permanent failure of a relay
         * becomes temporary, since a relay that does not exist or refuses the session is a local mistake, which must not
         * bounce mail.
         */
        public Failure verdict(Failure failure) {
            if (role == Role.DESTINATION || failure.temporary()) {
                return failure;
            }
            return new Failure(
                    failure.scope(),
                    Failure.Severity.TEMPORARY,
                    failure.stage(),
                    RELAY_MISCONFIGURED,
                    failure.reply(),
                    failure.peer(),
                    failure.text());
        }
    }

    /** The reasons why a next hop is tried. */
    public enum Role {
        /** The next hop of the mail's destination. */
        DESTINATION,
        /** The {@code relayhost}. */
        RELAYHOST,
        /** A {@code smtp_fallback_relay}, tried when all others failed. */
        FALLBACK_RELAY
    }

    /** Returns the addresses of {@code hop}, one of the {@link #sites}, or the reason why there are none. */
    public Resolution resolve(NextHop hop) {
        if (hop instanceof NextHop.Domain domain) {
            return resolve(domain.name(), domain.service(), hop);
        }
        if (hop instanceof NextHop.Host host) {
            return resolve(host.name(), host.service(), hop);
        }
        if (hop instanceof NextHop.Address address) {
            return resolve(address.address(), address.service(), hop);
        }
        if (hop instanceof NextHop.UnixPath unix) {
            return unix(unix.path());
        }
        if (hop instanceof NextHop.Sequence sequence) {
            return resolve(sequence.members().get(0));
        }
        return misconfigured(MISCONFIGURED, ((NextHop.Malformed) hop).reason());
    }

    private Resolution resolve(String name, String given, NextHop hop) {
        String service = settings.ports().serviceOrDefault(given);
        OptionalInt port = settings.ports().port(service);
        if (port.isEmpty()) {
            return misconfigured(MISCONFIGURED, "unknown service: " + service + "/tcp");
        }
        AddressSearch search = new AddressSearch(settings, resolvers, port.getAsInt(), loops(port.getAsInt(), hop));
        boolean byDns = hop instanceof NextHop.Domain && settings.lookups().exchangers() == Exchangers.LOOKED_UP;
        if (byDns && settings.services().useSrv(service)) {
            return search.service(name, service);
        }
        return byDns && settings.protocol() == Protocol.SMTP ? search.domain(name) : search.host(name);
    }

    /** Returns the addresses that reveal a mail loop; none where mail can't loop. */
    private OwnAddresses loops(int port, NextHop hop) {
        if (settings.protocol() == Protocol.LMTP || port != SMTP_PORT) {
            return OwnAddresses.NONE;
        }
        OwnAddresses own = interfaces.addresses();
        return hop instanceof NextHop.Domain || own.isListed() ? own : OwnAddresses.NONE;
    }

    /**
     * Returns the source address of a connection to {@code candidate}: {@code smtp_bind_address} or
     * {@code smtp_bind_address6}; as in Postfix, without these parameters, this system's address if {@code inet_interfaces}
     * has only one address of that family. Empty for the system's choice.
     */
    public Optional<SourceAddress> source(Candidate candidate) {
        if (!(candidate.address() instanceof InetSocketAddress peer)) {
            return Optional.empty();
        }
        Family family = Family.of(peer.getAddress());
        return settings.self()
                .sources()
                .of(family)
                .or(() -> interfaces
                        .addresses()
                        .only(address -> Family.of(address) == family)
                        .map(only -> new SourceAddress(only, SourceAddress.Need.WANTED)));
    }

    private Resolution unix(String path) {
        if (path.length() > LONGEST_PATH) {
            return misconfigured(RELAY_MISCONFIGURED, "Server configuration error");
        }
        try {
            return new Resolution.Candidates(
                    List.of(new Candidate(settings.self().hostname(), UnixDomainSocketAddress.of(path))));
        } catch (IllegalArgumentException e) {
            return misconfigured(RELAY_MISCONFIGURED, "Server configuration error");
        }
    }

    private static Resolution misconfigured(EnhancedStatus status, String text) {
        return new Resolution.Unroutable(
                Resolution.Kind.MISCONFIGURED,
                new Failure(Failure.Scope.LOCAL, Failure.Severity.TEMPORARY, Stage.ROUTE, status, null, null, text));
    }
}
