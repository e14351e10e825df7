/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls;

import java.util.List;
import java.util.Optional;

/**
 * What is to be said of a server's certificates whatever the policy asks of them. It decides nothing.
 *
 * @param fault why no trusted authority vouches for them; empty: one does
 * @param names those of which the server's certificate must have one at its level, or at level verify
 * @param named whether it has one
 * @param dane what DNS says of them
 */
public record PeerDiagnosis(Optional<String> fault, List<String> names, boolean named, DaneDiagnosis dane) {
    /** A copy of the list. */
    public PeerDiagnosis {
        names = List.copyOf(names);
    }
}
