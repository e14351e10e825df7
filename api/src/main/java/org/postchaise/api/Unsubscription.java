/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The value of List-Unsubscribe (RFC 2369) for lists with one-click unsubscription (RFC 8058). */
final class Unsubscription {
    private Unsubscription() {}

    /** Returns the field value; {@code oneClick} must be an https URI. */
    static String field(String oneClick, String... more) {
        URI first = uri(oneClick);
        if (!"https".equalsIgnoreCase(first.getScheme())) {
            throw bad(oneClick, "is none of https; expected one that takes a POST (RFC 8058)");
        }
        return Stream.concat(
                        Stream.of(first),
                        Arrays.stream(LineText.requireGiven("unsubscribe URI", more))
                                .map(Unsubscription::uri))
                .map(one -> "<" + one.toASCIIString() + ">")
                .collect(Collectors.joining(", "));
    }

    private static URI uri(String text) {
        try {
            URI uri = new URI(LineText.require("unsubscribe URI", text));
            if (uri.isAbsolute()) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw bad(text, "is malformed: " + e.getReason());
        }
        throw bad(text, "has no scheme; expected https: or mailto:");
    }

    private static IllegalArgumentException bad(String text, String why) {
        return new IllegalArgumentException("unsubscribe URI " + MailboxSyntax.quote(text) + " " + why);
    }
}
