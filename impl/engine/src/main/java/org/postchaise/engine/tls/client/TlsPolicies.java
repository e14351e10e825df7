/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls.client;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.dns.DnsResolver;
import org.postchaise.engine.dns.HostName;
import org.postchaise.engine.event.TlsOutcome;
import org.postchaise.engine.event.TlsSummary.Trust;
import org.postchaise.engine.log.LineLog;
import org.postchaise.engine.table.TableRegistry;
import org.postchaise.engine.tls.CertificatePath;
import org.postchaise.engine.tls.PeerNames;
import org.postchaise.engine.tls.PeerVerifier;
import org.postchaise.engine.tls.Pem;
import org.postchaise.engine.tls.Pin;
import org.postchaise.engine.tls.TrustStore;
import org.postchaise.engine.tls.sts.StsPolicies;

/**
 * The lookup of the TLS policy for a server: {@code smtp_tls_policy_maps}, else the older {@code smtp_tls_per_site},
 * else the settings; at the DANE levels also TLSA records, and where enabled MTA-STS. A failed lookup, or a value that
 * can't be parsed, defers the mail. Thread-safe.
 */
final class TlsPolicies {
    private static final System.Logger LOG = LineLog.of("org.postchaise.engine.tls.TlsPolicies");

    private final PolicySettings settings;
    private final Supplier<TrustStore> trusted;
    private final PolicyTables tables;
    private final DaneLookup dane;
    private final Optional<StsRules> sts;

    private TlsPolicies(
            Settings all,
            Supplier<TrustStore> trusted,
            DnsResolver dns,
            TableRegistry tables,
            Supplier<StsPolicies> sts) {
        this.settings = PolicySettings.from(all);
        this.trusted = trusted;
        this.tables = new PolicyTables(all, settings.level(), tables);
        this.dane = DaneLookup.from(all, dns);
        this.sts = StsRules.from(all, sts);
    }

    /**
     * Creates the lookup.
     *
     * @param settings the settings
     * @param trusted the supplier of the trusted authorities
     * @param dns the resolver for TLSA records
     * @param tables the opener of the tables
     * @param sts the supplier of the MTA-STS policies, called where the settings enable MTA-STS
     */
    static TlsPolicies from(
            Settings settings,
            Supplier<TrustStore> trusted,
            DnsResolver dns,
            TableRegistry tables,
            Supplier<StsPolicies> sts) {
        return new TlsPolicies(settings, trusted, dns, tables, sts);
    }

    PolicyAnswer of(TlsTarget target) {
        try {
            return found(target, tables.of(target));
        } catch (PolicyRefusal refusal) {
            LOG.log(
                    Level.WARNING,
                    "TLS policy lookup for {0}/{1}: {2}",
                    target.destination(),
                    target.host(),
                    refusal.answer().text());
            return refusal.answer();
        }
    }

    /**
     * Returns the policy for a mail that is to be delivered even without TLS ({@code TLS-Required: no}): as in Postfix,
     * nothing is looked up, and the level is {@code most} at most.
     */
    PolicyAnswer without(TlsTarget target, TlsLevel most) {
        TlsLevel level = settings.level().compareTo(most) < 0 ? settings.level() : most;
        if (level == TlsLevel.NONE) {
            return new PolicyAnswer.Found(TlsPolicy.NONE);
        }
        try {
            return new PolicyAnswer.Found(new TlsPolicy(
                    level,
                    terms(level, PolicyTables.NO_ENTRY),
                    serverName(target, PolicyTables.NO_ENTRY),
                    settings.reuse(),
                    new PeerVerifier.AnyPeer(trusted.get()),
                    TlsPolicy.DomainPolicy.UNASKED));
        } catch (PolicyRefusal refusal) {
            return refusal.answer();
        }
    }

    /** Returns true if more than opportunistic TLS may be required of a server. */
    boolean mayRequire() {
        return settings.level().requiresTls() || tables.isUsed() || sts.isPresent();
    }

    private PolicyAnswer found(TlsTarget target, PolicyTables.Asked asked) throws PolicyRefusal {
        TlsLevel level = asked.level();
        PolicyEntry entry = asked.entry();
        Optional<DaneLookup.Records> records = Optional.empty();
        if (level.usesDane()) {
            DaneLookup.Finding finding = dane.find(target, level);
            if (finding instanceof DaneLookup.Records found) {
                records = Optional.of(found);
            } else {
                level = withoutDane(finding, level);
            }
        }
        if (level == TlsLevel.NONE) {
            return new PolicyAnswer.Found(TlsPolicy.NONE);
        }
        String serverName = serverName(target, entry);
        TlsPolicy.Reuse reuse = entry.reuse().orElse(settings.reuse());
        StsRules.Finding stsFinding =
                asked.heedsSts() && !isSecured(records) ? stsFinding(target) : StsRules.Finding.NONE;
        if (records.isPresent()
                && (stsFinding.required().isEmpty() || records.get().isUsable())) {
            return new PolicyAnswer.Found(dane(target, level, records.get(), terms(level, entry), reuse));
        }
        TlsLevel upgraded = stsFinding.required().isPresent() ? TlsLevel.SECURE : level;
        return new PolicyAnswer.Found(new TlsPolicy(
                upgraded,
                terms(upgraded, entry),
                serverName.isEmpty() && stsFinding.isInForce() ? target.host() : serverName,
                reuse,
                stsFinding.required().isPresent() ? stsFinding.required().get() : verifier(target, level, entry),
                stsFinding.domainPolicy()));
    }

    /**
     * Returns true if DANE takes precedence over MTA-STS (RFC 8461, section 2), which is so unless the name of the
     * server comes from an MX record that was not validated.
     */
    private static boolean isSecured(Optional<DaneLookup.Records> records) {
        return records.filter(DaneLookup.Records::isUsable)
                .filter(one -> one.exchanger() != TlsTarget.Exchanger.INSECURE)
                .isPresent();
    }

    private StsRules.Finding stsFinding(TlsTarget target) throws PolicyRefusal {
        StsRules.Finding found = sts.map(rules -> rules.of(target)).orElse(StsRules.Finding.NONE);
        if (found.isUnlisted()) {
            throw new PolicyRefusal(new PolicyAnswer.Unavailable(
                    PolicyAnswer.Unavailable.CONFIGURATION,
                    "host " + target.host() + " is not in the MTA-STS policy of " + target.domain(),
                    found.domainPolicy()));
        }
        return found;
    }

    private String serverName(TlsTarget target, PolicyEntry entry) throws PolicyRefusal {
        String text = entry.attribute("servername").orElse(settings.serverName());
        if (!text.isEmpty() && !HostName.isValid(text)) {
            LOG.log(Level.WARNING, "\"smtp_tls_servername = {0}\" specifies an invalid hostname", text);
            throw new PolicyRefusal(PolicyAnswer.Unavailable.misconfigured());
        }
        return switch (text) {
            case "hostname" -> target.host();
            case "nexthop" -> target.domain();
            default -> text;
        };
    }

    private static TlsLevel withoutDane(DaneLookup.Finding finding, TlsLevel level) throws PolicyRefusal {
        if (finding instanceof DaneLookup.Failed failed) {
            throw new PolicyRefusal(
                    new PolicyAnswer.Unavailable(PolicyAnswer.Unavailable.CONFIGURATION, failed.text()));
        }
        DaneLookup.Inapplicable reason = (DaneLookup.Inapplicable) finding;
        if (reason.cause() == DaneLookup.Cause.CONFIGURATION) {
            LOG.log(Level.WARNING, reason.text());
        }
        if (level == TlsLevel.DANE && reason.instead() != TlsLevel.NONE) {
            return reason.instead();
        }
        throw new PolicyRefusal(
                reason.cause() == DaneLookup.Cause.CONFIGURATION
                        ? PolicyAnswer.Unavailable.misconfigured()
                        : new PolicyAnswer.Unavailable(PolicyAnswer.Unavailable.CONFIGURATION, reason.text()));
    }

    private TlsPolicy.Terms terms(TlsLevel level, PolicyEntry entry) {
        TlsPolicy.Terms own = level.requiresTls() ? settings.mandatory() : settings.optional();
        List<String> exclusions =
                new ArrayList<>(entry.attribute("exclude").map(List::of).orElse(own.exclusions()));
        if (level.requiresTls()) {
            exclusions.add(level == TlsLevel.ENCRYPT ? "eNULL" : "aNULL");
        }
        return new TlsPolicy.Terms(
                entry.attribute("protocols").orElse(own.protocols()),
                entry.attribute("ciphers").orElse(own.grade()),
                exclusions);
    }

    private TlsPolicy dane(
            TlsTarget target,
            TlsLevel level,
            DaneLookup.Records records,
            TlsPolicy.Terms terms,
            TlsPolicy.Reuse reuse) {
        List<Pin> usable = records.pins().stream().filter(Pin::isUsable).toList();
        TlsPolicy.DomainPolicy domainPolicy = domainPolicy(records);
        if (usable.isEmpty()) {
            LOG.log(Level.WARNING, "{0}: all TLSA records unusable", target.host());
            if (level == TlsLevel.DANE) {
                return new TlsPolicy(
                        TlsLevel.ENCRYPT,
                        terms,
                        records.base(),
                        reuse,
                        new PeerVerifier.AnyPeer(trusted.get()),
                        domainPolicy);
            }
        }
        return new TlsPolicy(level, terms, records.base(), reuse, verifier(target, records, usable), domainPolicy);
    }

    private PeerVerifier.PinnedPeer verifier(TlsTarget target, DaneLookup.Records records, List<Pin> usable) {
        List<String> names = new ArrayList<>(List.of(records.base()));
        if (target.trail().exchanger() != TlsTarget.Exchanger.NONE) {
            names.add(target.domain());
        }
        return new PeerVerifier.PinnedPeer(
                usable,
                target.names(names),
                PeerVerifier.PinnedPeer.NameCheck.ISSUED,
                records.exchanger() == TlsTarget.Exchanger.INSECURE ? Trust.TRUSTED : Trust.VERIFIED,
                trusted.get().depth());
    }

    private static TlsPolicy.DomainPolicy domainPolicy(DaneLookup.Records records) {
        return new TlsPolicy.DomainPolicy(
                new TlsOutcome.Policy(TlsOutcome.Type.TLSA, records.base(), records.lines(), List.of()),
                Optional.empty(),
                records.isUsable()
                        ? Optional.empty()
                        : Optional.of(new TlsOutcome.Fault(TlsOutcome.Kind.TLSA_INVALID, "all-TLSA-records-unusable")));
    }

    private PeerVerifier verifier(TlsTarget target, TlsLevel level, PolicyEntry entry) throws PolicyRefusal {
        if (level == TlsLevel.FINGERPRINT) {
            return fingerprints(target, entry);
        }
        if (!level.usesAuthorities()) {
            return new PeerVerifier.AnyPeer(trusted.get());
        }
        List<String> strategies = entry.match().isEmpty()
                ? level == TlsLevel.VERIFY
                        ? settings.names().verify()
                        : settings.names().secure()
                : entry.match();
        PeerNames names = target.names(strategies);
        List<String> files = entry.trustFiles().isEmpty() ? settings.names().trustFiles() : entry.trustFiles();
        return files.isEmpty()
                ? new PeerVerifier.NamedPeer(trusted.get(), names)
                : new PeerVerifier.PinnedPeer(
                        anchors(files),
                        names,
                        PeerVerifier.PinnedPeer.NameCheck.ALWAYS,
                        Trust.VERIFIED,
                        trusted.get().depth());
    }

    private PeerVerifier fingerprints(TlsTarget target, PolicyEntry entry) throws PolicyRefusal {
        List<String> fingerprints = entry.match().isEmpty() ? settings.names().fingerprints() : entry.match();
        List<Pin> pins = new ArrayList<>();
        for (String text : fingerprints) {
            String value = text.replace(":", "").strip().toLowerCase(Locale.ROOT);
            if (value.isEmpty() || !value.matches("([0-9a-f]{2})+")) {
                LOG.log(Level.WARNING, "malformed fingerprint value: {0}", text);
                continue;
            }
            for (Pin.Part part : Pin.Part.values()) {
                pins.add(new Pin(Pin.Usage.SERVER, part, settings.names().digest(), 1, value));
            }
        }
        if (pins.isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    "nexthop domain {0}: configured at fingerprint security level, but with no fingerprints to match.",
                    target.destination());
            throw new PolicyRefusal(PolicyAnswer.Unavailable.misconfigured());
        }
        return new PeerVerifier.PinnedPeer(
                pins,
                new PeerNames(List.of(), List.of()),
                PeerVerifier.PinnedPeer.NameCheck.NEVER,
                Trust.VERIFIED,
                trusted.get().depth());
    }

    /**
     * Reads trust anchors. The files are read again for each server, as in Postfix: a policy is created at each lookup.
     */
    private static List<Pin> anchors(List<String> files) throws PolicyRefusal {
        List<Pin> pins = new ArrayList<>();
        for (String file : files) {
            try {
                List<Pem.Block> blocks = Pem.read(Path.of(file));
                if (blocks.isEmpty()) {
                    throw new IOException(file + ": no trust anchor in it; expected certificates or public keys");
                }
                for (Pem.Block block : blocks) {
                    boolean key = block.label().equals("PUBLIC KEY");
                    if (!key && !block.isCertificate()) {
                        continue;
                    }
                    String value = HexFormat.of().formatHex(block.octets());
                    for (Pin.Usage usage : Pin.Usage.values()) {
                        pins.add(new Pin(usage, key ? Pin.Part.PUBLIC_KEY : Pin.Part.CERTIFICATE, "", 0, value));
                    }
                }
            } catch (IOException | InvalidPathException e) {
                LOG.log(Level.WARNING, "error opening trust anchor file: {0}", e.getMessage());
                throw new PolicyRefusal(PolicyAnswer.Unavailable.misconfigured());
            }
        }
        return pins.stream().filter(Pin::isUsable).toList();
    }

    PolicyAnswer trial(TlsTarget target) {
        try {
            return found(
                    target, new PolicyTables.Asked(TlsLevel.MAY, PolicyTables.NO_ENTRY, PolicyTables.Origin.TABLE));
        } catch (PolicyRefusal refusal) {
            return refusal.answer();
        }
    }

    PeerDiagnosis diagnose(TlsTarget target, TlsPolicy policy, List<X509Certificate> chain) {
        PeerNames names = policy.verifier() instanceof PeerVerifier.NamedPeer peer
                ? peer.names()
                : target.names(settings.names().verify());
        return new PeerDiagnosis(
                chain.isEmpty()
                        ? Optional.of("no certificate")
                        : trusted.get()
                                .fault(chain, CertificatePath.Signatures.STRONG)
                                .map(PeerVerifier.Defect::text),
                names.texts(),
                !chain.isEmpty() && names.match(chain.get(0)),
                dane(target, chain));
    }

    private DaneDiagnosis dane(TlsTarget target, List<X509Certificate> chain) {
        DaneLookup.Finding finding = dane.regardless().find(target, TlsLevel.DANE);
        return finding instanceof DaneLookup.Records records
                ? DaneDiagnosis.of(
                        verifier(
                                target,
                                records,
                                records.pins().stream().filter(Pin::isUsable).toList()),
                        chain)
                : DaneDiagnosis.without(finding, target);
    }
}
