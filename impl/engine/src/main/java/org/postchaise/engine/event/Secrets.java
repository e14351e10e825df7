/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.event;

import java.util.Locale;
import org.postchaise.api.SmtpReply;

/**
 * Keeps credentials out of what is shown of one session's dialogue: the initial response of AUTH, and every line by which an
 * exchange goes on (RFC 4954, section 4).
 */
public final class Secrets {
    private static final String MASK = "(credentials)";
    private static final String AUTH = "AUTH ";
    private static final int CHALLENGE = 334;

    private boolean exchange;

    /** {@code line}, as sent, fit to be shown. */
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

    /** Tells of a reply: after a challenge the next line is an answer to it. */
    public void answered(SmtpReply reply) {
        exchange = reply.code() == CHALLENGE;
    }
}
