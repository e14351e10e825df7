/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls.client;

import java.util.List;
import java.util.Optional;
import org.postchaise.engine.event.TlsOutcome;
import org.postchaise.engine.tls.PeerVerifier;
import org.postchaise.engine.tls.TrustStore;

/**
 * The TLS policy for one server.
 *
 * @param level the TLS security level
 * @param terms the protocols and ciphers
 * @param serverName the server name to send (SNI): {@code hostname}, {@code nexthop}, or a name; empty: none
 * @param reuse the permission to keep the session for another mail
 * @param verifier the verifier of the certificate
 * @param domainPolicy the DANE or MTA-STS policy of the server's domain, for reports
 */
public record TlsPolicy(
        TlsLevel level, Terms terms, String serverName, Reuse reuse, PeerVerifier verifier, DomainPolicy domainPolicy) {

    /** The policy of plaintext. */
    public static final TlsPolicy NONE = new TlsPolicy(
            TlsLevel.NONE, new Terms("", "", List.of()), "", Reuse.ALLOWED, new PeerVerifier.AnyPeer(TrustStore.EMPTY));

    /** The policy of plaintext after a failed TLS handshake: a session for one mail only. */
    public static final TlsPolicy PLAINTEXT_RETRY = new TlsPolicy(
            TlsLevel.NONE, new Terms("", "", List.of()), "", Reuse.NEVER, new PeerVerifier.AnyPeer(TrustStore.EMPTY));

    /** Creates a policy for a server whose domain has no DANE or MTA-STS policy. */
    public TlsPolicy(TlsLevel level, Terms terms, String serverName, Reuse reuse, PeerVerifier verifier) {
        this(level, terms, serverName, reuse, verifier, DomainPolicy.NONE);
    }

    /** Returns this policy for a server whose domain has a DANE or MTA-STS policy. */
    TlsPolicy with(DomainPolicy other) {
        return new TlsPolicy(level, terms, serverName, reuse, verifier, other);
    }

    /**
     * The DANE or MTA-STS policy of a server's domain, for reports to that domain (RFC 8460).
     *
     * @param policy the policy
     * @param tested the verifier that would apply if the policy were enforced; empty unless the policy is only
     *     tested
     * @param fault the fault that exists before a connection: the policy can't be obtained, or does not list the server
     */
    public record DomainPolicy(
            TlsOutcome.Policy policy, Optional<PeerVerifier> tested, Optional<TlsOutcome.Fault> fault) {
        /** The value of a domain without such a policy. */
        public static final DomainPolicy NONE =
                new DomainPolicy(TlsOutcome.Policy.NONE, Optional.empty(), Optional.empty());

        /**
         * The value of a domain whose policy was not looked up, since the mail does not require TLS; no report is made
         * then, as in Postfix.
         */
        static final DomainPolicy UNASKED = new DomainPolicy(
                new TlsOutcome.Policy(TlsOutcome.Type.NO_POLICY_FOUND, "", List.of("TLS-Required: no"), List.of()),
                Optional.empty(),
                Optional.empty());

        /** Returns true if an MTA-STS policy could not be obtained: mail is sent without the policy. */
        public boolean lacksPolicy() {
            return fault.map(TlsOutcome.Fault::kind)
                    .filter(kind -> kind == TlsOutcome.Kind.STS_POLICY_FETCH_ERROR
                            || kind == TlsOutcome.Kind.STS_WEBPKI_INVALID
                            || kind == TlsOutcome.Kind.STS_POLICY_INVALID)
                    .isPresent();
        }
    }

    /**
     * The acceptable protocols and ciphers, as text of settings: an error in the text fails the handshake, as in
     * Postfix.
     *
     * @param protocols the list of TLS versions
     * @param grade the weakest cipher grade
     * @param exclusions the excluded ciphers or kinds of ciphers
     */
    public record Terms(String protocols, String grade, List<String> exclusions) {
        /** Creates terms with a copy of the list. */
        public Terms {
            exclusions = List.copyOf(exclusions);
        }
    }

    /** The permission to keep a session with TLS ({@code smtp_tls_connection_reuse}). */
    public enum Reuse {
        /** The permission to keep the session for another mail. */
        ALLOWED,
        /** The end of the session with its mail. */
        NEVER
    }
}
