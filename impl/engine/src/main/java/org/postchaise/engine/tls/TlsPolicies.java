/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls;

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
import org.postchaise.api.EnhancedStatus;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.SmtpTls;
import org.postchaise.engine.dns.DnsResolver;
import org.postchaise.engine.dns.HostName;
import org.postchaise.engine.dns.Idna;
import org.postchaise.engine.event.TlsSummary.Trust;
import org.postchaise.engine.table.AddressLookup;
import org.postchaise.engine.table.KeyOrder;
import org.postchaise.engine.table.LookupResult;
import org.postchaise.engine.table.TableRegistry;

/**
 * Which TLS with which server: {@code smtp_tls_policy_maps}, else the older {@code smtp_tls_per_site}, else the settings; at the DANE
 * levels also what DNS says. Whatever can't be looked up or understood defers the mail. Thread-safe.
 */
final class TlsPolicies implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(TlsPolicies.class.getName());
    private static final PolicyEntry NO_ENTRY = PolicyEntry.parse("none");

    private final PolicySettings settings;
    private final Supplier<TrustStore> trusted;
    private final AddressLookup table;
    private final AddressLookup perSite;
    private final DaneLookup dane;
    private final boolean usesTable;

    private TlsPolicies(Settings all, Supplier<TrustStore> trusted, DnsResolver dns, TableRegistry tables) {
        this.settings = PolicySettings.from(all);
        this.trusted = trusted;
        this.usesTable = !all.get(SmtpTls.POLICY_MAPS).isEmpty();
        this.table = tables.lookup(all, SmtpTls.POLICY_MAPS, KeyOrder.whole());
        this.perSite = tables.lookup(all, SmtpTls.PER_SITE, KeyOrder.whole());
        this.dane = DaneLookup.from(all, dns);
        if (usesTable && !all.get(SmtpTls.PER_SITE).isEmpty()) {
            LOG.log(Level.WARNING, "smtp_tls_per_site ignored when smtp_tls_policy_maps is not empty");
        }
    }

    static TlsPolicies from(Settings settings, Supplier<TrustStore> trusted, DnsResolver dns, TableRegistry tables) {
        return new TlsPolicies(settings, trusted, dns, tables);
    }

    /** A failure that becomes the answer. */
    private static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient PolicyAnswer.Unavailable answer;

        Refusal(PolicyAnswer.Unavailable answer) {
            super(answer.text(), null, false, false);
            this.answer = answer;
        }
    }

    PolicyAnswer of(TlsTarget target) {
        try {
            if (usesTable) {
                Optional<PolicyEntry> entry = entry(target);
                return found(target, entry.map(PolicyEntry::level).orElse(settings.level()), entry.orElse(NO_ENTRY));
            }
            return found(target, site(target), NO_ENTRY);
        } catch (Refusal refusal) {
            LOG.log(
                    Level.WARNING,
                    "TLS policy lookup for {0}/{1}: {2}",
                    target.destination(),
                    target.host(),
                    refusal.answer.text());
            return refusal.answer;
        }
    }

    /** By the next hop as it is written; a bare domain by its parents too, each with a dot in front. */
    private Optional<PolicyEntry> entry(TlsTarget target) throws Refusal {
        String key = target.destination();
        boolean bare = HostName.isValid(Idna.IDNA2008.toAscii(key));
        while (true) {
            LookupResult result = table.find(key);
            if (result instanceof LookupResult.Unavailable unavailable) {
                throw misconfigured(key, unavailable.cause());
            }
            if (result instanceof LookupResult.Found found) {
                try {
                    return Optional.of(PolicyEntry.parse(found.value()));
                } catch (IllegalArgumentException e) {
                    throw misconfigured(key, e.getMessage());
                }
            }
            int dot = key.indexOf('.', 1);
            if (!bare || dot < 0) {
                return Optional.empty();
            }
            key = key.substring(dot);
        }
    }

    private static Refusal misconfigured(String key, String what) {
        LOG.log(Level.WARNING, "smtp_tls_policy_maps, next-hop destination \"{0}\": {1}", key, what);
        return new Refusal(PolicyAnswer.Unavailable.misconfigured());
    }

    /** The next hop and the host both have a say: the stronger wins, but {@code NONE} wins over {@code MAY}. */
    private TlsLevel site(TlsTarget target) throws Refusal {
        Optional<TlsLevel> level = site(Optional.empty(), target.destination());
        if (!target.destination().equalsIgnoreCase(target.host())) {
            level = site(level, target.host());
        }
        if (level.filter(one -> one == TlsLevel.MAY).isPresent()
                && settings.level().requiresTls()) {
            return settings.level();
        }
        return level.orElse(settings.level());
    }

    private Optional<TlsLevel> site(Optional<TlsLevel> before, String key) throws Refusal {
        LookupResult result = perSite.find(key);
        if (result instanceof LookupResult.Unavailable unavailable) {
            LOG.log(Level.WARNING, "smtp_tls_per_site: \"{0}\": {1}", key, unavailable.cause());
            throw new Refusal(new PolicyAnswer.Unavailable(EnhancedStatus.of("4.3.0"), "Temporary lookup error"));
        }
        if (!(result instanceof LookupResult.Found found)) {
            return before;
        }
        switch (found.value().toUpperCase(Locale.ROOT)) {
            case "NONE" -> {
                return before.filter(TlsLevel::requiresTls).or(() -> Optional.of(TlsLevel.NONE));
            }
            case "MAY" -> {
                return before.or(() -> Optional.of(TlsLevel.MAY));
            }
            case "MUST_NOPEERMATCH" -> {
                return before.filter(TlsLevel::requiresTls).or(() -> Optional.of(TlsLevel.ENCRYPT));
            }
            case "MUST" -> {
                return Optional.of(TlsLevel.VERIFY);
            }
            default -> {
                LOG.log(Level.WARNING, "smtp_tls_per_site: unknown TLS policy ''{0}'' for {1}", found.value(), key);
                throw new Refusal(PolicyAnswer.Unavailable.misconfigured());
            }
        }
    }

    private PolicyAnswer found(TlsTarget target, TlsLevel asked, PolicyEntry entry) throws Refusal {
        TlsLevel level = asked;
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
        String serverName = entry.attribute("servername").orElse(settings.serverName());
        if (!serverName.isEmpty() && !HostName.isValid(serverName)) {
            LOG.log(Level.WARNING, "\"smtp_tls_servername = {0}\" specifies an invalid hostname", serverName);
            throw new Refusal(PolicyAnswer.Unavailable.misconfigured());
        }
        TlsPolicy.Reuse reuse = entry.reuse().orElse(settings.reuse());
        if (records.isPresent()) {
            return new PolicyAnswer.Found(dane(target, level, records.get(), terms(level, entry), reuse));
        }
        return new PolicyAnswer.Found(new TlsPolicy(
                level, terms(level, entry), serverName(serverName, target), reuse, verifier(target, level, entry)));
    }

    private static String serverName(String text, TlsTarget target) {
        return switch (text) {
            case "hostname" -> target.host();
            case "nexthop" -> target.domain();
            default -> text;
        };
    }

    private static TlsLevel withoutDane(DaneLookup.Finding finding, TlsLevel level) throws Refusal {
        if (finding instanceof DaneLookup.Failed failed) {
            throw new Refusal(new PolicyAnswer.Unavailable(PolicyAnswer.Unavailable.CONFIGURATION, failed.text()));
        }
        DaneLookup.Inapplicable reason = (DaneLookup.Inapplicable) finding;
        if (reason.cause() == DaneLookup.Cause.CONFIGURATION) {
            LOG.log(Level.WARNING, reason.text());
        }
        if (level == TlsLevel.DANE && reason.instead() != TlsLevel.NONE) {
            return reason.instead();
        }
        throw new Refusal(
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
        if (usable.isEmpty()) {
            LOG.log(Level.WARNING, "{0}: all TLSA records unusable", target.host());
            if (level == TlsLevel.DANE) {
                return new TlsPolicy(
                        TlsLevel.ENCRYPT, terms, records.base(), reuse, new PeerVerifier.AnyPeer(trusted.get()));
            }
        }
        return new TlsPolicy(level, terms, records.base(), reuse, verifier(target, records, usable));
    }

    private PeerVerifier.PinnedPeer verifier(TlsTarget target, DaneLookup.Records records, List<Pin> usable) {
        List<String> names = new ArrayList<>(List.of(records.base()));
        if (target.trail().exchanger() != TlsTarget.Exchanger.NONE) {
            names.add(target.domain());
        }
        return new PeerVerifier.PinnedPeer(
                usable,
                PeerNames.of(names, target),
                PeerVerifier.PinnedPeer.NameCheck.ISSUED,
                records.exchanger() == TlsTarget.Exchanger.INSECURE ? Trust.TRUSTED : Trust.VERIFIED,
                trusted.get().depth());
    }

    private PeerVerifier verifier(TlsTarget target, TlsLevel level, PolicyEntry entry) throws Refusal {
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
        PeerNames names = PeerNames.of(strategies, target);
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

    private PeerVerifier fingerprints(TlsTarget target, PolicyEntry entry) throws Refusal {
        List<String> told = entry.match().isEmpty() ? settings.names().fingerprints() : entry.match();
        List<Pin> pins = new ArrayList<>();
        for (String text : told) {
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
            throw new Refusal(PolicyAnswer.Unavailable.misconfigured());
        }
        return new PeerVerifier.PinnedPeer(
                pins,
                new PeerNames(List.of(), List.of()),
                PeerVerifier.PinnedPeer.NameCheck.NEVER,
                Trust.VERIFIED,
                trusted.get().depth());
    }

    /** Read anew for each server, as in Postfix: a policy is made when it is asked for. */
    private static List<Pin> anchors(List<String> files) throws Refusal {
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
                throw new Refusal(PolicyAnswer.Unavailable.misconfigured());
            }
        }
        return pins.stream().filter(Pin::isUsable).toList();
    }

    PolicyAnswer trial(TlsTarget target) {
        try {
            return found(target, TlsLevel.MAY, NO_ENTRY);
        } catch (Refusal refusal) {
            return refusal.answer;
        }
    }

    PeerDiagnosis diagnose(TlsTarget target, TlsPolicy policy, List<X509Certificate> chain) {
        PeerNames names = policy.verifier() instanceof PeerVerifier.NamedPeer peer
                ? peer.names()
                : PeerNames.of(settings.names().verify(), target);
        return new PeerDiagnosis(
                chain.isEmpty() ? Optional.of("no certificate") : trusted.get().fault(chain),
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

    @Override
    public void close() {
        table.close();
        perSite.close();
    }
}
