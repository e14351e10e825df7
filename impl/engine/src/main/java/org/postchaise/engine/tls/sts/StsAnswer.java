/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls.sts;

import java.time.Instant;
import java.util.Optional;
import org.postchaise.engine.event.TlsOutcome;

/** The result of an MTA-STS policy lookup for a mail domain (RFC 8461, section 3). */
public sealed interface StsAnswer {

    /**
     * The result that the domain has a policy.
     *
     * @param policy the policy
     * @param id the version of the policy, from the domain's TXT record
     * @param until the time at which the policy expires
     * @param renewalFailure the reason why the policy, still valid, could not be looked up or fetched again just now; empty
     *     when the policy is up to date
     */
    record Found(StsPolicy policy, String id, Instant until, String renewalFailure) implements StsAnswer {}

    /**
     * The result that the domain has no policy.
     *
     * @param reason the reason, in one line
     */
    record None(String reason) implements StsAnswer {}

    /**
     * The result that the domain may have a policy that can't be obtained: mail is sent as if there were no policy (RFC
     * 8461, section 3.3).
     *
     * @param fault the kind of failure
     * @param reason the reason, in one line
     */
    record Failed(Fault fault, String reason) implements StsAnswer {}

    /** The kind of failure to obtain a policy. */
    enum Fault {
        /** A failed DNS lookup, which leaves open whether the domain has a policy. */
        LOOKUP(Optional.empty()),
        /** A failed request to the HTTPS server of the policy. */
        FETCH(Optional.of(TlsOutcome.Kind.STS_POLICY_FETCH_ERROR)),
        /** An HTTPS server whose certificate is not trusted. */
        UNTRUSTED(Optional.of(TlsOutcome.Kind.STS_WEBPKI_INVALID)),
        /** A response of the HTTPS server that is not a valid policy. */
        INVALID(Optional.of(TlsOutcome.Kind.STS_POLICY_INVALID));

        private final Optional<TlsOutcome.Kind> kind;

        Fault(Optional<TlsOutcome.Kind> kind) {
            this.kind = kind;
        }

        /**
         * Returns the result type in a TLS report (RFC 8460, section 4.3.2); empty where there is nothing to report.
         */
        public Optional<TlsOutcome.Kind> kind() {
            return kind;
        }
    }
}
