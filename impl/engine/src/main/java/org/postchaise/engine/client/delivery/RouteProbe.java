/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postchaise.api.Failure;
import org.postchaise.api.Peer;
import org.postchaise.api.SmtpReply;
import org.postchaise.engine.client.delivery.RouteReport.Contact;
import org.postchaise.engine.client.delivery.RouteReport.Host;
import org.postchaise.engine.client.delivery.RouteReport.Lookup;
import org.postchaise.engine.client.route.Candidate;
import org.postchaise.engine.client.route.Destination;
import org.postchaise.engine.client.route.Destinations;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.client.route.Resolution;
import org.postchaise.engine.client.route.Router;
import org.postchaise.engine.client.session.Failures;
import org.postchaise.engine.client.session.Opening;
import org.postchaise.engine.client.session.Session;
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
import org.postchaise.engine.net.Deadline;
import org.postchaise.engine.net.OpenConnections;
import org.postchaise.engine.table.TableRegistry;
import org.postchaise.engine.tls.PolicyAnswer;
import org.postchaise.engine.tls.TlsClient;
import org.postchaise.engine.tls.TlsNeed;

/**
 * Goes the way of a delivery without a mail: resolves the sites of a next hop as the client does, and greets every host, not
 * only the first that answers. For one thread.
 */
public final class RouteProbe implements AutoCloseable {
    private final Recorder recorder = new Recorder();
    private final OpenConnections connections = new OpenConnections(this);
    private final Router router;
    private final TlsClient tls;
    private final SessionOpener opener;

    /** How far the probe goes. */
    public enum Reach {
        /** It looks the hosts up. */
        LOOKUP,
        /** It connects to them too, and says EHLO and QUIT. */
        GREETING
    }

    /**
     * A probe with {@code settings}.
     *
     * @throws org.postchaise.engine.config.SettingsException for a bad value
     */
    public RouteProbe(Settings settings, Protocol protocol, Resolvers resolvers) {
        TableRegistry tables = ClientParts.tables();
        // of each answer the report says whether it was validated: no lookup of another name is needed to find that out
        Settings asked = settings.with(Map.of(SmtpRoute.DNSSEC_PROBE.name(), ""));
        Settings own = protocol == Protocol.LMTP ? asked.lmtp() : asked;
        Resolvers recorded = new Resolvers(recorder.over(resolvers.dns()), resolvers.hosts());
        this.router =
                protocol == Protocol.LMTP ? Router.lmtp(own, recorded, tables) : Router.smtp(own, recorded, tables);
        this.tls = TlsClient.from(own, router.dns(), tables);
        this.opener = new SessionOpener(
                SessionSettings.from(own, protocol, tables), router::source, connections, recorder, tls);
    }

    /**
     * Where mail for {@code recipient} goes by the settings: {@code transport_maps}, {@code relayhost} and the like.
     *
     * @param sender empty for a notification
     * @throws org.postchaise.engine.config.SettingsException when a table can't be used
     */
    public static Destination destination(Settings settings, String sender, String recipient) {
        try (Destinations destinations = Destinations.of(settings, ClientParts.tables())) {
            return destinations.of(sender, recipient);
        }
    }

    /**
     * What a delivery to {@code nextHop} would meet.
     *
     * @param limit for the dialogue with each host, where the settings allow for more
     */
    public RouteReport run(NextHop nextHop, Reach reach, Duration limit) {
        List<RouteReport.Site> sites = new ArrayList<>();
        for (Router.Site site : router.sites(nextHop)) {
            recorder.lookups.clear();
            Resolution resolution = router.resolve(site.hop());
            List<Lookup> lookups = List.copyOf(recorder.lookups);
            List<Host> hosts = new ArrayList<>();
            if (resolution instanceof Resolution.Candidates found) {
                for (Candidate candidate : found.list()) {
                    hosts.add(new Host(
                            candidate,
                            reach == Reach.LOOKUP
                                    ? Optional.empty()
                                    : Optional.of(greet(candidate, site, found, limit))));
                }
            }
            sites.add(new RouteReport.Site(site, lookups, resolution, hosts));
            if (resolution.endsRoute()) {
                break;
            }
        }
        return new RouteReport(nextHop, sites, Optional.empty());
    }

    private Contact greet(Candidate candidate, Router.Site site, Resolution.Candidates found, Duration limit) {
        recorder.replies.clear();
        long began = System.nanoTime();
        PolicyAnswer policy = opener.policy(candidate, site.hop());
        if (policy instanceof PolicyAnswer.Unavailable unavailable) {
            return new Contact(
                    Duration.ZERO,
                    List.of(),
                    Optional.empty(),
                    Optional.of(site.verdict(Failures.tlsPolicy(unavailable))));
        }
        Opening opening = opener.open(
                candidate,
                site.hop(),
                found.loopAt(candidate),
                Deadline.in(limit),
                SessionOpener.protection(candidate, site.hop(), (PolicyAnswer.Found) policy, TlsNeed.AS_SET));
        Duration time = Duration.ofNanos(System.nanoTime() - began);
        List<SmtpReply> replies = List.copyOf(recorder.replies);
        if (opening instanceof Opening.Opened opened) {
            Session session = opened.session();
            session.quit();
            session.release();
            return new Contact(time, replies, Optional.of(session.capabilities()), Optional.empty());
        }
        Failure failure = site.verdict(((Opening.Failed) opening).failure());
        return new Contact(time, replies, Optional.empty(), Optional.of(failure));
    }

    /** Closes the tables. */
    @Override
    public void close() {
        connections.close();
        router.close();
        opener.close();
        tls.close();
    }

    /** Writes down what the router asks for, and what the hosts reply. */
    private static final class Recorder implements EngineListener {
        private final List<Lookup> lookups = new ArrayList<>();
        private final List<SmtpReply> replies = new ArrayList<>();

        /** Validation is asked for whatever the settings say: it changes no answer but for what is told of it. */
        DnsResolver over(DnsResolver resolver) {
            return (name, type, options) -> {
                Set<LookupOption> validated = EnumSet.of(LookupOption.DNSSEC);
                validated.addAll(options);
                DnsAnswer answer = resolver.lookup(name, type, validated);
                lookups.add(new Lookup(name, type, answer));
                return answer;
            };
        }

        @Override
        public void received(Peer peer, SmtpReply reply) {
            replies.add(reply);
        }
    }
}
