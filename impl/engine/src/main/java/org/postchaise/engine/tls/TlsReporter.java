/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls;

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
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.event.LineLog;
import org.postchaise.engine.event.TlsOutcome;
import org.postchaise.engine.event.TlsOutcome.Fault;

/**
 * Tells what came of TLS with the servers of domains that want to know (RFC 8460): to the log, in Postfix's form, and to a
 * listener. Thread-safe.
 */
final class TlsReporter {
    private static final System.Logger LOG = LineLog.of(TlsReporter.class.getName());
    private static final String VERSION = "v=TLSRPTv1";

    private final Optional<DnsResolver> dns;
    private final Set<Handshake> told;

    /** Kinds of handshakes. */
    enum Handshake {
        /** A whole one. */
        NEW,
        /** One that resumed a session, and told nothing new. */
        RESUMED
    }

    private TlsReporter(Optional<DnsResolver> dns, Set<Handshake> told) {
        this.dns = dns;
        this.told = told;
    }

    /** As Postfix: where TLS is not used by default no one is told. */
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
     * A server that was asked for TLS.
     *
     * @param target what was looked up for it
     * @param peer the server
     * @param source the address of this side; empty if unknown
     * @param listener who hears of it
     */
    record Contact(TlsTarget target, Peer peer, String source, EngineListener listener) {}

    /** Told that a handshake came to its end. */
    void ended(Contact contact, TlsPolicy.Promise promise, Optional<Fault> fault, Handshake handshake) {
        if (told.contains(handshake)) {
            tell(contact, promise, fault);
        }
    }

    /** Told what was wrong with a server before there was a handshake, or in it. */
    void failed(Contact contact, TlsPolicy.Promise promise, Fault fault) {
        tell(contact, promise, Optional.of(fault));
    }

    private void tell(Contact contact, TlsPolicy.Promise promise, Optional<Fault> fault) {
        String domain = PeerNames.ascii(contact.target().domain());
        List<String> destinations = promise.equals(TlsPolicy.Promise.UNASKED) ? List.of() : destinations(domain);
        if (!destinations.isEmpty()) {
            // what is wrong with the policy itself was wrong first
            TlsOutcome outcome = new TlsOutcome(
                    domain,
                    destinations,
                    promise.policy(),
                    contact.peer(),
                    contact.source(),
                    promise.fault().or(() -> fault));
            LOG.log(Level.INFO, outcome.line());
            contact.listener().tlsTried(outcome);
        }
    }

    /** Where {@code domain} wants its reports (section 3); empty: it wants none. */
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
