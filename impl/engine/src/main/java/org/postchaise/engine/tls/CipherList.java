/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A cipher list in OpenSSL's syntax (ciphers(1)), applied to the suites that Java has: words joined by {@code +} name
 * suites or kinds of suites; {@code -} and {@code !} in front remove the named suites ({@code !} for good), {@code +}
 * moves the named suites to the end, and {@code @STRENGTH} sorts. A word that names no suite changes nothing. Cipher
 * lists do not apply to suites of TLS 1.3.
 */
public final class CipherList {
    private final List<CipherSuite> known;
    private final List<CipherSuite> chosen = new ArrayList<>();
    private final Set<CipherSuite> killed = new HashSet<>();

    private CipherList(List<CipherSuite> known) {
        this.known = known;
    }

    /** Returns the suites of {@code known} that {@code text} chooses, in the order of the list. */
    public static List<CipherSuite> choose(String text, List<CipherSuite> known) {
        CipherList list =
                new CipherList(known.stream().filter(suite -> !suite.isModern()).toList());
        Arrays.stream(text.split("[:,; ]+", -1)).filter(word -> !word.isEmpty()).forEach(list::apply);
        return List.copyOf(list.chosen);
    }

    private void apply(String word) {
        char first = word.charAt(0);
        if (first == '@') {
            if (word.equalsIgnoreCase("@STRENGTH")) {
                chosen.sort(Comparator.comparingInt(CipherSuite::bits).reversed());
            }
            return;
        }
        boolean operator = "+-!".indexOf(first) >= 0;
        List<CipherSuite> named = named(operator ? word.substring(1) : word);
        switch (first) {
            case '+' -> {
                List<CipherSuite> moved =
                        chosen.stream().filter(named::contains).toList();
                chosen.removeAll(moved);
                chosen.addAll(moved);
            }
            case '-' -> chosen.removeAll(named);
            case '!' -> {
                chosen.removeAll(named);
                killed.addAll(named);
            }
            default ->
                named.stream()
                        .filter(suite -> !chosen.contains(suite) && !killed.contains(suite))
                        .forEach(chosen::add);
        }
    }

    private List<CipherSuite> named(String word) {
        List<String> all = List.of((word.equalsIgnoreCase("DEFAULT") ? "ALL" : word)
                .toUpperCase(Locale.ROOT)
                .split("\\+", -1));
        return known.stream()
                .filter(suite -> suite.openSsl().equalsIgnoreCase(word)
                        || suite.name().equalsIgnoreCase(word)
                        || suite.kinds().containsAll(all))
                .toList();
    }
}
