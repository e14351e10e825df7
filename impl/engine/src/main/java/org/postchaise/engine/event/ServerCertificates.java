/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.event;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The certificates that a server presented in a TLS handshake, and the verdict on them.
 *
 * @param chain the certificate chain, the server's own certificate first; empty where the server has none
 * @param fault the reason why the server is not trusted; empty if the server is trusted
 * @param accepted true if mail may be sent to the server
 */
public record ServerCertificates(List<X509Certificate> chain, String fault, boolean accepted) {
    /** Creates the certificates with a copy of the list. */
    public ServerCertificates {
        chain = List.copyOf(chain);
    }

    /** Returns the number of certificates and the fault, not the certificates. */
    @Override
    public String toString() {
        return chain.size() + " certificates" + (fault.isEmpty() ? "" : ": " + fault);
    }
}
