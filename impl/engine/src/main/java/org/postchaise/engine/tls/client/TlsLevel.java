/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls.client;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The TLS security level (TLS_README, {@code smtp_tls_security_level}), the lowest first. */
public enum TlsLevel {
    /** No TLS. */
    NONE,
    /** Opportunistic TLS: used where the server offers TLS. */
    MAY,
    /** Mandatory TLS, without authentication. */
    ENCRYPT,
    /** Mandatory TLS, with a certificate or key of a known fingerprint. */
    FINGERPRINT,
    /** Opportunistic DANE: the certificate must match TLSA records (RFC 7672); without records as {@link #MAY}. */
    DANE,
    /** Mandatory DANE: the certificate must match TLSA records. */
    DANE_ONLY,
    /** Mandatory TLS, with a certificate from a trusted authority, by default for the host's name. */
    VERIFY,
    /** Mandatory TLS, with a certificate from a trusted authority, by default for the next hop's name. */
    SECURE;

    /** Returns the level that {@code word} names, in any case. */
    static Optional<TlsLevel> of(String word) {
        return Arrays.stream(values())
                .filter(level -> level.toString().equalsIgnoreCase(word))
                .findFirst();
    }

    /** Returns true if mail must not be sent in plaintext. */
    public boolean requiresTls() {
        return compareTo(MAY) > 0;
    }

    /** Returns true if TLSA records in DNS authenticate the server. */
    boolean usesDane() {
        return this == DANE || this == DANE_ONLY;
    }

    /** Returns true if trusted authorities authenticate the server. */
    boolean usesAuthorities() {
        return compareTo(VERIFY) >= 0;
    }

    /** Returns the word of a setting. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
