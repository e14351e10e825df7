/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A match list as it is written (postconf(5), {@code mynetworks}, {@code relay_domains}): patterns separated by commas or white
 * space, of which the first that matches decides. {@code !pattern} excludes, {@code /file} stands for the patterns in that
 * file, {@code type:table} matches what the table has. A word that begins with {@code #} ends the list: the rest is a comment.
 * Nothing is opened here.
 *
 * @param subject what is compared
 * @param items the patterns in their order
 */
public record MatchPatterns(Subject subject, List<Item> items) {
    /** Postfix's table types (DATABASE_README) and ours: a word that is none of them is a mistake, wherever it is read. */
    private static final Set<String> TABLE_TYPES = Set.of(
            ("btree cdb cidr dbm environ fail hash inline internal jdbc ldap lmdb memcache mongodb mysql netinfo nis"
                            + " nisplus pcre pgsql pipemap proxy randmap regexp sdbm socketmap sqlite static tcp texthash"
                            + " unionmap unix")
                    .split(" ", -1));

    private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f.:]*(/[0-9]*)?");
    private static final Pattern BRACKETS = Pattern.compile("\\[[^\\]]*\\](/.*)?");
    private static final Pattern NETWORK = Pattern.compile("[\\[\\]0-9A-Fa-f.:]*/[\\[\\]0-9A-Fa-f.:/]*");

    /** What a list is compared with, which decides what a pattern can be. */
    public enum Subject {
        /** Any text: the pattern is the same, but for case. */
        STRING,
        /** A domain name: the pattern is the same, or a domain above it. */
        DOMAIN,
        /** An IP address: the pattern is the same, or a network such as {@code 192.0.2.0/24} or {@code [2001:db8::]/32}. */
        ADDRESS,
        /** A host, by name or by address. */
        HOST
    }

    /** What an item is. */
    public enum Form {
        /** A pattern as it stands. */
        TEXT,
        /** A file of patterns. */
        FILE,
        /** A lookup table. */
        TABLE
    }

    /**
     * One item.
     *
     * @param negated whether what matches is excluded
     * @param text without the exclamation marks
     */
    public record Item(Form form, boolean negated, String text) {}

    /** A copy of the list. */
    public MatchPatterns {
        items = List.copyOf(items);
    }

    /**
     * The list in {@code text}.
     *
     * @throws IllegalArgumentException naming the item that is wrong, and why
     */
    public static MatchPatterns parse(Subject subject, String text) {
        List<Item> items = new ArrayList<>();
        for (String member : Grammars.members(withoutComment(text))) {
            items.add(item(subject, member));
        }
        return new MatchPatterns(subject, items);
    }

    private static String withoutComment(String text) {
        int level = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '#' && level == 0 && (i == 0 || text.charAt(i - 1) <= ' ' || text.charAt(i - 1) == ',')) {
                return text.substring(0, i);
            }
            level += c == '{' ? 1 : 0;
            level -= c == '}' ? 1 : 0;
        }
        return text;
    }

    private static Item item(Subject subject, String member) {
        String text = member.replaceFirst("^!+", "");
        boolean negated = (member.length() - text.length()) % 2 == 1;
        if (text.isEmpty()) {
            throw new IllegalArgumentException("it has no pattern after !");
        }
        if (text.startsWith("/")) {
            return new Item(Form.FILE, negated, text);
        }
        if (text.indexOf(':') >= 0 && !text.startsWith("[")) {
            checkTable(text);
            return new Item(Form.TABLE, negated, text);
        }
        if (subject == Subject.ADDRESS || subject == Subject.HOST) {
            checkAddress(text);
        }
        return new Item(Form.TEXT, negated, text);
    }

    private static void checkTable(String text) {
        int colon = text.indexOf(':');
        if (TABLE_TYPES.contains(text.substring(0, colon)) && colon < text.length() - 1) {
            return;
        }
        if (ADDRESS.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\": an IPv6 address stands in brackets: [" + text.replaceFirst("(?=/|$)", "]"));
        }
        throw new IllegalArgumentException(
                "\"" + text + "\" has " + (colon == text.length() - 1 ? "no table name" : "an unknown table type")
                        + "; expected type:name, type one of "
                        + String.join(", ", TABLE_TYPES.stream().sorted().toList()));
    }

    private static void checkAddress(String text) {
        if (text.startsWith("[") && !BRACKETS.matcher(text).matches()) {
            throw new IllegalArgumentException("\"" + text
                    + (text.indexOf(']') < 0 ? "\" has no closing ]" : "\" has something other than /length after ]"));
        }
        if (NETWORK.matcher(text).matches()) {
            String length = text.substring(text.lastIndexOf('/') + 1).replaceFirst("\\]$", "");
            int most = text.indexOf(':') < 0 ? 32 : 128;
            if (!length.matches("0*[0-9]{1,3}") || Integer.parseInt(length) > most) {
                throw new IllegalArgumentException(
                        "\"" + text + "\" has a bad prefix length; expected a number from 0 to " + most);
            }
        }
    }
}
