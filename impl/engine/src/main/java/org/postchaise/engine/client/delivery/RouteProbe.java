/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postchaise.engine.client.delivery.RouteReport.Contact;
import org.postchaise.engine.client.delivery.RouteReport.Host;
import org.postchaise.engine.client.delivery.RouteReport.Lookup;
import org.postchaise.engine.client.route.Candidate;
import org.postchaise.engine.client.route.Destination;
import org.postchaise.engine.client.route.Destinations;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.client.route.Resolution;
import org.postchaise.engine.client.route.Router;
import org.postchaise.engine.client.session.SessionOpener;
import org.postchaise.engine.client.session.SessionSettings;
import org.postchaise.engine.config.Protocol;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.SmtpRoute;
import org.postchaise.engine.dns.DnsAnswer;
import org.postchaise.engine.dns.DnsResolver;
import org.postchaise.engine.dns.LookupOption;
import org.postchaise.engine.dns.Resolvers;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.net.Connector;
import org.postchaise.engine.net.OpenConnections;
import org.postchaise.engine.sasl.client.Identity;
import org.postchaise.engine.table.TableRegistry;
import org.postchaise.engine.tls.client.TlsClient;
import org.postchaise.engine.tls.sts.StsAnswer;
import org.postchaise.engine.tls.sts.StsDiagnosis;
import org.postchaise.engine.tls.sts.StsPolicies;

/**
 * The probe of a route without mail: resolves the sites of a next hop as the client does, and opens a session with every host,
 * with TLS and AUTH where a delivery would use them, instead of stopping at the first host that answers. For one thread.
 */
public final class RouteProbe implements AutoCloseable {
    private final Recorder recorder = new Recorder();
    private final OpenConnections connections = new OpenConnections(this);
    private final TableRegistry tables = ClientParts.tables();
    private final Router router;
    private final TlsClient tls;
    private final Identity identity;
    private final Settings settings;
    private final Protocol protocol;
    private final StsPolicies sts;
    private final SessionOpener opener;

    /** The extent of the probe. */
    public enum Reach {
        /** Look the hosts up. */
        LOOKUP,
        /** Connect to the hosts too, with everything that precedes a mail. */
        GREETING
    }

    /**
     * Creates a probe with {@code settings}.
     *
     * @param identity the identity to log in as, in place of that in the settings
     * @throws org.postchaise.engine.config.SettingsException for a bad value
     */
    public RouteProbe(Settings settings, Protocol protocol, Resolvers resolvers, Identity identity) {
        this(settings, protocol, Network.of(resolvers), identity);
    }

    /** Creates a probe over {@code network}. */
    RouteProbe(Settings settings, Protocol protocol, Network network, Identity identity) {
        this.identity = identity;
        // the report says of each answer if it was validated, so that the DNSSEC probe is not needed
        Settings asked = settings.with(Map.of(SmtpRoute.DNSSEC_PROBE.name(), ""));
        Settings own = protocol == Protocol.LMTP ? asked.lmtp() : asked;
        Resolvers recorded = new Resolvers(
                recorder.over(network.resolvers().dns()), network.resolvers().hosts());
        this.router =
                protocol == Protocol.LMTP ? Router.lmtp(own, recorded, tables) : Router.smtp(own, recorded, tables);
        this.settings = own;
        this.protocol = protocol;
        this.sts = StsPolicies.from(own, router.dns(), network.https());
        this.tls = TlsClient.from(own, router.dns(), tables, () -> sts);
        this.opener = new SessionOpener(
                SessionSettings.from(own, protocol, tables),
                router::source,
                new Connector(connections),
                EngineListener.NONE,
                tls);
    }

    /**
     * Returns the destination of mail for {@code recipient} by the settings: {@code transport_maps}, {@code relayhost} and the
     * like.
     *
     * @param sender the sender; empty for a notification
     * @throws org.postchaise.engine.config.SettingsException when a table can't be used
     */
    public static Destination destination(Settings settings, String sender, String recipient) {
        try (TableRegistry tables = ClientParts.tables()) {
            return Destinations.of(settings, tables).of(sender, recipient);
        }
    }

    /**
     * Returns the report of the hosts and conditions that a delivery to {@code nextHop} would meet.
     *
     * @param limit the time limit for the dialogue with each host, where the settings allow for more
     */
    public RouteReport run(NextHop nextHop, Reach reach, Duration limit) {
        List<RouteReport.Site> sites = new ArrayList<>();
        for (Router.Site site : router.sites(nextHop)) {
            Resolution resolution = router.resolve(site.hop());
            List<Lookup> lookups = recorder.take();
            List<Host> hosts = new ArrayList<>();
            if (resolution instanceof Resolution.Candidates found && reach == Reach.LOOKUP) {
                found.list().forEach(candidate -> hosts.add(new Host(candidate, List.of(), Optional.empty())));
            } else if (resolution instanceof Resolution.Candidates found) {
                HostProbe probe = new HostProbe(site, opener, tls, identity, sts(site.hop()), limit);
                found.list().forEach(candidate -> hosts.add(met(probe, candidate, found)));
            }
            sites.add(new RouteReport.Site(site, lookups, resolution, hosts));
            if (resolution.endsRoute()) {
                break;
            }
        }
        return new RouteReport(nextHop, sites, Optional.empty());
    }

    /**
     * Returns the MTA-STS diagnosis for hosts of {@code hop}. A host in brackets, an address and a socket belong to no mail
     * domain; the port does not matter (RFC 8461).
     */
    private HostProbe.Sts sts(NextHop hop) {
        if (protocol != Protocol.SMTP || !(hop instanceof NextHop.Domain domain)) {
            return (candidate, chain) -> Optional.empty();
        }
        StsAnswer answer = sts.find(domain.name());
        // the lookups of a host's TLS policy are recorded with the host
        recorder.take();
        return (candidate, chain) -> Optional.of(StsDiagnosis.of(settings, answer, candidate.host(), chain));
    }

    private Host met(HostProbe probe, Candidate candidate, Resolution.Candidates found) {
        Contact contact = probe.meet(candidate, found.loopAt(candidate));
        return new Host(candidate, recorder.take(), Optional.of(contact));
    }

    /** Closes the connections and the tables. */
    @Override
    public void close() {
        connections.close();
        tables.close();
    }

    /** A recorder of DNS lookups. */
    private static final class Recorder {
        private final List<Lookup> lookups = new ArrayList<>();

        /**
         * Returns a resolver that records lookups. Validation is always requested: it does not change the answers, only their
         * DNSSEC status.
         */
        DnsResolver over(DnsResolver resolver) {
            return (name, type, options) -> {
                Set<LookupOption> validated = EnumSet.of(LookupOption.DNSSEC);
                validated.addAll(options);
                DnsAnswer answer = resolver.lookup(name, type, validated);
                lookups.add(new Lookup(name, type, answer));
                return answer;
            };
        }

        /** Returns the lookups since the last call, without duplicates. */
        List<Lookup> take() {
            List<Lookup> taken = lookups.stream().distinct().toList();
            lookups.clear();
            return taken;
        }
    }
}
