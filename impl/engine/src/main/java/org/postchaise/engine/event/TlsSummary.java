/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.event;

import java.util.Locale;
import org.postchaise.api.Peer;

/**
 * What a TLS handshake came to, as Postfix logs it.
 *
 * @param trust how far the server is known
 * @param protocol such as {@code TLSv1.3}
 * @param cipher OpenSSL's name
 * @param bits of the key that are secret
 * @param keyBits of the key
 */
public record TlsSummary(Trust trust, String protocol, String cipher, int bits, int keyBits) {

    /** How far a server is known. */
    public enum Trust {
        /** It has no certificate. */
        ANONYMOUS,
        /** Its certificate is no one's who is trusted, or not the one that was asked for. */
        UNTRUSTED,
        /** Its certificate comes from a trusted authority; no name was asked for. */
        TRUSTED,
        /** Its certificate is the one that was asked for. */
        VERIFIED;

        /** Postfix's word. */
        public String label() {
            return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
        }
    }

    /** {@code Verified TLS connection established to host[address]:port: TLSv1.3 with cipher NAME (256/256 bits)}. */
    public String line(Peer peer) {
        return line("established", peer);
    }

    /** The same when a connection takes another mail: {@code ... TLS connection reused to ...}. */
    public String reusedLine(Peer peer) {
        return line("reused", peer);
    }

    private String line(String what, Peer peer) {
        return trust.label() + " TLS connection " + what + " to " + peer + ": " + protocol + " with cipher " + cipher
                + " (" + bits + "/" + keyBits + " bits)";
    }
}
