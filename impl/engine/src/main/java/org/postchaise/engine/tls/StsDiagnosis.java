/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import org.postchaise.engine.config.Settings;

/**
 * What MTA-STS (RFC 8461) makes of a server, and why, whether or not the settings heed it.
 *
 * @param kind what it comes to
 * @param reason in one line
 */
public record StsDiagnosis(Kind kind, String reason) {

    /** What it comes to. */
    public enum Kind {
        /** The policy lists the server, and its certificate is what the policy wants. */
        MET,
        /** The policy lists the server, whose certificate was not seen. */
        LISTED,
        /** The policy does not list the server, or its certificate is not what the policy wants. */
        NOT_MET,
        /** The domain has no policy, or one that asks for nothing. */
        NONE,
        /** The domain may have a policy, which can't be had. */
        FAILED
    }

    /**
     * Of the server {@code host}.
     *
     * @param settings whose authorities vouch for servers
     * @param answer what the mail domain says
     * @param chain that the server showed, its own certificate first; empty: none was seen
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
                + (found.trouble().isEmpty() ? "" : " (not renewed: " + found.trouble() + ")");
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
                new PeerVerifier.StsPeer(TlsSettings.webAuthorities(settings).get(), host).judge(chain);
        return verdict.accepted()
                ? new StsDiagnosis(Kind.MET, name + ", lists " + host + ", whose certificate will do")
                : new StsDiagnosis(
                        Kind.NOT_MET,
                        name + ", lists " + host + ", whose certificate will not do: " + verdict.reason());
    }
}
