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
import org.postchaise.engine.tls.client.PeerDiagnosis;
import org.postchaise.engine.tls.client.TlsLevel;
import org.postchaise.engine.tls.sts.StsDiagnosis;
import org.postchaise.engine.wire.Capabilities;

/**
 * The report of a {@link RouteProbe}.
 *
 * @param nextHop the next hop of the mail
 * @param sites the sites in the order they would be tried; empty where the mail is refused
 * @param refusal the failure where the settings refuse the mail
 */
public record RouteReport(NextHop nextHop, List<Site> sites, Optional<Failure> refusal) {
    /** Creates a report with a copy of the list. */
    public RouteReport {
        sites = List.copyOf(sites);
    }

    /**
     * A next hop that would be tried.
     *
     * @param site the next hop and its role
     * @param lookups the DNS lookups in order; empty where DNS was not used
     * @param resolution the result of the lookups
     * @param hosts the hosts in the order they would be tried
     */
    public record Site(Router.Site site, List<Lookup> lookups, Resolution resolution, List<Host> hosts) {
        /** Creates a site with copies of the lists. */
        public Site {
            lookups = List.copyOf(lookups);
            hosts = List.copyOf(hosts);
        }

        /** Returns the reason why there is no host; empty where there is a host. */
        public Optional<Failure> failure() {
            return resolution instanceof Resolution.Unroutable none
                    ? Optional.of(site.verdict(none.failure()))
                    : Optional.empty();
        }
    }

    /**
     * A DNS lookup and its answer.
     *
     * @param name the name looked up
     * @param type the record type
     * @param answer the answer; records say if they were validated, where the resolver validates
     */
    public record Lookup(String name, RecordType type, DnsAnswer answer) {}

    /**
     * A host that would be tried.
     *
     * @param candidate the name and address of the host, and how it was found
     * @param lookups the DNS lookups for the host's TLS policy
     * @param contact the result of connecting; empty where that was not requested
     */
    public record Host(Candidate candidate, List<Lookup> lookups, Optional<Contact> contact) {
        /** Creates a host with a copy of the list. */
        public Host {
            lookups = List.copyOf(lookups);
        }
    }

    /**
     * The opening of a session.
     *
     * @param time the time taken
     * @param said the replies of the server
     * @param tls the result of TLS; empty where no TLS policy can be determined
     * @param login the result of AUTH
     * @param failure the failure to open a session
     */
    public record Contact(Duration time, Said said, Optional<Tls> tls, Login login, Optional<Failure> failure) {}

    /**
     * The replies of a server.
     *
     * @param replies the replies, the greeting first; empty where there was none
     * @param plain the capabilities before TLS; empty where EHLO was not sent or failed
     * @param secured the capabilities under TLS
     */
    public record Said(List<SmtpReply> replies, Optional<Capabilities> plain, Optional<Capabilities> secured) {
        /** Creates the replies with a copy of the list. */
        public Said {
            replies = List.copyOf(replies);
        }
    }

    /**
     * TLS with a server.
     *
     * @param level the security level, after lookups of DNS and tables
     * @param handshake the result of the handshake, at level {@code none} in a separate session; empty if there was none
     * @param broken the reason why the handshake failed, in Java's words
     * @param peer the diagnosis of the server's certificates
     * @param sts the MTA-STS diagnosis of the server; empty where the host was not found for a mail domain
     * @param lacksSts true if the settings use MTA-STS, and the domain's policy can't be fetched: mail is sent without the policy
     */
    public record Tls(
            TlsLevel level,
            Optional<Handshake> handshake,
            Optional<String> broken,
            Optional<PeerDiagnosis> peer,
            Optional<StsDiagnosis> sts,
            boolean lacksSts) {}

    /**
     * A TLS handshake.
     *
     * @param summary the parameters negotiated
     * @param certificates the certificates that the server presented, and the verdict on them
     */
    public record Handshake(TlsSummary summary, ServerCertificates certificates) {}

    /**
     * A login.
     *
     * @param state the result of the login
     * @param mechanism the last mechanism tried; empty for none
     */
    public record Login(State state, String mechanism) {

        /** The results of a login. */
        public enum State {
            /** There are no credentials for the server, or the session did not reach AUTH. */
            NOT_TRIED,
            /** A login was requested, and the server does not offer AUTH. */
            NOT_OFFERED,
            /** The server accepted the login. */
            TAKEN,
            /** AUTH was refused, or could not be completed. */
            FAILED
        }
    }

    /**
     * Returns the reason why no host would accept a mail: the failure of the last host contacted, or the first permanent failure,
     * which ends the search as in {@code Delivery}; empty if a session with a host can be opened.
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
     * Returns the reason why mail would be sent with less protection than the settings want, because the MTA-STS policy can't be
     * fetched; empty otherwise.
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
