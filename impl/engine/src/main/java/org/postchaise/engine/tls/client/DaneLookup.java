/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls.client;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.SmtpRoute;
import org.postchaise.engine.config.catalog.SmtpTls;
import org.postchaise.engine.dns.DnsAnswer;
import org.postchaise.engine.dns.DnsRecord;
import org.postchaise.engine.dns.DnsResolver;
import org.postchaise.engine.dns.LookupOption;
import org.postchaise.engine.dns.RecordType;
import org.postchaise.engine.log.LineLog;
import org.postchaise.engine.tls.Digests;
import org.postchaise.engine.tls.Pin;

/**
 * The lookup of a server's TLSA records (RFC 7672). Only validated answers count; a failed lookup is not an absence of
 * records.
 */
final class DaneLookup {
    private static final System.Logger LOG = LineLog.of("org.postchaise.engine.tls.DaneLookup");
    private static final Set<LookupOption> VALIDATED = Set.of(LookupOption.DNSSEC);
    private static final int RESERVED_MATCHING = 255;

    private final DnsResolver dns;
    private final Optional<String> obstacle;
    private final TlsLevel insecureExchanger;
    private final Digests digests;
    private final Hosts hosts;

    /** The hosts whose TLSA records are looked up. */
    private enum Hosts {
        /** Hosts whose address was validated. */
        SECURE,
        /** All hosts ({@code smtp_tls_force_insecure_host_tlsa_lookup}). */
        ANY
    }

    private DaneLookup(
            DnsResolver dns, Optional<String> obstacle, TlsLevel insecureExchanger, Digests digests, Hosts hosts) {
        this.dns = dns;
        this.obstacle = obstacle;
        this.insecureExchanger = insecureExchanger;
        this.digests = digests;
        this.hosts = hosts;
    }

    static DaneLookup from(Settings settings, DnsResolver dns) {
        return new DaneLookup(
                dns,
                obstacle(settings),
                TlsLevel.of(settings.get(SmtpTls.DANE_INSECURE_MX_POLICY)).orElse(TlsLevel.MAY),
                Digests.of(settings.get(SmtpTls.TLS_DANE_DIGESTS)),
                settings.get(SmtpTls.FORCE_INSECURE_HOST_TLSA_LOOKUP) ? Hosts.ANY : Hosts.SECURE);
    }

    /** Returns the setting that makes validated answers impossible, or worthless; empty if there is none. */
    private static Optional<String> obstacle(Settings settings) {
        if (!settings.get(SmtpRoute.DNS_SUPPORT_LEVEL).equals("dnssec")
                || !settings.get(SmtpRoute.HOST_LOOKUP).contains("dns")) {
            return Optional.of("configured with dnssec lookups disabled");
        }
        if (settings.get(SmtpRoute.IGNORE_MX_LOOKUP_ERROR)) {
            return Optional.of("configured with MX lookup errors ignored");
        }
        return settings.get(SmtpRoute.DNS_RESOLVER_OPTIONS).isEmpty()
                ? Optional.empty()
                : Optional.of("dns resolver options incompatible");
    }

    /** Returns this lookup without regard to settings that make DANE worthless, for diagnosis and not for delivery. */
    DaneLookup regardless() {
        return new DaneLookup(dns, Optional.empty(), insecureExchanger, digests, hosts);
    }

    /** The result of a lookup. */
    sealed interface Finding {}

    /**
     * Records to authenticate with.
     *
     * @param base the name that has the records
     * @param pins the certificates and keys in the records; empty if no record can be used
     * @param exchanger the validation of the MX record that led to the name
     * @param lines the records as text
     */
    record Records(String base, List<Pin> pins, TlsTarget.Exchanger exchanger, List<String> lines) implements Finding {
        /** Returns true if any record can be used. */
        boolean isUsable() {
            return pins.stream().anyMatch(Pin::isUsable);
        }
    }

    /**
     * The result that DANE does not authenticate the server.
     *
     * @param cause the cause
     * @param instead the level that takes the place of DANE, where plaintext is allowed at all
     * @param text the reason, in Postfix's words
     */
    record Inapplicable(Cause cause, TlsLevel instead, String text) implements Finding {}

    /**
     * The failure of a lookup.
     *
     * @param text the reason, in Postfix's words
     */
    record Failed(String text) implements Finding {}

    /** The cause why DANE does not apply. */
    enum Cause {
        /** The settings of this client. */
        CONFIGURATION,
        /** The destination, whose records are absent, not validated, or unusable. */
        DESTINATION
    }

    Finding find(TlsTarget target, TlsLevel level) {
        if (target.port() == 0) {
            String text = target.destination() + ": the \"dane\" security level is invalid for delivery via unix-domain"
                    + " sockets";
            LOG.log(Level.WARNING, text);
            return new Inapplicable(Cause.CONFIGURATION, TlsLevel.NONE, text);
        }
        if (obstacle.isPresent()) {
            return new Inapplicable(
                    Cause.CONFIGURATION, TlsLevel.MAY, target.destination() + ": " + level + " " + obstacle.get());
        }
        boolean insecure = target.trail().exchanger() == TlsTarget.Exchanger.INSECURE;
        if (insecure && (level == TlsLevel.DANE_ONLY || insecureExchanger == TlsLevel.MAY)) {
            return new Inapplicable(Cause.DESTINATION, TlsLevel.MAY, "non DNSSEC destination");
        }
        Finding found = records(target);
        if (found instanceof Records records && records.pins().isEmpty()) {
            return new Inapplicable(Cause.DESTINATION, TlsLevel.ENCRYPT, "TLSA records unusable");
        }
        if (found instanceof Records && insecure && insecureExchanger == TlsLevel.ENCRYPT) {
            return new Inapplicable(
                    Cause.DESTINATION, TlsLevel.ENCRYPT, "Verification not possible, MX RRset is insecure");
        }
        return found;
    }

    /** Returns the records at the name behind an alias, else at the alias, which must be validated itself. */
    private Finding records(TlsTarget target) {
        List<String> names = new ArrayList<>();
        boolean aliased = !target.host().equalsIgnoreCase(target.trail().canonicalName());
        boolean secure = target.trail().secure();
        if (secure) {
            names.add(target.trail().canonicalName());
        }
        if (aliased || (!secure && hosts == Hosts.ANY)) {
            if (!secure && hosts == Hosts.SECURE) {
                DnsAnswer alias = dns.lookup(target.host(), RecordType.CNAME, VALIDATED);
                if (!(alias instanceof DnsAnswer.Records found)) {
                    return failed(target);
                }
                if (!found.list().get(0).origin().secure()) {
                    return none();
                }
            }
            names.add(target.host());
        }
        for (String name : names) {
            Optional<Finding> found = records(target, name);
            if (found.isPresent()) {
                return found.get();
            }
        }
        return none();
    }

    private static Finding none() {
        return new Inapplicable(Cause.DESTINATION, TlsLevel.MAY, "no TLSA records found");
    }

    private static Finding failed(TlsTarget target) {
        return new Failed("TLSA lookup error for " + target.host() + ":" + target.port());
    }

    private Optional<Finding> records(TlsTarget target, String name) {
        DnsAnswer answer = dns.lookup("_" + target.port() + "._tcp." + name, RecordType.TLSA, VALIDATED);
        if (answer instanceof DnsAnswer.None none) {
            if (none.kind().notFound()) {
                return Optional.empty();
            }
            LOG.log(Level.WARNING, "DANE TLSA lookup problem: {0}", none.reason());
            return Optional.of(failed(target));
        }
        List<DnsRecord> list = ((DnsAnswer.Records) answer).list();
        if (!list.get(0).origin().secure()) {
            return Optional.empty();
        }
        List<Pin> pins = new ArrayList<>();
        list.forEach(record -> pin((DnsRecord.Tlsa) record).ifPresent(pins::add));
        return Optional.of(new Records(
                name,
                pins,
                target.trail().exchanger(),
                list.stream().map(DnsRecord::data).toList()));
    }

    /**
     * Returns the pin of a record; empty for a record that mail must not use. Usages 0 and 1 are not for SMTP (RFC
     * 7672, section 3.1.3).
     */
    private Optional<Pin> pin(DnsRecord.Tlsa record) {
        boolean forMail = record.usage() == 2 || record.usage() == 3;
        if (!forMail || record.matching() == RESERVED_MATCHING) {
            LOG.log(
                    Level.WARNING,
                    "{0}: {1}: {2}",
                    record.origin().name(),
                    forMail ? "reserved private-use matching type" : "unsupported TLSA certificate usage",
                    record.data());
            return Optional.empty();
        }
        // what no digest or part is known for stays, as one that can't be used: it asks for TLS all the same
        String digest = record.matching() == 0 ? "" : digests.names().getOrDefault(record.matching(), "unknown");
        return Optional.of(new Pin(
                record.usage() == 2 ? Pin.Usage.ISSUER : Pin.Usage.SERVER,
                record.selector() == 0 ? Pin.Part.CERTIFICATE : Pin.Part.PUBLIC_KEY,
                record.selector() > 1 ? "unknown" : digest,
                digests.ranks().getOrDefault(record.matching(), 0),
                record.association()));
    }
}
