/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls;

import java.time.Instant;
import java.util.Optional;
import org.postchaise.engine.event.TlsOutcome;

/** The answer to "what does this domain say of its mail servers by MTA-STS?" (RFC 8461, section 3). */
public sealed interface StsAnswer {

    /**
     * It has a policy.
     *
     * @param policy what it says
     * @param id the policy's version, by the domain's TXT record
     * @param until when it ceases to be good
     * @param trouble why it could not be found or fetched anew just now, though it is good still; empty when it is up to date
     */
    record Found(StsPolicy policy, String id, Instant until, String trouble) implements StsAnswer {}

    /**
     * It has none.
     *
     * @param reason one line
     */
    record None(String reason) implements StsAnswer {}

    /**
     * It may have one, which can't be had: mail goes out as if there were none (section 3.3).
     *
     * @param fault what kind of failure
     * @param reason one line
     */
    record Failed(Fault fault, String reason) implements StsAnswer {}

    /** Why a policy can't be had. */
    enum Fault {
        /** DNS did not say whether there is one. */
        LOOKUP(Optional.empty()),
        /** Its HTTPS server did not give it. */
        FETCH(Optional.of(TlsOutcome.Kind.STS_POLICY_FETCH_ERROR)),
        /** Its HTTPS server is not known to be the right one. */
        UNTRUSTED(Optional.of(TlsOutcome.Kind.STS_WEBPKI_INVALID)),
        /** What the server gave is no policy. */
        INVALID(Optional.of(TlsOutcome.Kind.STS_POLICY_INVALID));

        private final Optional<TlsOutcome.Kind> kind;

        Fault(Optional<TlsOutcome.Kind> kind) {
            this.kind = kind;
        }

        /** What a report on TLS calls it (RFC 8460, section 4.3.2); empty where there is nothing to report. */
        public Optional<TlsOutcome.Kind> kind() {
            return kind;
        }
    }
}
