/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.event;

import java.util.Locale;
import org.postchaise.api.Peer;

/**
 * The result of a TLS handshake, as Postfix logs it.
 *
 * @param trust the level of trust in the server's certificate
 * @param protocol the protocol version, such as {@code TLSv1.3}
 * @param cipher OpenSSL's name of the cipher suite
 * @param bits the number of secret bits of the key
 * @param keyBits the length of the key in bits
 */
public record TlsSummary(Trust trust, String protocol, String cipher, int bits, int keyBits) {

    /** The levels of trust in a server's certificate. */
    public enum Trust {
        /** The server has no certificate. */
        ANONYMOUS,
        /** The certificate is not issued by a trusted authority, or does not match the name required. */
        UNTRUSTED,
        /** The certificate is issued by a trusted authority; no name was required. */
        TRUSTED,
        /** The certificate is trusted and matches the name required. */
        VERIFIED;

        /** Returns Postfix's word for the level. */
        public String label() {
            return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Returns the log line of a new session:
     * {@code Verified TLS connection established to host[address]:port: TLSv1.3 with cipher NAME (256/256 bits)}.
     */
    public String line(Peer peer) {
        return line("established", peer);
    }

    /** Returns the log line of a session that is reused for another mail: {@code ... TLS connection reused to ...}. */
    public String reusedLine(Peer peer) {
        return line("reused", peer);
    }

    private String line(String what, Peer peer) {
        return trust.label() + " TLS connection " + what + " to " + peer + ": " + protocol + " with cipher " + cipher
                + " (" + bits + "/" + keyBits + " bits)";
    }
}
