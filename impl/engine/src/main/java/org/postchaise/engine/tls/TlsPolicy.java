/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls;

import java.util.List;
import java.util.Optional;
import org.postchaise.engine.event.TlsOutcome;

/**
 * What TLS is asked for with one server.
 *
 * @param level how much
 * @param terms protocols and ciphers
 * @param serverName the name to ask for (SNI): {@code hostname}, {@code nexthop}, or a name; empty: none
 * @param reuse whether the session may be kept for another mail
 * @param verifier which certificate will do
 * @param promise what the server's domain says of it
 */
public record TlsPolicy(
        TlsLevel level, Terms terms, String serverName, Reuse reuse, PeerVerifier verifier, Promise promise) {

    /** Plaintext. */
    public static final TlsPolicy NONE = new TlsPolicy(
            TlsLevel.NONE, new Terms("", "", List.of()), "", Reuse.ALLOWED, new PeerVerifier.AnyPeer(TrustStore.EMPTY));

    /** Plaintext, after TLS was tried and failed: a session that is good for one mail. */
    public static final TlsPolicy PLAINTEXT_RETRY = new TlsPolicy(
            TlsLevel.NONE, new Terms("", "", List.of()), "", Reuse.NEVER, new PeerVerifier.AnyPeer(TrustStore.EMPTY));

    /** A policy with a server whose domain says nothing. */
    public TlsPolicy(TlsLevel level, Terms terms, String serverName, Reuse reuse, PeerVerifier verifier) {
        this(level, terms, serverName, reuse, verifier, Promise.NONE);
    }

    /** The same with a server of which its domain says something. */
    TlsPolicy by(Promise promised) {
        return new TlsPolicy(level, terms, serverName, reuse, verifier, promised);
    }

    /**
     * What a domain says of its server, by DANE or MTA-STS: for reports to that domain (RFC 8460).
     *
     * @param policy its policy
     * @param rehearsed which certificate would do if the policy were in force; empty unless it is only tested
     * @param fault what is wrong whatever the server says: the policy can't be had, or does not list the server
     */
    public record Promise(
            TlsOutcome.Policy policy, Optional<PeerVerifier> rehearsed, Optional<TlsOutcome.Fault> fault) {
        /** It says nothing. */
        public static final Promise NONE = new Promise(TlsOutcome.Policy.NONE, Optional.empty(), Optional.empty());

        /** It was not asked, since the mail does without: then no report is made either, as in Postfix. */
        static final Promise UNASKED = new Promise(
                new TlsOutcome.Policy(TlsOutcome.Type.NO_POLICY_FOUND, "", List.of("TLS-Required: no"), List.of()),
                Optional.empty(),
                Optional.empty());

        /** Whether there is an MTA-STS policy that the settings heed and that can't be had: mail goes out without it. */
        public boolean lacksPolicy() {
            return fault.map(TlsOutcome.Fault::kind)
                    .filter(kind -> kind == TlsOutcome.Kind.STS_POLICY_FETCH_ERROR
                            || kind == TlsOutcome.Kind.STS_WEBPKI_INVALID
                            || kind == TlsOutcome.Kind.STS_POLICY_INVALID)
                    .isPresent();
        }
    }

    /**
     * What may be agreed on, as text of settings: a mistake in it fails the handshake, as in Postfix.
     *
     * @param protocols list of TLS versions
     * @param grade the weakest cipher grade
     * @param exclusions ciphers or kinds of ciphers to do without
     */
    public record Terms(String protocols, String grade, List<String> exclusions) {
        /** A copy of the list. */
        public Terms {
            exclusions = List.copyOf(exclusions);
        }
    }

    /** Whether a session with TLS may be kept ({@code smtp_tls_connection_reuse}). */
    public enum Reuse {
        /** It may. */
        ALLOWED,
        /** It ends with its mail. */
        NEVER
    }
}
