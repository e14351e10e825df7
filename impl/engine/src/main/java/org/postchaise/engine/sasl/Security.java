/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.sasl;

/** The protection of a session, on which the allowed login mechanisms depend. */
public enum Security {
    /** No TLS: {@code smtp_sasl_security_options}. */
    PLAIN,
    /** TLS with an unverified server: {@code smtp_sasl_tls_security_options}. */
    TLS,
    /** TLS with a server whose certificate was verified: {@code smtp_sasl_tls_verified_security_options}. */
    TLS_VERIFIED
}
