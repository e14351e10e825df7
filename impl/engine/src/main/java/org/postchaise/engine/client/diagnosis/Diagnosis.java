/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.diagnosis;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.postchaise.api.Failure;
import org.postchaise.engine.client.delivery.RouteReport;
import org.postchaise.engine.client.route.Candidate;
import org.postchaise.engine.client.route.Resolution;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.SmtpRoute;
import org.postchaise.engine.dns.DnsAnswer;
import org.postchaise.engine.dns.DnsRecord;
import org.postchaise.engine.dns.HostName;
import org.postchaise.engine.dns.RecordType;
import org.postchaise.engine.tls.client.TlsLevel;

/**
 * The diagnosis of a destination: a report with a verdict and notes for the operator.
 *
 * @param destination the destination as given
 * @param settings the settings of the examination
 * @param report the report
 */
public record Diagnosis(String destination, Settings settings, RouteReport report) {

    /** The number of days before the expiry of a certificate from which on a note is made. */
    private static final int SOON = 14;

    /** Returns true if the hosts were contacted. */
    public boolean isConnected() {
        return report.sites().stream()
                .flatMap(site -> site.hosts().stream())
                .anyMatch(host -> host.contact().isPresent());
    }

    /** Returns the verdict in one line: if mail can be delivered, would be deferred or would be returned. */
    public String verdict() {
        Optional<Failure> obstacle = report.obstacle();
        if (obstacle.isEmpty()) {
            return isConnected()
                    ? report.shortfall()
                            .map(reason -> "mail can be delivered, but without the MTA-STS policy: " + reason)
                            .orElse("mail can be delivered")
                    : "mail has somewhere to go; whether it is taken there was not tried";
        }
        Failure failure = obstacle.get();
        return (failure.temporary() ? "mail would be deferred: " : "mail would be returned: ") + failure.status() + " "
                + failure.text();
    }

    /** Returns the whole diagnosis as text for people, without control characters; the verdict first. */
    public List<String> lines() {
        return DiagnosisText.lines(this);
    }

    /** Returns notes on unusual or noteworthy facts, a line each. */
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        report.sites().forEach(site -> about(site, notes));
        report.sites().stream().flatMap(site -> site.hosts().stream()).forEach(host -> aboutTls(host, notes));
        String level = settings.get(SmtpRoute.DNS_SUPPORT_LEVEL);
        boolean asked = report.sites().stream().anyMatch(site -> !site.lookups().isEmpty());
        if (asked && !level.equals("dnssec")) {
            notes.add("smtp_dns_support_level is not dnssec: deliveries don't ask whether answers are validated");
        }
        return notes;
    }

    private void about(RouteReport.Site site, List<String> notes) {
        for (RouteReport.Lookup lookup : site.lookups()) {
            if (lookup.type() == RecordType.MX && lookup.answer() instanceof DnsAnswer.None none) {
                if (none.kind().notFound() && !site.hosts().isEmpty()) {
                    notes.add(lookup.name()
                            + " has no MX record: its own address takes its mail (RFC 5321, section 5.1)");
                }
            } else if (lookup.answer() instanceof DnsAnswer.Records records) {
                about(lookup, records.list(), notes);
            }
        }
        withoutAddress(site).forEach(host -> notes.add(host + " has no address, and is passed over"));
        if (site.resolution() instanceof Resolution.Candidates found) {
            about(site, found, notes);
        }
    }

    /** Returns the facts of a certificate that a server presented. */
    public CertificateFacts facts(X509Certificate certificate) {
        return CertificateFacts.of(certificate, Clock.systemUTC(), settings);
    }

    private void aboutTls(RouteReport.Host host, List<String> notes) {
        Optional<RouteReport.Tls> tls = host.contact().flatMap(RouteReport.Contact::tls);
        if (tls.filter(one -> one.level() == TlsLevel.MAY && one.broken().isPresent())
                .isPresent()) {
            notes.add(host.candidate().host()
                    + " breaks TLS off: mail that is older than minimal_backoff_time goes there in plaintext");
        }
        tls.flatMap(RouteReport.Tls::handshake)
                .flatMap(handshake -> handshake.certificates().chain().stream().findFirst())
                .map(leaf -> facts(leaf).daysLeft())
                .filter(days -> days >= 0 && days < SOON)
                .ifPresent(days -> notes.add("the certificate of "
                        + host.candidate().host() + " expires in less than " + (days + 1) + " days"));
    }

    private static void about(RouteReport.Lookup lookup, List<DnsRecord> records, List<String> notes) {
        DnsRecord.Origin origin = records.get(0).origin();
        if (!origin.name().equalsIgnoreCase(lookup.name())) {
            notes.add(lookup.name() + " is an alias of " + origin.name()
                    + (lookup.type() == RecordType.MX
                            ? ""
                            : "; an MX record should not name one (RFC 2181, section 10.3)"));
        }
        if (records.size() == DnsAnswer.MAX_RECORDS) {
            notes.add("of the " + lookup.type() + " records of " + lookup.name() + " the first " + DnsAnswer.MAX_RECORDS
                    + " are used");
        }
        records.stream()
                .filter(record -> record instanceof DnsRecord.Mx mx
                        && HostName.address(mx.host()).isPresent())
                .forEach(record -> notes.add("the MX record \"" + record.data()
                        + "\" holds an address where a name belongs (RFC 1035, section 3.3.9)"));
    }

    private static Set<String> withoutAddress(RouteReport.Site site) {
        Set<String> with = new TreeSet<>();
        Set<String> without = new TreeSet<>();
        for (RouteReport.Lookup lookup : site.lookups()) {
            if (lookup.type() == RecordType.A || lookup.type() == RecordType.AAAA) {
                (lookup.answer() instanceof DnsAnswer.Records ? with : without).add(lookup.name());
            }
        }
        without.removeAll(with);
        return site.hosts().isEmpty() ? Set.of() : without;
    }

    private void about(RouteReport.Site site, Resolution.Candidates found, List<String> notes) {
        if (found.position() == Resolution.Position.BACKUP) {
            notes.add(
                    "this system is a mail exchanger of " + site.site().hop() + " itself: only better ones are tried");
        }
        long addresses = site.lookups().stream()
                .filter(lookup -> lookup.type() == RecordType.A || lookup.type() == RecordType.AAAA)
                .map(RouteReport.Lookup::answer)
                .filter(DnsAnswer.Records.class::isInstance)
                .mapToLong(answer -> ((DnsAnswer.Records) answer).list().size())
                .sum();
        long limit = settings.get(SmtpRoute.MX_ADDRESS_LIMIT);
        if (limit > 0 && found.list().size() == limit && addresses > limit) {
            notes.add("of " + addresses + " addresses " + limit + " are tried (smtp_mx_address_limit)");
        }
    }

    /** Returns the preference by which a host was found and the DNSSEC status of the records. */
    static String trail(Candidate candidate) {
        Candidate.Trail trail = candidate.trail();
        return switch (trail.exchanger()) {
            case NONE -> trail.secure() ? "address validated" : "";
            case INSECURE -> "preference " + trail.preference() + (trail.secure() ? ", address validated" : "");
            case SECURE ->
                "preference " + trail.preference()
                        + (trail.secure() ? ", MX and address validated" : ", MX validated, address not");
        };
    }
}
