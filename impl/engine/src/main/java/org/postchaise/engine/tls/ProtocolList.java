/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The syntax of a list of TLS versions in settings ({@code smtp_tls_protocols}): {@code >=TLSv1.2}, {@code <=TLSv1.2},
 * {@code !TLSv1}, or the only acceptable versions. SSLv2 can only be excluded, as in Postfix; Java has no SSLv3.
 */
public final class ProtocolList {
    /** The number of each version on the wire, by which versions are compared. */
    private static final Map<String, Integer> VERSIONS = Map.of(
            "sslv2", 0x0200, "sslv3", 0x0300, "tlsv1", 0x0301, "tlsv1.1", 0x0302, "tlsv1.2", 0x0303, "tlsv1.3", 0x0304);

    private ProtocolList() {}

    /**
     * Returns the versions of {@code supported} that {@code text} allows, in the order of {@code supported}.
     *
     * @throws IllegalArgumentException when a word of the list is no TLS version
     */
    public static List<String> choose(String text, List<String> supported) {
        int least = 0;
        int greatest = 0xffff;
        List<Integer> only = new ArrayList<>();
        List<Integer> never = new ArrayList<>();
        for (String word : text.split("[\\s,:]+", -1)) {
            if (word.startsWith(">=")) {
                least = version(word.substring(2));
            } else if (word.startsWith("<=")) {
                greatest = version(word.substring(2));
            } else if (word.startsWith("!")) {
                never.add(version(word.substring(1)));
            } else if (!word.isEmpty()) {
                only.add(version(word));
            }
        }
        int from = least;
        int to = greatest;
        return supported.stream()
                .filter(name -> VERSIONS.containsKey(name.toLowerCase(Locale.ROOT)))
                .filter(name -> {
                    int version = version(name);
                    return version >= from
                            && version <= to
                            && !never.contains(version)
                            && (only.isEmpty() || only.contains(version));
                })
                .toList();
    }

    private static int version(String word) {
        Integer known = VERSIONS.get(word.toLowerCase(Locale.ROOT));
        if (known != null) {
            return known;
        }
        if (word.matches("0[0-9a-fA-F]{3}")) {
            return Integer.parseInt(word, 16);
        }
        throw new IllegalArgumentException("\"" + word + "\" is no TLS version");
    }
}
