/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.sasl;

/** How well a session is protected, and so which login mechanisms may be used on it. */
public enum Security {
    /** Not at all: {@code smtp_sasl_security_options}. */
    PLAIN,
    /** By TLS with whoever answered: {@code smtp_sasl_tls_security_options}. */
    TLS,
    /** By TLS with a server whose certificate matched what was expected: {@code smtp_sasl_tls_verified_security_options}. */
    TLS_VERIFIED
}
