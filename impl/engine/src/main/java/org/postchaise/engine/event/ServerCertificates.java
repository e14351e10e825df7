/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.event;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What a server showed in a TLS handshake, and what its policy made of it.
 *
 * @param chain its own certificate first; empty where it has none
 * @param fault why it is not trusted; empty if it is
 * @param accepted whether mail may go to it
 */
public record ServerCertificates(List<X509Certificate> chain, String fault, boolean accepted) {
    /** A copy of the list. */
    public ServerCertificates {
        chain = List.copyOf(chain);
    }

    /** How many there are, not which. */
    @Override
    public String toString() {
        return chain.size() + " certificates" + (fault.isEmpty() ? "" : ": " + fault);
    }
}
