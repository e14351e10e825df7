/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.postchaise.api.Failure;
import org.postchaise.api.SmtpReply;
import org.postchaise.engine.client.route.Candidate;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.client.route.Resolution;
import org.postchaise.engine.client.route.Router;
import org.postchaise.engine.dns.DnsAnswer;
import org.postchaise.engine.dns.RecordType;
import org.postchaise.engine.event.ServerCertificates;
import org.postchaise.engine.event.TlsSummary;
import org.postchaise.engine.tls.PeerDiagnosis;
import org.postchaise.engine.tls.StsDiagnosis;
import org.postchaise.engine.tls.TlsLevel;
import org.postchaise.engine.wire.Capabilities;

/**
 * What {@link RouteProbe} found.
 *
 * @param nextHop where the mail was to go
 * @param sites in the order they would be tried; none where the mail is refused
 * @param refusal why no host is looked for, where the settings say that
 */
public record RouteReport(NextHop nextHop, List<Site> sites, Optional<Failure> refusal) {
    /** A copy of the list. */
    public RouteReport {
        sites = List.copyOf(sites);
    }

    /**
     * One of the next hops.
     *
     * @param site the next hop and its role
     * @param lookups in the order they were made; empty where DNS was not asked
     * @param resolution what they led to
     * @param hosts in the order they would be tried
     */
    public record Site(Router.Site site, List<Lookup> lookups, Resolution resolution, List<Host> hosts) {
        /** Copies of the lists. */
        public Site {
            lookups = List.copyOf(lookups);
            hosts = List.copyOf(hosts);
        }

        /** Why there is no host; empty where there is one. */
        public Optional<Failure> failure() {
            return resolution instanceof Resolution.Unroutable none
                    ? Optional.of(site.verdict(none.failure()))
                    : Optional.empty();
        }
    }

    /**
     * A question to DNS and its answer.
     *
     * @param name what was asked for
     * @param type which type
     * @param answer what was answered; records say whether they were validated, if the resolver does that
     */
    public record Lookup(String name, RecordType type, DnsAnswer answer) {}

    /**
     * A host that would be tried.
     *
     * @param candidate its name, address and how it was found
     * @param lookups that its TLS policy asked for
     * @param contact what came of connecting; empty where that was not to be tried
     */
    public record Host(Candidate candidate, List<Lookup> lookups, Optional<Contact> contact) {
        /** A copy of the list. */
        public Host {
            lookups = List.copyOf(lookups);
        }
    }

    /**
     * The beginning of a session.
     *
     * @param time it took
     * @param said what the server said
     * @param tls what came of TLS; empty where there is no policy to be had
     * @param login what came of logging in
     * @param failure why it came to no session
     */
    public record Contact(Duration time, Said said, Optional<Tls> tls, Login login, Optional<Failure> failure) {}

    /**
     * What a server said.
     *
     * @param replies the greeting first; empty where there was none
     * @param plain what it offers before TLS; empty where it was not asked, or does not tell
     * @param secured what it offers under TLS
     */
    public record Said(List<SmtpReply> replies, Optional<Capabilities> plain, Optional<Capabilities> secured) {
        /** A copy of the list. */
        public Said {
            replies = List.copyOf(replies);
        }
    }

    /**
     * TLS with a server.
     *
     * @param level what is asked for, after DNS and tables had their say
     * @param handshake what came of it, at level none in a session of its own; empty: there was none
     * @param broken why the handshake did not come to its end, in Java's words
     * @param peer what is to be said of the server's certificates
     * @param sts what MTA-STS makes of the server; empty where it is no mail domain that the host was found for
     * @param lacksSts whether the settings heed MTA-STS, and the domain's policy can't be had: mail goes out without it
     */
    public record Tls(
            TlsLevel level,
            Optional<Handshake> handshake,
            Optional<String> broken,
            Optional<PeerDiagnosis> peer,
            Optional<StsDiagnosis> sts,
            boolean lacksSts) {}

    /**
     * A handshake.
     *
     * @param summary what was agreed on
     * @param certificates what the server showed, and whether its policy is content
     */
    public record Handshake(TlsSummary summary, ServerCertificates certificates) {}

    /**
     * A login.
     *
     * @param state what came of it
     * @param mechanism the last that was tried; empty: none
     */
    public record Login(State state, String mechanism) {

        /** What came of a login. */
        public enum State {
            /** There are no credentials for the server, or it came not so far. */
            NOT_TRIED,
            /** It was asked for, and the server does not offer any. */
            NOT_OFFERED,
            /** The server took it. */
            TAKEN,
            /** It was refused, or could not be made. */
            FAILED
        }
    }

    /**
     * Why a mail would not be taken by any host: the failure of the last one asked, or the first permanent one, which ends the
     * search; empty where a host would be talked to. As a delivery has it ({@code Delivery}).
     */
    public Optional<Failure> obstacle() {
        Optional<Failure> last = refusal;
        for (Site site : sites) {
            last = site.failure();
            for (Host host : site.hosts()) {
                Optional<Failure> failure = host.contact().flatMap(Contact::failure);
                if (failure.isEmpty() || !failure.get().temporary()) {
                    return failure;
                }
                last = failure;
            }
        }
        return last;
    }

    /**
     * Why mail would go out with less protection than the settings ask for: the policy of MTA-STS can't be had. Empty where all is
     * as it should be.
     */
    public Optional<String> shortfall() {
        return sites.stream()
                .flatMap(site -> site.hosts().stream())
                .flatMap(host -> host.contact().flatMap(Contact::tls).stream())
                .filter(Tls::lacksSts)
                .flatMap(tls -> tls.sts().stream())
                .map(StsDiagnosis::reason)
                .findFirst();
    }
}
