/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.resolve;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An enhanced status code and a text, as Postfix reads them in access tables, in next hops of error(8) and in the output of commands.
 *
 * @param status the status code
 * @param text the text
 */
public record StatusText(String status, String text) {
    private static final Pattern FORM = Pattern.compile("([245]\\.\\d{1,3}\\.\\d{1,3})(?:\\s+(.*))?");

    /** Returns the parts of {@code text}, with the usual ones in place of those that are missing. */
    public static StatusText of(String text, String usualStatus, String usualText) {
        Matcher matcher = FORM.matcher(text);
        boolean given = matcher.matches();
        String rest = given ? matcher.group(2) : text;
        return new StatusText(
                given ? matcher.group(1) : usualStatus, rest == null || rest.isEmpty() ? usualText : rest);
    }
}
