/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * A server's reply: a three-digit code, and text on one or more lines (RFC 5321, section 4.2).
 *
 * @param code the reply code, 0 to 999; servers are known to send codes that no standard defines
 * @param lines the lines as received, the last one with the code, without line ends; at least one
 */
public record SmtpReply(int code, List<String> lines) implements Serializable {

    /**
     * Creates a reply.
     *
     * @throws IllegalArgumentException when the code is out of range or there is no line
     */
    public SmtpReply {
        if (code < 0 || code > 999) {
            throw new IllegalArgumentException("reply code " + code + " is not in 0 to 999");
        }
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("reply " + code + " has no line");
        }
        lines = List.copyOf(lines);
    }

    /** Returns the first digit of the code: 2, 3, 4 or 5 in a reply that follows the standard. */
    public int category() {
        return code / 100;
    }

    /** Returns true if the code is 2xx. */
    public boolean positive() {
        return category() == 2;
    }

    /** Returns true if the code is 4xx. */
    public boolean transientNegative() {
        return category() == 4;
    }

    /** Returns true if the code is 5xx. */
    public boolean permanentNegative() {
        return category() == 5;
    }

    /**
     * Returns the enhanced status code of the last line (RFC 2034), if there is one and its class agrees with the
     * code's first digit.
     */
    public Optional<EnhancedStatus> enhancedStatus() {
        String last = lines.get(lines.size() - 1);
        return last.length() <= 4 || category() < 2 || category() > 5
                ? Optional.empty()
                : EnhancedStatus.startOf(last.substring(4)).filter(status -> status.category() == category());
    }

    /** Returns the lines joined by a space, as Postfix logs a reply. */
    @Override
    public String toString() {
        return String.join(" ", lines);
    }
}
