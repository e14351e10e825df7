/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls;

import org.postchaise.api.EnhancedStatus;

/** The answer to "which TLS with this server?": a policy, or why there is none and mail must wait. */
public sealed interface PolicyAnswer {

    /**
     * A policy.
     *
     * @param policy for one server
     */
    record Found(TlsPolicy policy) implements PolicyAnswer {}

    /**
     * None can be had now: never taken for "no TLS".
     *
     * @param status of the recipients
     * @param text why, in Postfix's words
     * @param promise what the server's domain says of it
     */
    record Unavailable(EnhancedStatus status, String text, TlsPolicy.Promise promise) implements PolicyAnswer {
        /** The status of whatever is wrong with settings, tables or certificates. */
        static final EnhancedStatus CONFIGURATION = EnhancedStatus.of("4.7.5");

        /** None, for a reason that the server's domain has no part in. */
        public Unavailable(EnhancedStatus status, String text) {
            this(status, text, TlsPolicy.Promise.NONE);
        }

        /** A mistake on this side; what it is, the log says. */
        static Unavailable misconfigured() {
            return new Unavailable(CONFIGURATION, "client TLS configuration problem");
        }
    }
}
