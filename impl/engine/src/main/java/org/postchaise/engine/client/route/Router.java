/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.route;

import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
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
import org.postchaise.engine.table.LookupTable;
import org.postchaise.engine.table.TableException;
import org.postchaise.engine.table.TableRegistry;

/**
 * From a next hop to the addresses to try. Thread-safe; looks up on the caller's thread, for as long as the resolvers take.
 *
 * <p>One delivery goes through the {@link #sites} of its next hop in order, and {@link #resolve}s each, until every
 * recipient has its outcome or {@link Resolution#endsRoute()}.
 */
public final class Router implements AutoCloseable {
    /** Where mail systems talk to each other; only there mail can loop. */
    private static final int SMTP_PORT = 25;

    private static final EnhancedStatus MISCONFIGURED = EnhancedStatus.of("4.3.0");
    private static final EnhancedStatus RELAY_MISCONFIGURED = EnhancedStatus.of("4.3.5");
    private static final Duration KNOWN_FOR = Duration.ofMinutes(1);
    /** Of a unix-domain socket's name, by Linux. */
    private static final int LONGEST_PATH = 107;

    private final RouteSettings settings;
    private final Resolvers resolvers;

    private final List<LookupTable> tables;
    private volatile Known known;

    private record Known(LoopCheck check, long since) {}

    private Router(RouteSettings settings, Resolvers resolvers, List<LookupTable> tables) {
        this.settings = settings;
        DnsResolver dns = settings.lookups().probed(resolvers.dns());
        this.resolvers = new Resolvers(tables.isEmpty() ? dns : new ReplyFilter(dns, tables), resolvers.hosts());
        this.tables = tables;
    }

    /**
     * Routes for the SMTP client.
     *
     * @throws SettingsException for a value that means nothing
     */
    public static Router smtp(Settings settings, Resolvers resolvers, TableRegistry registry) {
        return new Router(RouteSettings.smtp(settings), resolvers, filter(settings, registry));
    }

    /**
     * Routes for the LMTP client: no MX lookups, {@code lmtp_} names.
     *
     * @throws SettingsException for a value that means nothing
     */
    public static Router lmtp(Settings settings, Resolvers resolvers, TableRegistry registry) {
        return new Router(RouteSettings.lmtp(settings), resolvers, filter(settings.lmtp(), registry));
    }

    private static List<LookupTable> filter(Settings settings, TableRegistry registry) {
        List<LookupTable> tables = new ArrayList<>();
        try {
            for (String name : settings.get(SmtpRoute.DNS_REPLY_FILTER)) {
                tables.add(registry.open(name));
            }
        } catch (TableException e) {
            tables.forEach(LookupTable::close);
            throw new SettingsException("parameter " + SmtpRoute.DNS_REPLY_FILTER.name() + ": " + e.getMessage(), e);
        }
        return List.copyOf(tables);
    }

    /** How names are looked up here: through {@code smtp_dns_reply_filter} and the probe. */
    public DnsResolver dns() {
        return resolvers.dns();
    }

    /** Closes the tables. */
    @Override
    public void close() {
        tables.forEach(LookupTable::close);
    }

    /**
     * The next hops to try for {@code nextHop}, in order: itself, or its members, and then {@code smtp_fallback_relay}, which
     * does not stand in for a unix-domain socket.
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
     * @param hop where
     * @param role why
     */
    public record Site(NextHop hop, Role role) {

        /**
         * What {@code failure} at the last site means for those who are left: a relay that does not exist, or refuses to
         * talk, is a mistake of this side, which must not cost mail.
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

    /** Why a next hop is tried. */
    public enum Role {
        /** The mail is for it. */
        DESTINATION,
        /** {@code relayhost}. */
        RELAYHOST,
        /** {@code smtp_fallback_relay}, when all others failed. */
        FALLBACK_RELAY
    }

    /** The addresses of {@code hop}, one of the {@link #sites}, or why there are none. */
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

    /** What is looked for to notice that mail would come back. */
    private LoopCheck loops(int port, NextHop hop) {
        if (settings.protocol() == Protocol.LMTP || port != SMTP_PORT) {
            return LoopCheck.NONE;
        }
        LoopCheck check = ownAddresses();
        return hop instanceof NextHop.Domain || check.isListed() ? check : LoopCheck.NONE;
    }

    /**
     * Where a connection to {@code candidate} comes from: {@code smtp_bind_address} or {@code smtp_bind_address6}; as in
     * Postfix, without these, this system's address where {@code inet_interfaces} leaves it only one of that family.
     * Empty: the system's choice.
     */
    public Optional<SourceAddress> source(Candidate candidate) {
        if (!(candidate.address() instanceof InetSocketAddress peer)) {
            return Optional.empty();
        }
        Family family = Family.of(peer.getAddress());
        return settings.self()
                .sources()
                .of(family)
                .or(() -> ownAddresses().only(family).map(only -> new SourceAddress(only, SourceAddress.Need.WANTED)));
    }

    /** Looked at anew now and then: interfaces come and go. Two threads may do it at once, to no harm. */
    private LoopCheck ownAddresses() {
        Known last = known;
        if (last == null || System.nanoTime() - last.since() > KNOWN_FOR.toNanos()) {
            last = new Known(LoopCheck.of(settings.self(), resolvers.hosts()), System.nanoTime());
            known = last;
        }
        return last.check();
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
