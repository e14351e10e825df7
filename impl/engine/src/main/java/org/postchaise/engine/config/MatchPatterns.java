/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An unopened match list as written in a setting (postconf(5), {@code mynetworks}, {@code relay_domains}): patterns
 * separated by commas or white space, of which the first match decides. {@code !pattern} excludes, {@code /file} stands
 * for the patterns in that file, {@code type:table} matches the keys of the table. A word that begins with {@code #}
 * ends the list: the rest is a comment. Files and tables are not opened.
 *
 * @param subject the kind of text that the patterns are compared with
 * @param items the patterns in their order
 */
public record MatchPatterns(Subject subject, List<Item> items) {
    /**
     * Postfix's table types (DATABASE_README) and those of this product: a word with any other type is a mistake,
     * wherever the list is read.
     */
    private static final Set<String> TABLE_TYPES = Set.of(
            ("btree cdb cidr dbm environ fail hash inline internal jdbc ldap lmdb memcache mongodb mysql netinfo nis"
                            + " nisplus pcre pgsql pipemap proxy randmap regexp sdbm socketmap sqlite static tcp texthash"
                            + " unionmap unix")
                    .split(" ", -1));

    private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f.:]*(/[0-9]*)?");
    /** An item that can match no host name: an IPv4 address or network, an IPv6 one in brackets, a table of networks. */
    private static final Pattern NO_NAME = Pattern.compile("[0-9.]+(/[0-9]+)?|\\[.*|cidr:.*");

    private static final Pattern BRACKETS = Pattern.compile("\\[[^\\]]*\\](/.*)?");
    private static final Pattern NETWORK = Pattern.compile("[\\[\\]0-9A-Fa-f.:]*/[\\[\\]0-9A-Fa-f.:/]*");

    /** The kind of text that a list is compared with, which decides the valid forms of its patterns. */
    public enum Subject {
        /** Any text: a pattern matches equal text, without regard to case. */
        STRING,
        /** A domain name: a pattern matches the same domain and its subdomains. */
        DOMAIN,
        /**
         * An IP address: a pattern matches the same address, or is a network such as {@code 192.0.2.0/24} or {@code
         * [2001:db8::]/32}.
         */
        ADDRESS,
        /** A host, by name or by address. */
        HOST
    }

    /** The form of an item. */
    public enum Form {
        /** A pattern. */
        TEXT,
        /** A file of patterns. */
        FILE,
        /** A lookup table. */
        TABLE
    }

    /**
     * An item of a match list.
     *
     * @param form the form of the item
     * @param negated true if matches of this item are excluded
     * @param text the text of the item without exclamation marks
     */
    public record Item(Form form, boolean negated, String text) {}

    /** Creates a list with a copy of the items. */
    public MatchPatterns {
        items = List.copyOf(items);
    }

    /** Returns true if an item can match a host by its name, and not only by its address. */
    public boolean matchesNames() {
        return items.stream().anyMatch(item -> !NO_NAME.matcher(item.text()).matches());
    }

    /**
     * Parses the match list in {@code text}.
     *
     * @throws IllegalArgumentException with the malformed item and the reason
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
