/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.log;

import java.util.Locale;
import org.postchaise.api.SmtpReply;

/**
 * A filter that masks credentials in the displayed dialogue of one session: the initial response of AUTH, and every later
 * response of the AUTH exchange (RFC 4954, section 4).
 */
public final class Secrets {
    private static final String MASK = "(credentials)";
    private static final String AUTH = "AUTH ";
    private static final int CHALLENGE = 334;

    private boolean exchange;

    /** Returns the command line {@code line} with credentials masked. */
    public String masked(String line) {
        if (exchange) {
            return line.equals("*") ? line : MASK;
        }
        if (!line.toUpperCase(Locale.ROOT).startsWith(AUTH)) {
            return line;
        }
        int space = line.indexOf(' ', AUTH.length());
        return space < 0 ? line : line.substring(0, space + 1) + MASK;
    }

    /** Notes a reply: the line sent after a challenge (334) is a response, which must be masked. */
    public void answered(SmtpReply reply) {
        exchange = reply.code() == CHALLENGE;
    }
}
