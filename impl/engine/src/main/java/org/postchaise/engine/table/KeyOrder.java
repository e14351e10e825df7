/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The search keys of an address, domain or network address, in the order in which they are looked up. */
@FunctionalInterface
public interface KeyOrder {

    /** Returns the keys of {@code subject}, the most specific first. */
    List<SearchKey> keys(String subject);

    /** The form in which parents of a domain are looked up: {@code parent_domain_matches_subdomains}. */
    enum Parents {
        /** The form {@code example.com}, which matches subdomains too. */
        PLAIN,
        /** The form {@code .example.com}, the only key that matches subdomains. */
        DOTTED,
        /** No form: subdomains are not matched. */
        NONE
    }

    /** Returns the order whose only key is the subject itself. */
    static KeyOrder whole() {
        return subject -> List.of(SearchKey.whole(subject));
    }

    /**
     * Returns the keys of a host or domain name: the name and its parents, top-level domains included, as in access(5).
     * A name that is an IP address has no parents.
     */
    static KeyOrder domain(Parents parents) {
        return name -> {
            List<SearchKey> keys = new ArrayList<>();
            addDomain(name, parents, keys);
            return keys;
        };
    }

    /**
     * Returns the keys of an IPv4 or IPv6 address: the address and its networks at the dots or colons, as in access(5):
     * {@code 1.2.3.4}, {@code 1.2.3}, {@code 1.2}, {@code 1}.
     */
    static KeyOrder network() {
        return address -> {
            char separator = address.indexOf(':') < 0 ? '.' : ':';
            List<SearchKey> keys = new ArrayList<>();
            keys.add(SearchKey.whole(address));
            String rest = address;
            for (int end = rest.lastIndexOf(separator); end >= 0; end = rest.lastIndexOf(separator)) {
                rest = rest.substring(0, end);
                // "::" leaves the same network behind twice: Postfix asks for it as it is, colon included
                keys.add(SearchKey.part(rest, ""));
            }
            return keys;
        };
    }

    /** Adds the name and its parents; the name is a whole key only when {@code keys} was empty. */
    static void addDomain(String name, Parents parents, List<SearchKey> keys) {
        boolean numeric = NUMERIC.matcher(name).matches();
        String rest = name;
        while (!rest.isEmpty()) {
            keys.add(keys.isEmpty() ? SearchKey.whole(rest) : SearchKey.part(rest, ""));
            int dot = rest.indexOf('.', 1);
            if (numeric || parents == Parents.NONE || dot < 0) {
                return;
            }
            rest = rest.substring(parents == Parents.PLAIN ? dot + 1 : dot);
        }
    }

    /** The form of an IP address: IPv4 in four parts, or any text with a colon. */
    Pattern NUMERIC = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[^@]*:[^@]*");
}
