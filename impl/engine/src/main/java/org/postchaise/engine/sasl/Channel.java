/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.sasl;

import java.util.Optional;

/**
 * What a login goes through.
 *
 * @param security how well it is protected
 * @param binding what ties a login to this very TLS session; then mechanisms named -PLUS can be used
 */
public record Channel(Security security, Optional<Binding> binding) {
    /** Without TLS. */
    public static final Channel PLAIN = new Channel(Security.PLAIN, Optional.empty());

    /** A channel binding (RFC 5056). */
    public static final class Binding {
        private final String type;
        private final byte[] data;

        /** @param type such as {@code tls-server-end-point} (RFC 5929) */
        public Binding(String type, byte[] data) {
            this.type = type;
            this.data = data.clone();
        }

        String type() {
            return type;
        }

        byte[] data() {
            return data.clone();
        }
    }
}
