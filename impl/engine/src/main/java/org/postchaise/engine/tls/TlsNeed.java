/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls;

import java.util.Optional;
import org.postchaise.api.EnhancedStatus;

/** What a mail's sender asks of TLS (RFC 8689), as far as the settings heed it ({@code smtp_requiretls_policy}). */
public enum TlsNeed {
    /** Nothing: the settings count. */
    AS_SET,
    /** No protection that would keep the mail back ({@code TLS-Required: no}). */
    NOT_REQUIRED,
    /** REQUIRETLS; a server that does not offer it gets the mail all the same ({@code opportunistic}). */
    REQUESTED,
    /** REQUIRETLS; a server that does not offer it gets the mail under TLS ({@code opportunistic+starttls}). */
    ENCRYPTED,
    /** REQUIRETLS, from a server that is known by its certificate ({@code enforce}). */
    REQUIRED,
    /** REQUIRETLS; the settings can't be read. */
    UNKNOWN;

    private static final EnhancedStatus NOT_MET = EnhancedStatus.of("5.7.10");

    /** Whether REQUIRETLS is asked for where a server offers it. */
    public boolean isRequest() {
        return compareTo(REQUESTED) >= 0;
    }

    /** Whether the mail must not go out in plaintext. */
    public boolean requiresTls() {
        return compareTo(ENCRYPTED) >= 0;
    }

    /** Why a server with which {@code level} is used can't meet it; empty: it may. */
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
