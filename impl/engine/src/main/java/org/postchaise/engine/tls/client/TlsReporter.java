/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls.client;

import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postchaise.api.Peer;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.SmtpRoute;
import org.postchaise.engine.config.catalog.SmtpTlsPolicy;
import org.postchaise.engine.dns.DnsAnswer;
import org.postchaise.engine.dns.DnsRecord;
import org.postchaise.engine.dns.DnsResolver;
import org.postchaise.engine.dns.HostName;
import org.postchaise.engine.dns.RecordType;
import org.postchaise.engine.event.ClientEvent;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.event.TlsOutcome;
import org.postchaise.engine.event.TlsOutcome.Fault;
import org.postchaise.engine.log.LineLog;
import org.postchaise.engine.tls.PeerNames;

/**
 * The reporter of TLS outcomes for domains that ask for reports (RFC 8460): to the log, in Postfix's form, and to a
 * listener. Thread-safe.
 */
final class TlsReporter {
    private static final System.Logger LOG = LineLog.of("org.postchaise.engine.tls.TlsReporter");
    private static final String VERSION = "v=TLSRPTv1";

    private final Optional<DnsResolver> dns;
    private final Set<Handshake> reported;

    /** The kinds of handshakes. */
    enum Handshake {
        /** A full handshake. */
        NEW,
        /** A handshake that resumed a session, and so gives no new information. */
        RESUMED
    }

    private TlsReporter(Optional<DnsResolver> dns, Set<Handshake> reported) {
        this.dns = dns;
        this.reported = reported;
    }

    /**
     * Creates the reporter of {@code settings}. As in Postfix, nothing is reported where TLS is not used by default.
     */
    static TlsReporter from(Settings settings, TlsLevel level, DnsResolver dns) {
        boolean wanted = settings.get(SmtpTlsPolicy.REPORT_ENABLE) && level != TlsLevel.NONE;
        boolean possible = !settings.get(SmtpRoute.DNS_SUPPORT_LEVEL).equals("disabled");
        if (wanted && !possible) {
            LOG.log(Level.WARNING, "Cannot enable TLSRPT support: DNS is disabled");
        }
        return new TlsReporter(
                wanted && possible ? Optional.of(dns) : Optional.empty(),
                settings.get(SmtpTlsPolicy.REPORT_SKIP_REUSED)
                        ? EnumSet.of(Handshake.NEW)
                        : EnumSet.allOf(Handshake.class));
    }

    /**
     * A server with which TLS was tried.
     *
     * @param target the server that the policy was looked up for
     * @param peer the server that is connected
     * @param source the address of this side; empty if unknown
     * @param listener the listener for the outcome
     */
    record Attempt(TlsTarget target, Peer peer, String source, EngineListener listener) {}

    /** Reports that a handshake ended. */
    void ended(Attempt attempt, TlsPolicy.DomainPolicy domainPolicy, Optional<Fault> fault, Handshake handshake) {
        if (reported.contains(handshake)) {
            report(attempt, domainPolicy, fault);
        }
    }

    /** Reports the fault of a server before the handshake, or in the handshake. */
    void failed(Attempt attempt, TlsPolicy.DomainPolicy domainPolicy, Fault fault) {
        report(attempt, domainPolicy, Optional.of(fault));
    }

    private void report(Attempt attempt, TlsPolicy.DomainPolicy domainPolicy, Optional<Fault> fault) {
        String domain = PeerNames.ascii(attempt.target().domain());
        List<String> destinations =
                domainPolicy.equals(TlsPolicy.DomainPolicy.UNASKED) ? List.of() : destinations(domain);
        if (!destinations.isEmpty()) {
            // what is wrong with the policy itself was wrong first
            TlsOutcome outcome = new TlsOutcome(
                    domain,
                    destinations,
                    domainPolicy.policy(),
                    attempt.peer(),
                    attempt.source(),
                    domainPolicy.fault().or(() -> fault));
            LOG.log(Level.INFO, outcome.line());
            attempt.listener().on(new ClientEvent.TlsOutcomeKnown(outcome));
        }
    }

    /**
     * Returns the addresses for reports to {@code domain} (RFC 8460, section 3); empty: the domain asks for no reports.
     */
    private List<String> destinations(String domain) {
        if (dns.isEmpty() || !HostName.isValid(domain)) {
            return List.of();
        }
        DnsAnswer answer = dns.get().lookup("_smtp._tls." + domain, RecordType.TXT, Set.of());
        if (!(answer instanceof DnsAnswer.Records records)) {
            if (answer instanceof DnsAnswer.None none && !none.kind().notFound()) {
                LOG.log(Level.WARNING, "TLSRPT support: policy lookup failed for {0}: {1}", domain, none.reason());
            }
            return List.of();
        }
        List<String> wishes = records.list().stream()
                .map(record -> ((DnsRecord.Txt) record).value())
                .filter(text -> text.startsWith(VERSION)
                        && text.substring(VERSION.length()).stripLeading().startsWith(";"))
                .toList();
        if (wishes.size() > 1) {
            LOG.log(Level.WARNING, "TLSRPT support: Too many TLSRPT policies for {0}", domain);
        }
        return wishes.size() == 1 ? addresses(wishes.get(0)) : List.of();
    }

    private static List<String> addresses(String wish) {
        return Arrays.stream(wish.split(";", -1))
                .map(String::strip)
                .filter(field -> field.startsWith("rua="))
                .flatMap(field -> Arrays.stream(field.substring("rua=".length()).split(",", -1)))
                .map(String::strip)
                .filter(address -> address.startsWith("mailto:") || address.startsWith("https:"))
                .toList();
    }
}
