/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls.client;

import java.util.Optional;
import org.postchaise.api.EnhancedStatus;

/**
 * The TLS requirement of a mail's sender (RFC 8689), as far as the settings enforce the requirement
 * ({@code smtp_requiretls_policy}).
 */
public enum TlsNeed {
    /** No requirement: the settings apply. */
    AS_SET,
    /** A mail to be delivered even without TLS ({@code TLS-Required: no}). */
    NOT_REQUIRED,
    /** REQUIRETLS; a server that does not offer REQUIRETLS gets the mail all the same ({@code opportunistic}). */
    REQUESTED,
    /** REQUIRETLS; a server that does not offer REQUIRETLS gets the mail under TLS ({@code opportunistic+starttls}). */
    ENCRYPTED,
    /** REQUIRETLS, with a server that is authenticated by its certificate ({@code enforce}). */
    REQUIRED,
    /** REQUIRETLS, whose settings can't be read. */
    UNKNOWN;

    private static final EnhancedStatus NOT_MET = EnhancedStatus.of("5.7.10");

    /** Returns true if the client requests REQUIRETLS where a server offers that extension. */
    public boolean isRequest() {
        return compareTo(REQUESTED) >= 0;
    }

    /** Returns true if the mail must not be sent in plaintext. */
    public boolean requiresTls() {
        return compareTo(ENCRYPTED) >= 0;
    }

    /**
     * Returns the reason why a server at {@code level} can't satisfy this requirement; empty if no reason is known yet.
     */
    Optional<PolicyAnswer.Unavailable> refusal(TlsLevel level, String host) {
        String last = ". The last attempted server was " + host;
        if (this == UNKNOWN) {
            return Optional.of(new PolicyAnswer.Unavailable(
                    NOT_MET.withCategory(4), "REQUIRETLS policy configuration error" + last));
        }
        boolean blind = this == REQUIRED && level.compareTo(TlsLevel.ENCRYPT) <= 0;
        if (!blind && !(this == ENCRYPTED && level == TlsLevel.NONE)) {
            return Optional.empty();
        }
        return Optional.of(new PolicyAnswer.Unavailable(
                NOT_MET,
                "Sender requested REQUIRETLS, but my configured TLS security level '" + level + "' disables "
                        + (blind ? "certificate matching" : "encryption") + last));
    }
}
