/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.wire;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.postchaise.api.SmtpReply;

/**
 * The service extensions that a server offers: the keywords of its EHLO reply (RFC 5321, section 4.1.1.1). Immutable.
 *
 * @param keywords each keyword in upper case, mapped to its parameters; the empty string for a keyword without parameters
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

    /** SMTPUTF8 (RFC 6531); it includes 8BITMIME. */
    public static final String SMTPUTF8 = "SMTPUTF8";

    /** XFORWARD, an extension of Postfix. */
    public static final String XFORWARD = "XFORWARD";

    /** CHUNKING (RFC 3030): the server accepts BDAT. */
    public static final String CHUNKING = "CHUNKING";

    /** STARTTLS (RFC 3207). */
    public static final String STARTTLS = "STARTTLS";

    /** REQUIRETLS (RFC 8689). */
    public static final String REQUIRETLS = "REQUIRETLS";

    /** AUTH (RFC 4954). */
    public static final String AUTH = "AUTH";

    /** No service extensions, as after HELO. */
    public static final Capabilities NONE = new Capabilities(Map.of());

    /** Creates capabilities from a copy of the map. */
    public Capabilities {
        keywords = Map.copyOf(keywords);
    }

    /**
     * Returns the capabilities in a positive reply to EHLO, whose first line is the server's greeting. As in Postfix a keyword
     * also ends at a colon or an equals sign. Of a repeated keyword only the first line counts, except for AUTH, whose lines
     * are all used: old servers send AUTH= in addition.
     */
    public static Capabilities of(SmtpReply ehlo) {
        Map<String, String> found = new LinkedHashMap<>();
        for (String line : ehlo.lines().subList(1, ehlo.lines().size())) {
            String text = line.length() > 4 ? line.substring(4).strip() : "";
            int end = 0;
            while (end < text.length() && " :=".indexOf(text.charAt(end)) < 0) {
                end++;
            }
            if (end > 0) {
                String keyword = text.substring(0, end).toUpperCase(Locale.ROOT);
                found.merge(
                        keyword,
                        text.substring(Math.min(text.length(), end + 1)).strip(),
                        (first, other) -> keyword.equals(AUTH) ? first + " " + other : first);
            }
        }
        return new Capabilities(found);
    }

    /**
     * Returns these capabilities without the given keywords, which are in upper case. 8BITMIME is added where SMTPUTF8 remains.
     */
    public Capabilities without(Set<String> discarded) {
        Map<String, String> kept = new LinkedHashMap<>(keywords);
        kept.keySet().removeAll(discarded);
        if (kept.containsKey(SMTPUTF8)) {
            kept.putIfAbsent(EIGHT_BIT_MIME, "");
        }
        return new Capabilities(kept);
    }

    /** Returns true if the server offers {@code keyword}. */
    public boolean offers(String keyword) {
        return keywords.containsKey(keyword);
    }

    /** Returns the largest message size that the server accepts, in octets; empty where SIZE gives no limit. */
    public OptionalLong sizeLimit() {
        String limit = keywords.getOrDefault(SIZE, "");
        if (limit.length() > 18) {
            return OptionalLong.empty();
        }
        long value = 0;
        for (int i = 0; i < limit.length(); i++) {
            char c = limit.charAt(i);
            if (c < '0' || c > '9') {
                return OptionalLong.empty();
            }
            value = 10 * value + (c - '0');
        }
        return value > 0 ? OptionalLong.of(value) : OptionalLong.empty();
    }
}
