/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.io.Serializable;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An enhanced mail system status code, {@code class.subject.detail} (RFC 3463).
 *
 * @param category 2 success, 4 persistent transient failure, 5 permanent failure
 * @param subject 0 to 999
 * @param detail 0 to 999
 */
public record EnhancedStatus(int category, int subject, int detail) implements Serializable {
    private static final Pattern FORM = Pattern.compile("([245])\\.(\\d{1,3})\\.(\\d{1,3})(?=\\s|$)");

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
        Matcher m = FORM.matcher(text);
        return m.lookingAt()
                ? Optional.of(new EnhancedStatus(
                        Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2)), Integer.parseInt(m.group(3))))
                : Optional.empty();
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
