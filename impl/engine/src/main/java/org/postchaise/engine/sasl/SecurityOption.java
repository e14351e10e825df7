/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.sasl;

import java.util.Locale;

/**
 * A property that {@code smtp_sasl_security_options} and similar parameters require of a mechanism; the names are the
 * values of these parameters.
 */
public enum SecurityOption {
    /** The property that no password can be read off the wire. */
    NOPLAINTEXT,
    /** The property that an active attacker gains nothing. */
    NOACTIVE,
    /** The property that a recorded login does not help to guess the password. */
    NODICTIONARY,
    /** The property that a session's keys don't reveal earlier sessions; no mechanism of this package encrypts. */
    FORWARD_SECRECY,
    /** The property that the server learns the identity of the client. */
    NOANONYMOUS,
    /** The property that the server proves its knowledge of the password. */
    MUTUAL_AUTH;

    public static SecurityOption of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
