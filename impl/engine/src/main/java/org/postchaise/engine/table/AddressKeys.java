/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The search keys of a mail address in Postfix's order. An address whose local part needs quotes is looked up with the
 * quotes first and without the quotes second.
 */
public final class AddressKeys implements KeyOrder {
    private static final Set<String> NEVER_SPLIT = Set.of("postmaster", "mailer-daemon", "double-bounce");

    /** A kind of search key; keys are looked up in the order of these constants. */
    private enum Part {
        FULL,
        USER_IF_LOCAL,
        AT_DOMAIN,
        DOMAIN,
        USER_AT,
        WILDCARD
    }

    private final Set<Part> parts;
    private final String delimiters;
    private final Parents parents;
    private final Predicate<String> local;

    private AddressKeys(Set<Part> parts, String delimiters, Parents parents, Predicate<String> local) {
        this.parts = parts;
        this.delimiters = delimiters;
        this.parents = parents;
        this.local = local;
    }

    /**
     * Returns the keys of canonical(5), virtual(5), generic(5) and relocated(5): {@code user+ext@domain}, {@code
     * user@domain}, {@code user+ext} and {@code user} when the domain is local, {@code @domain}.
     *
     * @param delimiters the value of {@code recipient_delimiter}; every character is a delimiter
     * @param local true for a domain that is {@code myorigin}, in {@code mydestination} or an address of this host
     */
    public static AddressKeys rewriting(String delimiters, Predicate<String> local) {
        return new AddressKeys(
                EnumSet.of(Part.FULL, Part.USER_IF_LOCAL, Part.AT_DOMAIN), delimiters, Parents.NONE, local);
    }

    /**
     * Returns the keys of mail addresses in access(5): {@code user+ext@domain}, {@code user@domain}, domain and
     * parents, {@code user+ext@}, {@code user@}.
     */
    public static AddressKeys access(String delimiters, Parents parents) {
        return new AddressKeys(EnumSet.of(Part.FULL, Part.DOMAIN, Part.USER_AT), delimiters, parents, domain -> false);
    }

    /**
     * Returns the keys of transport(5): {@code user+ext@domain}, {@code user@domain}, domain and parents, {@code *}.
     */
    public static AddressKeys transport(String delimiters, Parents parents) {
        return new AddressKeys(EnumSet.of(Part.FULL, Part.DOMAIN, Part.WILDCARD), delimiters, parents, domain -> false);
    }

    /**
     * Returns the keys of settings by sender, such as sender_dependent_relayhost_maps: {@code user+ext@domain}, {@code
     * user@domain}, {@code @domain}.
     */
    public static AddressKeys sender(String delimiters) {
        return new AddressKeys(EnumSet.of(Part.FULL, Part.AT_DOMAIN), delimiters, Parents.NONE, domain -> false);
    }

    @Override
    public List<SearchKey> keys(String address) {
        int at = address.lastIndexOf('@');
        String user = at < 0 ? address : address.substring(0, at);
        String domain = at < 0 ? "" : address.substring(at + 1);
        String extension = extension(user, delimiters);
        List<SearchKey> keys = new ArrayList<>();
        String withDomain = at < 0 ? "" : "@" + domain;
        keys.add(SearchKey.whole(quoted(user) + withDomain));
        if (!quoted(user).equals(user)) {
            keys.add(SearchKey.whole(user + withDomain));
        }
        if (!extension.isEmpty()) {
            addForms(bare(user, extension), withDomain, extension, keys);
        }
        if (at < 0) {
            if (parts.contains(Part.WILDCARD)) {
                keys.add(SearchKey.whole("*"));
            }
            return keys;
        }
        if (parts.contains(Part.USER_IF_LOCAL) && local.test(domain)) {
            addUser(user, extension, "", keys);
        }
        if (parts.contains(Part.AT_DOMAIN)) {
            keys.add(SearchKey.part("@" + domain, ""));
        }
        if (parts.contains(Part.DOMAIN)) {
            KeyOrder.addDomain(domain, parents, keys);
        }
        if (parts.contains(Part.USER_AT)) {
            addUser(user, extension, "@", keys);
        }
        if (parts.contains(Part.WILDCARD)) {
            keys.add(SearchKey.whole("*"));
        }
        return keys;
    }

    private static void addUser(String user, String extension, String suffix, List<SearchKey> keys) {
        addForms(user, suffix, "", keys);
        if (!extension.isEmpty()) {
            addForms(bare(user, extension), suffix, extension, keys);
        }
    }

    private static void addForms(String user, String suffix, String extension, List<SearchKey> keys) {
        keys.add(SearchKey.part(quoted(user) + suffix, extension));
        if (!quoted(user).equals(user)) {
            keys.add(SearchKey.part(user + suffix, extension));
        }
    }

    private static String bare(String user, String extension) {
        return user.substring(0, user.length() - extension.length());
    }

    /**
     * Returns the address extension of {@code user}, with its delimiter; empty when the local part is not to be split.
     */
    static String extension(String user, String delimiters) {
        String folded = user.toLowerCase(Locale.ROOT);
        // with "-" as delimiter, owner-list and list-request stay whole: owner_request_special
        boolean listOwner = delimiters.indexOf('-') >= 0
                && (folded.startsWith("owner-") || (folded.endsWith("-request") && folded.length() > 8));
        if (NEVER_SPLIT.contains(folded) || listOwner) {
            return "";
        }
        for (int i = 0; i < user.length(); i++) {
            if (delimiters.indexOf(user.charAt(i)) >= 0) {
                return i == 0 ? "" : user.substring(i);
            }
        }
        return "";
    }

    /** Returns the local part in the syntax of RFC 5322: quoted when {@code user} is not a dot-atom. */
    static String quoted(String user) {
        boolean atom = !user.isEmpty() && !user.startsWith(".") && !user.endsWith(".") && !user.contains("..");
        for (int i = 0; atom && i < user.length(); i++) {
            char c = user.charAt(i);
            atom = c > ' ' && c != 0x7f && "()<>@,;:\\\"[]".indexOf(c) < 0;
        }
        return atom ? user : "\"" + user.replaceAll("([\\\\\"\r])", "\\\\$1") + "\"";
    }
}
