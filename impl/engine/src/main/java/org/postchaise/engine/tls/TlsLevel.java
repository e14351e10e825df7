/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How much TLS is asked for (TLS_README, {@code smtp_tls_security_level}), the least first. */
public enum TlsLevel {
    /** None. */
    NONE,
    /** Where it is offered. */
    MAY,
    /** Always, with whomever. */
    ENCRYPT,
    /** Always, with a certificate or key of a known fingerprint. */
    FINGERPRINT,
    /** With the certificate that DNS names (RFC 7672); where it names none, as {@link #MAY}. */
    DANE,
    /** With the certificate that DNS names, or not at all. */
    DANE_ONLY,
    /** Always, with a certificate from a trusted authority, by default for the host's name. */
    VERIFY,
    /** Always, with a certificate from a trusted authority, by default for the next hop's name. */
    SECURE;

    /** The level that {@code word} names, in any case. */
    static Optional<TlsLevel> of(String word) {
        return Arrays.stream(values())
                .filter(level -> level.toString().equalsIgnoreCase(word))
                .findFirst();
    }

    /** Whether mail must not go out in plaintext. */
    public boolean requiresTls() {
        return compareTo(MAY) > 0;
    }

    /** Whether it is DNS that names the certificate. */
    boolean usesDane() {
        return this == DANE || this == DANE_ONLY;
    }

    /** Whether trust comes from authorities. */
    boolean usesAuthorities() {
        return compareTo(VERIFY) >= 0;
    }

    /** The word of a setting. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
