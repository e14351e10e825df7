/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.sasl;

import java.util.Locale;

/** What {@code smtp_sasl_security_options} and its like ask of a mechanism; the names are the values of these settings. */
enum SecurityOption {
    /** No password can be read off the wire. */
    NOPLAINTEXT,
    /** An active attacker gains nothing. */
    NOACTIVE,
    /** A recorded login can't be searched for a guessable password. */
    NODICTIONARY,
    /** The session's keys don't help with former sessions; none of the mechanisms here encrypts. */
    FORWARD_SECRECY,
    /** The server learns who the client is. */
    NOANONYMOUS,
    /** The server proves that it knows the password. */
    MUTUAL_AUTH;

    static SecurityOption of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
