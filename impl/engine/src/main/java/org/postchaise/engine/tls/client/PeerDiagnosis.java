/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls.client;

import java.util.List;
import java.util.Optional;

/**
 * A diagnosis of a server's certificates, independent of the policy and without effect on delivery.
 *
 * @param fault the reason why no trusted authority vouches for the certificates; empty: an authority does
 * @param names the names of which the server's certificate must have one at the server's level, or at level verify
 * @param named true if the certificate has one of the names
 * @param dane the result of comparing the certificates with TLSA records
 */
public record PeerDiagnosis(Optional<String> fault, List<String> names, boolean named, DaneDiagnosis dane) {
    /** Creates a diagnosis with a copy of the list. */
    public PeerDiagnosis {
        names = List.copyOf(names);
    }
}
