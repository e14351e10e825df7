/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.io.Serializable;
import java.util.Optional;

/**
 * An enhanced mail system status code, {@code class.subject.detail} (RFC 3463).
 *
 * @param category 2 success, 4 persistent transient failure, 5 permanent failure
 * @param subject 0 to 999
 * @param detail 0 to 999
 */
public record EnhancedStatus(int category, int subject, int detail) implements Serializable {
    private static final int MOST_DIGITS = 3;

    /**
     * Creates a status.
     *
     * @throws IllegalArgumentException when a number is out of its range
     */
    public EnhancedStatus {
        if ((category != 2 && category != 4 && category != 5)
                || subject < 0
                || subject > 999
                || detail < 0
                || detail > 999) {
            throw new IllegalArgumentException("enhanced status " + category + "." + subject + "." + detail
                    + " is not of the form 2|4|5.0-999.0-999");
        }
    }

    /** Returns the status at the start of {@code text}, if there is one. */
    public static Optional<EnhancedStatus> startOf(String text) {
        // without a regular expression, since a server parses one for each of its replies
        boolean known = text.length() > 1 && "245".indexOf(text.charAt(0)) >= 0 && text.charAt(1) == '.';
        int dot = known ? afterDigits(text, 2) : 0;
        if (dot <= 2 || dot == text.length() || text.charAt(dot) != '.') {
            return Optional.empty();
        }
        int end = afterDigits(text, dot + 1);
        if (end == dot + 1 || (end < text.length() && " \t\n\u000b\f\r".indexOf(text.charAt(end)) < 0)) {
            return Optional.empty();
        }
        return Optional.of(new EnhancedStatus(
                text.charAt(0) - '0', Integer.parseInt(text, 2, dot, 10), Integer.parseInt(text, dot + 1, end, 10)));
    }

    /** Returns the index after the digits at {@code from}, three at most. */
    private static int afterDigits(String text, int from) {
        int at = from;
        while (at < text.length() && at < from + MOST_DIGITS && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }

    /**
     * Returns {@code text} parsed as a status.
     *
     * @throws IllegalArgumentException when {@code text} is not exactly a status
     */
    public static EnhancedStatus of(String text) {
        return startOf(text)
                .filter(status -> status.toString().length() == text.length())
                .orElseThrow(() -> new IllegalArgumentException(
                        "enhanced status " + MailboxSyntax.quote(text) + " is not of the form class.subject.detail"));
    }

    /** Returns this status with another class, for example to make a permanent failure temporary. */
    public EnhancedStatus withCategory(int other) {
        return new EnhancedStatus(other, subject, detail);
    }

    /** Returns the text form, {@code class.subject.detail}. */
    @Override
    public String toString() {
        return category + "." + subject + "." + detail;
    }
}
