/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.tls;

/** What each session begins with. */
enum Kind {
    /** No TLS. */
    PLAIN,
    /** A full handshake. */
    FULL,
    /** A handshake that resumes the TLS session before. */
    RESUMED;

    /** {@code smtp_tls_security_level}. */
    String level() {
        return this == PLAIN ? "none" : "encrypt";
    }
}
