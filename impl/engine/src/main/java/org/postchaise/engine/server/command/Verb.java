/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.command;

import java.util.Locale;

/** The verbs that the server knows, in the order of the log line at the end of a session. */
public enum Verb {
    /** HELO (RFC 5321). */
    HELO,
    /** EHLO (RFC 5321). */
    EHLO,
    /** LHLO (RFC 2033). */
    LHLO,
    /** XCLIENT (Postfix's XCLIENT_README). */
    XCLIENT,
    /** XFORWARD (Postfix's XFORWARD_README). */
    XFORWARD,
    /** STARTTLS (RFC 3207). */
    STARTTLS,
    /** AUTH (RFC 4954). */
    AUTH,
    /** MAIL (RFC 5321). */
    MAIL,
    /** RCPT (RFC 5321). */
    RCPT,
    /** DATA (RFC 5321). */
    DATA,
    /** BDAT (RFC 3030). */
    BDAT,
    /** RSET (RFC 5321). */
    RSET,
    /** NOOP (RFC 5321). */
    NOOP,
    /** VRFY (RFC 5321). */
    VRFY,
    /** ETRN (RFC 1985). */
    ETRN,
    /** QUIT (RFC 5321). */
    QUIT;

    /** Returns the name in lower case, as in the log line. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
