/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls;

import java.util.List;

/**
 * What TLS is asked for with one server.
 *
 * @param level how much
 * @param terms protocols and ciphers
 * @param serverName the name to ask for (SNI): {@code hostname}, {@code nexthop}, or a name; empty: none
 * @param reuse whether the session may be kept for another mail
 * @param verifier which certificate will do
 */
public record TlsPolicy(TlsLevel level, Terms terms, String serverName, Reuse reuse, PeerVerifier verifier) {

    /** Plaintext. */
    public static final TlsPolicy NONE = new TlsPolicy(
            TlsLevel.NONE, new Terms("", "", List.of()), "", Reuse.ALLOWED, new PeerVerifier.AnyPeer(TrustStore.EMPTY));

    /** Plaintext, after TLS was tried and failed: a session that is good for one mail. */
    public static final TlsPolicy PLAINTEXT_RETRY = new TlsPolicy(
            TlsLevel.NONE, new Terms("", "", List.of()), "", Reuse.NEVER, new PeerVerifier.AnyPeer(TrustStore.EMPTY));

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
