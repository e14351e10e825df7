/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls;

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
import org.postchaise.engine.event.LineLog;

/**
 * Finds out what DNS says of a server's certificates (RFC 7672). Only what was validated counts; a lookup that failed is not
 * "none".
 */
final class DaneLookup {
    private static final System.Logger LOG = LineLog.of(DaneLookup.class.getName());
    private static final Set<LookupOption> VALIDATED = Set.of(LookupOption.DNSSEC);
    private static final int RESERVED_MATCHING = 255;

    private final DnsResolver dns;
    private final Optional<String> obstacle;
    private final TlsLevel insecureExchanger;
    private final Digests digests;
    private final Hosts hosts;

    /** Which hosts are asked about. */
    private enum Hosts {
        /** Those whose address was validated. */
        SECURE,
        /** All ({@code smtp_tls_force_insecure_host_tlsa_lookup}). */
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

    /** What in the settings makes validated answers impossible, or worthless. */
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

    /** The same where settings that make DANE worthless are passed over: to tell of it, not to rely on it. */
    DaneLookup regardless() {
        return new DaneLookup(dns, Optional.empty(), insecureExchanger, digests, hosts);
    }

    /** What DANE comes to. */
    sealed interface Finding {}

    /**
     * Records to authenticate with.
     *
     * @param base the name that has them
     * @param pins what they say; none if none can be used
     * @param exchanger whether the name itself can be trusted
     * @param lines the records as text
     */
    record Records(String base, List<Pin> pins, TlsTarget.Exchanger exchanger, List<String> lines) implements Finding {
        /** Whether any of them can be used. */
        boolean isUsable() {
            return pins.stream().anyMatch(Pin::isUsable);
        }
    }

    /**
     * No authentication by DANE.
     *
     * @param cause why
     * @param instead the level that takes its place, where plaintext is allowed at all
     * @param text why, in Postfix's words
     */
    record Inapplicable(Cause cause, TlsLevel instead, String text) implements Finding {}

    /**
     * It could not be found out.
     *
     * @param text why, in Postfix's words
     */
    record Failed(String text) implements Finding {}

    /** Whose fault it is that DANE does not apply. */
    enum Cause {
        /** This side's settings. */
        CONFIGURATION,
        /** The destination has none. */
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

    /** At the name behind an alias first, then at the alias, which must be validated itself. */
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

    /** Usages 0 and 1 are not for mail (RFC 7672, section 3.1.3). */
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
