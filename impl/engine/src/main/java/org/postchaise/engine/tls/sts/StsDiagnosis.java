/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls.sts;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.tls.PeerVerifier;

/**
 * A diagnosis of a server by the MTA-STS policy of its domain (RFC 8461), independent of the settings.
 *
 * @param kind the result
 * @param reason the reason in one line
 */
public record StsDiagnosis(Kind kind, String reason) {

    /** The possible results. */
    public enum Kind {
        /** A satisfied policy, which lists the server, and whose requirements the certificate meets. */
        MET,
        /** A policy that lists the server, whose certificate was not seen. */
        LISTED,
        /** A policy that does not list the server, or whose requirements the certificate does not meet. */
        NOT_MET,
        /** No policy, or a policy of mode none. */
        NONE,
        /** A policy that may exist, but can't be obtained. */
        FAILED
    }

    /**
     * Returns the diagnosis of the server {@code host}.
     *
     * @param settings the settings, for the authorities that vouch for servers
     * @param answer the policy lookup of the mail domain
     * @param host the host name of the server
     * @param chain the certificates of the server, its own certificate first; empty: no certificate was seen
     */
    public static StsDiagnosis of(Settings settings, StsAnswer answer, String host, List<X509Certificate> chain) {
        if (answer instanceof StsAnswer.None none) {
            return new StsDiagnosis(Kind.NONE, none.reason());
        }
        if (answer instanceof StsAnswer.Failed failed) {
            return new StsDiagnosis(Kind.FAILED, failed.reason());
        }
        StsAnswer.Found found = (StsAnswer.Found) answer;
        StsPolicy policy = found.policy();
        String name = "policy " + found.id() + ", mode "
                + policy.mode().name().toLowerCase(Locale.ROOT)
                + (found.renewalFailure().isEmpty() ? "" : " (not renewed: " + found.renewalFailure() + ")");
        if (policy.mode() == StsPolicy.Mode.NONE) {
            return new StsDiagnosis(Kind.NONE, name);
        }
        if (!policy.lists(host)) {
            return new StsDiagnosis(
                    Kind.NOT_MET, name + ", lists " + String.join(", ", policy.hosts()) + ", not " + host);
        }
        if (chain.isEmpty()) {
            return new StsDiagnosis(Kind.LISTED, name + ", lists " + host);
        }
        PeerVerifier.Verdict verdict =
                new PeerVerifier.StsPeer(WebAuthorities.of(settings).get(), host).judge(chain);
        return verdict.accepted()
                ? new StsDiagnosis(Kind.MET, name + ", lists " + host + ", whose certificate will do")
                : new StsDiagnosis(
                        Kind.NOT_MET,
                        name + ", lists " + host + ", whose certificate will not do: " + verdict.reason());
    }
}
