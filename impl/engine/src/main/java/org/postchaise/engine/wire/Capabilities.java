/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.wire;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.postchaise.api.SmtpReply;

/**
 * What the server offers: the keywords of its EHLO reply (RFC 5321, section 4.1.1.1). Immutable.
 *
 * @param keywords keyword in upper case to its parameters, the empty string where it has none
 */
public record Capabilities(Map<String, String> keywords) {
    /** PIPELINING (RFC 2920). */
    public static final String PIPELINING = "PIPELINING";

    /** SIZE (RFC 1870). */
    public static final String SIZE = "SIZE";

    /** 8BITMIME (RFC 6152). */
    public static final String EIGHT_BIT_MIME = "8BITMIME";

    /** DSN (RFC 3461). */
    public static final String DSN = "DSN";

    /** Nothing, as after HELO. */
    public static final Capabilities NONE = new Capabilities(Map.of());

    /** A copy of the map. */
    public Capabilities {
        keywords = Map.copyOf(keywords);
    }

    /** The capabilities in a positive reply to EHLO; its first line is the server's greeting. */
    public static Capabilities of(SmtpReply ehlo) {
        Map<String, String> found = new LinkedHashMap<>();
        for (String line : ehlo.lines().subList(1, ehlo.lines().size())) {
            String text = line.length() > 4 ? line.substring(4).strip() : "";
            int space = text.indexOf(' ');
            String keyword = space < 0 ? text : text.substring(0, space);
            if (!keyword.isEmpty()) {
                found.putIfAbsent(
                        keyword.toUpperCase(Locale.ROOT),
                        space < 0 ? "" : text.substring(space + 1).strip());
            }
        }
        return new Capabilities(found);
    }

    /** Whether {@code keyword} is offered. */
    public boolean offers(String keyword) {
        return keywords.containsKey(keyword);
    }

    /** The largest message the server takes, in octets, where SIZE says one. */
    public OptionalLong sizeLimit() {
        String limit = keywords.getOrDefault(SIZE, "");
        boolean number =
                !limit.isEmpty() && limit.length() <= 18 && limit.chars().allMatch(c -> c >= '0' && c <= '9');
        return number && Long.parseLong(limit) > 0 ? OptionalLong.of(Long.parseLong(limit)) : OptionalLong.empty();
    }
}
