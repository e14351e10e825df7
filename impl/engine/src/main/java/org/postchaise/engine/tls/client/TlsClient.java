/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls.client;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.Peer;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.SmtpTls;
import org.postchaise.engine.config.catalog.SmtpTlsPolicy;
import org.postchaise.engine.dns.DnsResolver;
import org.postchaise.engine.dns.HostName;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.event.ServerCertificates;
import org.postchaise.engine.event.TlsOutcome;
import org.postchaise.engine.event.TlsSummary;
import org.postchaise.engine.log.LineLog;
import org.postchaise.engine.net.Connection;
import org.postchaise.engine.table.TableRegistry;
import org.postchaise.engine.tls.AnyCertificate;
import org.postchaise.engine.tls.CipherSuite;
import org.postchaise.engine.tls.PeerVerifier;
import org.postchaise.engine.tls.TrustFiles;
import org.postchaise.engine.tls.TrustStore;
import org.postchaise.engine.tls.WatchedKeys;
import org.postchaise.engine.tls.sts.StsPolicies;

/**
 * The TLS of the SMTP and LMTP client, by Java's own implementation (JSSE): the TLS policy of a server, and the
 * handshake. A handshake completes whatever the certificate; then the policy decides. Thread-safe.
 */
public final class TlsClient {
    private static final System.Logger LOG = LineLog.of("org.postchaise.engine.tls.TlsClient");
    private static final int SESSIONS_KEPT = 2000;

    private final TlsSettings settings;
    private final TlsPolicies policies;
    private final TlsReporter reporter;
    private final RequireTlsRules required;
    private final boolean heedsTlsRequired;
    private final WatchedKeys<TrustStore> trusted;
    private final WatchedKeys<ClientKeys> keys;
    private final AtomicReference<Context> context;
    private final TlsOffer offer;
    private final AtomicLong handshakes = new AtomicLong();

    /**
     * The TLS context with one version of this side's keys; a session in which another version's certificate was shown
     * is not resumed.
     */
    private record Context(ClientKeys keys, SSLContext ssl) {}

    private TlsClient(
            Settings all,
            TlsPolicies policies,
            TlsReporter reporter,
            RequireTlsRules required,
            WatchedKeys<TrustStore> trusted) {
        this.settings = TlsSettings.from(all);
        this.heedsTlsRequired = all.get(SmtpTlsPolicy.TLS_REQUIRED_ENABLE);
        this.required = required;
        this.policies = policies;
        this.reporter = reporter;
        this.trusted = trusted;
        this.keys = TlsSettings.keys(all, Clock.systemUTC());
        this.context = new AtomicReference<>(context(keys.current().orElse(ClientKeys.NONE)));
        this.offer = TlsOffer.of(context.get().ssl(), settings.grades());
    }

    private Context context(ClientKeys own) {
        try {
            SSLContext made = SSLContext.getInstance("TLS");
            made.init(new KeyManager[] {own}, new TrustManager[] {new AnyCertificate()}, null);
            made.getClientSessionContext().setSessionCacheSize(SESSIONS_KEPT);
            made.getClientSessionContext().setSessionTimeout((int) Math.min(
                    Integer.MAX_VALUE, Math.max(1, settings.resumption().toSeconds())));
            return new Context(own, made);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    /** Returns the TLS context with the keys in force. */
    private SSLContext context() {
        Context there = context.get();
        ClientKeys own = keys.current().orElse(there.keys());
        if (there.keys() != own) {
            Context next = context(own);
            // of two that see new keys at once the second one makes the context anew, which costs no more than that
            context.set(next);
            return next.ssl();
        }
        return there.ssl();
    }

    /**
     * Creates the TLS of a client with these settings. Certificates or keys that can't be used give a warning; TLS is
     * then refused for all servers, and mail is deferred until the files are usable. Files that change are read again.
     *
     * @param sts the supplier of the MTA-STS policies, called where the settings enable MTA-STS
     * @throws org.postchaise.engine.config.SettingsException for a table that can't be used
     */
    public static TlsClient from(Settings settings, DnsResolver dns, TableRegistry tables, Supplier<StsPolicies> sts) {
        WatchedKeys<TrustStore> trusted = TrustFiles.OF_CLIENT.watch(settings, Clock.systemUTC());
        TlsLevel level = TlsLevel.of(settings.get(SmtpTls.SECURITY_LEVEL)).orElse(TlsLevel.NONE);
        return new TlsClient(
                settings,
                TlsPolicies.from(settings, () -> trusted.current().orElse(TrustStore.EMPTY), dns, tables, sts),
                TlsReporter.from(settings, level, dns),
                RequireTlsRules.from(settings, tables),
                trusted);
    }

    /**
     * Reads the files with keys, certificates and trust anchors that {@code settings} name, and the lists of TLS versions and ciphers.
     *
     * @return the faults, a line for each, which begins with its parameter; empty where there is no fault
     * @throws org.postchaise.engine.config.SettingsException for a digest of fingerprints that Java does not have
     */
    public static List<String> faults(Settings settings) {
        return Stream.concat(TlsFiles.faults(settings).stream(), TlsOffer.faults(settings).stream())
                .toList();
    }

    /** Returns true if TLS may be used with {@code settings}, at least with some servers. */
    public static boolean mayUse(Settings settings) {
        return TlsLevel.of(settings.get(SmtpTls.SECURITY_LEVEL)).orElse(TlsLevel.NONE) != TlsLevel.NONE
                || settings.get(SmtpTls.WRAPPERMODE)
                || !settings.get(SmtpTls.POLICY_MAPS).isEmpty()
                || !settings.get(SmtpTls.PER_SITE).isEmpty();
    }

    /** Returns the policy for {@code target}. May query DNS, tables, and the domain's web server. */
    public PolicyAnswer policy(TlsTarget target) {
        return policy(target, TlsNeed.AS_SET);
    }

    /** Returns the policy for {@code target} and a mail whose sender states a TLS requirement (RFC 8689). */
    public PolicyAnswer policy(TlsTarget target, TlsNeed need) {
        PolicyAnswer answer = need == TlsNeed.NOT_REQUIRED
                ? policies.without(target, startsAtOnce() ? TlsLevel.ENCRYPT : TlsLevel.MAY)
                : policies.of(target);
        TlsLevel level =
                answer instanceof PolicyAnswer.Found found ? found.policy().level() : TlsLevel.SECURE;
        return need.refusal(level, target.host())
                .<PolicyAnswer>map(refusal -> refusal)
                .orElse(usable(answer));
    }

    /** Returns the enforcement of REQUIRETLS for mail to {@code destination}, a next hop without brackets and port. */
    public TlsNeed required(String destination) {
        return required.of(destination);
    }

    /**
     * Returns true if the header field {@code TLS-Required: no} of a mail has an effect ({@code tls_required_enable}).
     */
    public boolean heedsTlsRequired() {
        return heedsTlsRequired && policies.mayRequire();
    }

    private PolicyAnswer usable(PolicyAnswer answer) {
        if (startsAtOnce()
                && answer instanceof PolicyAnswer.Found found
                && !found.policy().level().requiresTls()) {
            LOG.log(Level.WARNING, "smtp_tls_wrappermode requires \"smtp_tls_security_level = encrypt\" (or stronger)");
            return new PolicyAnswer.Unavailable(
                    EnhancedStatus.of("4.3.0"), "server unavailable or unable to receive mail");
        }
        return answer;
    }

    /** Returns the policy of opportunistic TLS (level may) with {@code target}, whatever the level of the settings. */
    public PolicyAnswer trial(TlsTarget target) {
        return policies.trial(target);
    }

    /**
     * Returns a diagnosis of the certificates that {@code target} showed; queries DNS.
     *
     * @param target the server
     * @param policy the policy under which the certificates were shown
     * @param chain the certificates, the server's own first; empty: the server showed none
     */
    public PeerDiagnosis diagnose(TlsTarget target, TlsPolicy policy, List<X509Certificate> chain) {
        return policies.diagnose(target, policy, chain);
    }

    /** Returns true if TLS begins with the connection ({@code smtp_tls_wrappermode}), not with STARTTLS. */
    public boolean startsAtOnce() {
        return settings.start() == TlsSettings.Start.AT_ONCE;
    }

    /** Logs that {@code host} offers TLS, which the policy does not use. */
    public void offeredInVain(String host) {
        if (settings.notesOffers()) {
            LOG.log(Level.INFO, "Host offered STARTTLS: [{0}]", host);
        }
    }

    /** Logs that a session with TLS is reused for another mail. */
    public void reused(Peer peer, TlsSummary summary) {
        if (settings.logs() != TlsSettings.Verbosity.SILENT) {
            LOG.log(Level.INFO, summary.reusedLine(peer));
        }
    }

    /** Returns true if certificates and keys could be read; TLS is impossible without these files. */
    public boolean isUsable() {
        return trusted.current().isPresent() && keys.current().isPresent();
    }

    /**
     * Performs the TLS handshake, within the connection's time limit.
     *
     * @param connection the connection to the server
     * @param target the server that the policy was looked up for
     * @param peer the server that is connected
     * @param policy the policy for the server
     * @param listener the listener for the outcome, where the server's domain asks for reports
     * @return the agreed parameters and the server's certificates
     * @throws IOException when the handshake fails, or the policy's protocols, ciphers or server name are invalid
     */
    public Secured secure(Connection connection, TlsTarget target, Peer peer, TlsPolicy policy, EngineListener listener)
            throws IOException {
        SSLEngine engine = engine(target, peer, policy);
        TlsReporter.Attempt attempt = attempt(connection, target, peer, listener);
        long began = System.currentTimeMillis();
        try {
            connection.startTls(engine, settings.farewell());
        } catch (IOException e) {
            LOG.log(Level.INFO, "TLS handshake with {0} failed: {1}", peer, e.getMessage());
            reporter.failed(
                    attempt,
                    policy.domainPolicy(),
                    new TlsOutcome.Fault(TlsOutcome.Kind.VALIDATION_FAILURE, "tls-handshake-failure"));
            throw e;
        }
        SSLSession session = engine.getSession();
        List<X509Certificate> chain = chain(session);
        PeerVerifier.Verdict verdict = policy.verifier().judge(chain);
        reporter.ended(
                attempt,
                policy.domainPolicy(),
                fault(policy, verdict, chain),
                session.getCreationTime() < began ? TlsReporter.Handshake.RESUMED : TlsReporter.Handshake.NEW);
        TlsSummary summary = summary(session, verdict);
        log(peer, policy, summary, verdict, chain);
        return new Secured(summary, new ServerCertificates(chain, verdict.reason(), verdict.accepted()));
    }

    /**
     * The result of a handshake.
     *
     * @param summary the agreed parameters
     * @param certificates the server's certificates, and whether they satisfy the policy
     */
    public record Secured(TlsSummary summary, ServerCertificates certificates) {}

    /** Reports that a server that was to use TLS does not offer STARTTLS, or refuses STARTTLS. */
    public void unsupported(
            Connection connection, TlsTarget target, Peer peer, TlsPolicy policy, EngineListener listener) {
        reporter.failed(
                attempt(connection, target, peer, listener),
                policy.domainPolicy(),
                new TlsOutcome.Fault(TlsOutcome.Kind.STARTTLS_NOT_SUPPORTED, ""));
    }

    /** Reports that a server gets no mail because of the policy of its domain, without a connection. */
    public void passedOver(TlsTarget target, Peer peer, PolicyAnswer.Unavailable answer, EngineListener listener) {
        answer.domainPolicy()
                .fault()
                .ifPresent(fault -> reporter.failed(
                        new TlsReporter.Attempt(target, peer, "", listener), answer.domainPolicy(), fault));
    }

    private static TlsReporter.Attempt attempt(
            Connection connection, TlsTarget target, Peer peer, EngineListener listener) {
        return new TlsReporter.Attempt(
                target, peer, connection.source().map(HostName::text).orElse(""), listener);
    }

    /** Returns the fault under the policy, or under the MTA-STS policy that is tested. */
    private static Optional<TlsOutcome.Fault> fault(
            TlsPolicy policy, PeerVerifier.Verdict verdict, List<X509Certificate> chain) {
        Optional<PeerVerifier.Defect> defect = policy.domainPolicy().tested().isPresent()
                ? policy.domainPolicy().tested().get().judge(chain).defect()
                : verdict.defect().filter(any -> !verdict.accepted());
        return defect.map(one -> TlsOutcome.Fault.of(one.kind(), one.text()));
    }

    private SSLEngine engine(TlsTarget target, Peer peer, TlsPolicy policy) throws IOException {
        SSLEngine engine = context().createSSLEngine(resumptionKey(target, peer, policy), peer.port());
        engine.setUseClientMode(true);
        try {
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setProtocols(offer.protocols(policy.terms()));
            parameters.setCipherSuites(offer.suites(policy.terms()));
            parameters.setServerNames(TlsOffer.serverNames(policy.serverName()));
            engine.setSSLParameters(parameters);
            return engine;
        } catch (IllegalArgumentException e) {
            LOG.log(
                    Level.WARNING,
                    "{0}: invalid TLS protocols, ciphers or server name, aborting TLS session: {1}",
                    peer,
                    e.getMessage());
            throw new SSLException("invalid TLS settings: " + e.getMessage(), e);
        }
    }

    /** Returns the key by which Java finds a session to resume: sessions of one destination, server and policy only. */
    private String resumptionKey(TlsTarget target, Peer peer, TlsPolicy policy) {
        String key = String.join(
                "&",
                target.destination(),
                peer.host(),
                peer.address(),
                policy.level().toString(),
                policy.terms().toString(),
                policy.serverName());
        return settings.resumption().isZero() ? key + "&" + handshakes.incrementAndGet() : key;
    }

    private static List<X509Certificate> chain(SSLSession session) {
        try {
            Certificate[] certificates = session.getPeerCertificates();
            return Arrays.stream(certificates).map(X509Certificate.class::cast).toList();
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
    }

    private static TlsSummary summary(SSLSession session, PeerVerifier.Verdict verdict) {
        String name = session.getCipherSuite();
        Optional<CipherSuite> suite = CipherSuite.of(name);
        return new TlsSummary(
                verdict.trust(),
                session.getProtocol(),
                suite.map(CipherSuite::openSsl).orElse(name),
                suite.map(CipherSuite::bits).orElse(0),
                suite.map(CipherSuite::keyBits).orElse(0));
    }

    private void log(
            Peer peer,
            TlsPolicy policy,
            TlsSummary summary,
            PeerVerifier.Verdict verdict,
            List<X509Certificate> chain) {
        if (settings.logs() == TlsSettings.Verbosity.SILENT) {
            return;
        }
        if (settings.logs() == TlsSettings.Verbosity.CERTIFICATES && !chain.isEmpty()) {
            LOG.log(
                    Level.INFO,
                    "{0}: subject {1}, issuer {2}",
                    peer,
                    chain.get(0).getSubjectX500Principal().getName(),
                    chain.get(0).getIssuerX500Principal().getName());
        }
        boolean matters =
                policy.level().compareTo(TlsLevel.ENCRYPT) > 0 || settings.logs() == TlsSettings.Verbosity.CERTIFICATES;
        if (matters && !verdict.reason().isEmpty()) {
            LOG.log(Level.INFO, "server certificate verification failed for {0}: {1}", peer, verdict.reason());
        }
        LOG.log(Level.INFO, summary.line(peer));
    }
}
