/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls.client;

import org.postchaise.api.EnhancedStatus;

/** The result of a TLS policy lookup for a server: a policy, or the reason why there is none and mail is deferred. */
public sealed interface PolicyAnswer {

    /**
     * The result that a policy was found.
     *
     * @param policy the policy for one server
     */
    record Found(TlsPolicy policy) implements PolicyAnswer {}

    /**
     * The result that no policy can be determined now, which is never treated as "no TLS".
     *
     * @param status the enhanced status code of the recipients
     * @param text the reason, in Postfix's words
     * @param domainPolicy the DANE or MTA-STS policy of the server's domain
     */
    record Unavailable(EnhancedStatus status, String text, TlsPolicy.DomainPolicy domainPolicy)
            implements PolicyAnswer {
        /** The status of an error in settings, tables or certificates. */
        static final EnhancedStatus CONFIGURATION = EnhancedStatus.of("4.7.5");

        /** Creates a result whose reason is not a policy of the server's domain. */
        public Unavailable(EnhancedStatus status, String text) {
            this(status, text, TlsPolicy.DomainPolicy.NONE);
        }

        /** Returns the result of a configuration error on this side, whose details are in the log. */
        static Unavailable misconfigured() {
            return new Unavailable(CONFIGURATION, "client TLS configuration problem");
        }
    }
}
