/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls.client;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.SmtpRoute;
import org.postchaise.engine.config.catalog.SmtpTlsPolicy;
import org.postchaise.engine.event.TlsOutcome;
import org.postchaise.engine.log.LineLog;
import org.postchaise.engine.tls.PeerNames;
import org.postchaise.engine.tls.PeerVerifier;
import org.postchaise.engine.tls.TrustStore;
import org.postchaise.engine.tls.sts.StsAnswer;
import org.postchaise.engine.tls.sts.StsPolicies;
import org.postchaise.engine.tls.sts.StsPolicy;
import org.postchaise.engine.tls.sts.WebAuthorities;

/**
 * The requirements of MTA-STS for TLS with one server (RFC 8461, section 4).
 *
 * @param policies the policies of all domains
 * @param authorities the authorities that vouch for servers
 */
record StsRules(StsPolicies policies, Supplier<TrustStore> authorities) {
    private static final System.Logger LOG = LineLog.of("org.postchaise.engine.tls.StsRules");

    /** Returns rules by the policies of {@code made}; empty where the settings disable MTA-STS. */
    static Optional<StsRules> from(Settings settings, Supplier<StsPolicies> made) {
        if (!settings.get(SmtpTlsPolicy.STS_ENABLE)) {
            return Optional.empty();
        }
        if (settings.get(SmtpRoute.DNS_SUPPORT_LEVEL).equals("disabled")) {
            LOG.log(Level.WARNING, "cannot enable MTA-STS: DNS is disabled");
            return Optional.empty();
        }
        return Optional.of(new StsRules(made.get(), WebAuthorities.of(settings)));
    }

    /**
     * The requirements of MTA-STS for a server.
     *
     * @param required the verifier that the certificate must satisfy; empty where nothing is enforced
     * @param domainPolicy the policy of the domain, for reports
     */
    record Finding(Optional<PeerVerifier> required, TlsPolicy.DomainPolicy domainPolicy) {
        /** The finding without requirements. */
        static final Finding NONE = new Finding(Optional.empty(), TlsPolicy.DomainPolicy.NONE);

        /** Returns true if the policy is enforced or tested. */
        boolean isInForce() {
            return required.isPresent() || domainPolicy.tested().isPresent();
        }

        /** Returns true if the server gets no mail, since the enforced policy does not list the server. */
        boolean isUnlisted() {
            return required.isPresent() && domainPolicy.fault().isPresent();
        }
    }

    /**
     * Returns the requirements of the mail domain for which {@code target} was found. A host that is named in brackets,
     * an address or a socket was chosen by an administrator, and belongs to no domain.
     */
    Finding of(TlsTarget target) {
        if (target.port() == 0 || target.destination().startsWith("[")) {
            return Finding.NONE;
        }
        StsAnswer answer = policies.find(target.domain());
        if (answer instanceof StsAnswer.Found found) {
            return finding(target, found.policy());
        }
        return answer instanceof StsAnswer.Failed failed
                ? failed.fault().kind().map(kind -> failed(target, kind)).orElse(Finding.NONE)
                : Finding.NONE;
    }

    private Finding finding(TlsTarget target, StsPolicy policy) {
        if (policy.mode() == StsPolicy.Mode.NONE) {
            return Finding.NONE;
        }
        boolean enforced = policy.mode() == StsPolicy.Mode.ENFORCE;
        Optional<TlsOutcome.Fault> fault = policy.lists(target.host())
                ? Optional.empty()
                : Optional.of(TlsOutcome.Fault.of(TlsOutcome.Kind.VALIDATION_FAILURE, "MX host not in policy"));
        Optional<PeerVerifier> verifier = Optional.of(new PeerVerifier.StsPeer(authorities.get(), target.host()));
        return new Finding(
                enforced ? verifier : Optional.empty(),
                new TlsPolicy.DomainPolicy(
                        new TlsOutcome.Policy(
                                TlsOutcome.Type.STS, PeerNames.ascii(target.domain()), policy.lines(), policy.hosts()),
                        enforced ? Optional.empty() : verifier,
                        fault));
    }

    private static Finding failed(TlsTarget target, TlsOutcome.Kind kind) {
        return new Finding(
                Optional.empty(),
                new TlsPolicy.DomainPolicy(
                        new TlsOutcome.Policy(
                                TlsOutcome.Type.STS, PeerNames.ascii(target.domain()), List.of(), List.of()),
                        Optional.empty(),
                        Optional.of(new TlsOutcome.Fault(kind, ""))));
    }
}
