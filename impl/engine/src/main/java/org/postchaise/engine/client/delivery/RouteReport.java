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
     * @param contact what came of connecting; empty where that was not to be tried
     */
    public record Host(Candidate candidate, Optional<Contact> contact) {}

    /**
     * The beginning of a session.
     *
     * @param time it took
     * @param replies of the server, the greeting first; empty where there was none
     * @param capabilities what the server offers, less what the settings discard; empty where it came to no session
     * @param failure why it came to none
     */
    public record Contact(
            Duration time, List<SmtpReply> replies, Optional<Capabilities> capabilities, Optional<Failure> failure) {
        /** A copy of the list. */
        public Contact {
            replies = List.copyOf(replies);
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
}
