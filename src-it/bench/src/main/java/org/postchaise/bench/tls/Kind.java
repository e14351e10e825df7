/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.tls;

/** Start of each session. */
enum Kind {
    /** No TLS. */
    PLAIN,
    /** Full handshake. */
    FULL,
    /** Handshake that resumes the TLS session before. */
    RESUMED;

    /** Returns the value of {@code smtp_tls_security_level}. */
    String level() {
        return this == PLAIN ? "none" : "encrypt";
    }
}
