/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A compatibility level, the Postfix release whose defaults apply: {@code 2}, {@code 3.6} or {@code 3.6.1}
 * (postconf(5), compatibility_level). Parts that are not given are 0.
 */
record CompatibilityLevel(int major, int minor, int patch) implements Comparable<CompatibilityLevel> {
    private static final Pattern SYNTAX = Pattern.compile("(\\d{1,5})(?:\\.(\\d{1,5})(?:\\.(\\d{1,5}))?)?");

    /**
     * Parses a compatibility level.
     *
     * @throws IllegalArgumentException when {@code text} is not a compatibility level
     */
    static CompatibilityLevel parse(String text) {
        Matcher m = SYNTAX.matcher(text.strip());
        if (!m.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is no compatibility level such as 3.6");
        }
        return new CompatibilityLevel(part(m, 1), part(m, 2), part(m, 3));
    }

    private static int part(Matcher m, int group) {
        return m.group(group) == null ? 0 : Integer.parseInt(m.group(group));
    }

    @Override
    public int compareTo(CompatibilityLevel other) {
        int order = Integer.compare(major, other.major);
        order = order == 0 ? Integer.compare(minor, other.minor) : order;
        return order == 0 ? Integer.compare(patch, other.patch) : order;
    }
}
