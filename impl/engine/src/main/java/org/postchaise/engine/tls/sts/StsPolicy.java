/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls.sts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postchaise.engine.dns.HostName;
import org.postchaise.engine.dns.Idna;
import org.postchaise.engine.log.Printable;

/**
 * An MTA-STS policy (RFC 8461, section 3.2).
 *
 * @param mode the mode, which decides about servers that fail validation
 * @param hosts the names of the servers, in lower case and ASCII; a star stands for the whole first label; empty only
 *     in mode none
 * @param maxAge the maximum time for which the policy may be kept, a year at most
 */
public record StsPolicy(Mode mode, List<String> hosts, Duration maxAge) {
    private static final long LONGEST_AGE = 31_557_600;
    private static final int SHOWN = 60;
    private static final Pattern FIELD =
            Pattern.compile("([A-Za-z0-9][A-Za-z0-9_.-]{0,31})[ \t]*:[ \t]*(.*)", Pattern.DOTALL);
    private static final Pattern AGE = Pattern.compile("[0-9]{1,10}");

    /** The mode of a policy, which decides about servers that fail validation. */
    public enum Mode {
        /** The mode in which servers that fail validation get no mail. */
        ENFORCE,
        /** The mode in which servers that fail validation get mail; the failure is only reported. */
        TESTING,
        /** The mode without validation: the domain has withdrawn its policy. */
        NONE;

        /** Returns the word of the policy. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Creates a policy with a copy of the list. */
    public StsPolicy {
        hosts = List.copyOf(hosts);
    }

    /**
     * Parses a policy. Unknown fields are ignored; of a field that may be there once, the first counts.
     *
     * @throws IllegalArgumentException with the error, on one line
     */
    static StsPolicy parse(String text) {
        Map<String, String> single = new HashMap<>();
        List<String> hosts = new ArrayList<>();
        int number = 0;
        for (String line : text.split("\r?\n", -1)) {
            number++;
            String field = line.strip();
            if (field.isEmpty()) {
                continue;
            }
            Matcher matcher = FIELD.matcher(field);
            if (!matcher.matches()) {
                throw new IllegalArgumentException(
                        "line " + number + ": \"" + shown(field) + "\" is no field; expected name: value");
            }
            if (matcher.group(1).equals("mx")) {
                hosts.add(host(matcher.group(2), number));
            } else {
                single.putIfAbsent(matcher.group(1), matcher.group(2));
            }
        }
        requireVersion(single.get("version"));
        Mode mode = mode(single.get("mode"));
        if (hosts.isEmpty() && mode != Mode.NONE) {
            throw new IllegalArgumentException("no field mx");
        }
        return new StsPolicy(mode, hosts, age(single.get("max_age")));
    }

    private static void requireVersion(String text) {
        if (!"STSv1".equals(text)) {
            throw new IllegalArgumentException(wrong("version", text, "STSv1"));
        }
    }

    private static Mode mode(String text) {
        for (Mode mode : Mode.values()) {
            if (mode.toString().equals(text)) {
                return mode;
            }
        }
        throw new IllegalArgumentException(wrong("mode", text, "enforce, testing or none"));
    }

    private static Duration age(String text) {
        if (text == null || !AGE.matcher(text).matches()) {
            throw new IllegalArgumentException(wrong("max_age", text, "seconds, at most " + LONGEST_AGE));
        }
        return Duration.ofSeconds(Math.min(LONGEST_AGE, Long.parseLong(text)));
    }

    private static String host(String text, int line) {
        String name = ascii(text);
        if (!HostName.isValid(name)) {
            throw new IllegalArgumentException(
                    "line " + line + ": " + wrong("mx", text, "the name of a host, or *. and the name of a domain"));
        }
        return name;
    }

    private static String wrong(String field, String text, String expected) {
        return (text == null ? "no field " + field : "field " + field + " is \"" + shown(text) + "\"") + "; expected "
                + expected;
    }

    private static String shown(String text) {
        return Printable.line(text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text);
    }

    private static String ascii(String name) {
        String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return Idna.IDNA2008.toAscii(bare).toLowerCase(Locale.ROOT);
    }

    /** Returns true if {@code host} is one of the servers (RFC 8461, section 4.1). */
    public boolean lists(String host) {
        String name = ascii(host);
        String below = name.substring(name.indexOf('.') + 1);
        return hosts.stream()
                .anyMatch(one -> one.startsWith("*.")
                        ? name.indexOf('.') > 0 && below.equals(one.substring(2))
                        : name.equals(one));
    }

    /** Returns the known fields, one on a line, the form of a policy in a TLS report (RFC 8460, section 4.4). */
    public List<String> lines() {
        List<String> lines = new ArrayList<>(List.of("version: STSv1", "mode: " + mode));
        hosts.forEach(host -> lines.add("mx: " + host));
        lines.add("max_age: " + maxAge.toSeconds());
        return lines;
    }
}
