/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.sasl;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The mechanisms that a server offers.
 *
 * @param all the names in what it says after AUTH
 * @param usable those that the settings let pass, in upper case
 * @param isCompatible whether the settings let anything pass, be it the name of a mechanism or not
 */
public record Offer(List<String> all, List<String> usable, boolean isCompatible) {
    private static final Pattern BLANKS = Pattern.compile("[ \t]+");
    private static final Pattern NO_NAME = Pattern.compile("[^A-Za-z0-9_-]+");

    /** Copies of the lists. */
    public Offer {
        all = List.copyOf(all);
        usable = List.copyOf(usable);
    }

    /** Splits what a server says after AUTH into the words that {@code smtp_sasl_mechanism_filter} is compared with. */
    static List<String> words(String offered) {
        return parts(offered, BLANKS);
    }

    /** Splits words into names of mechanisms: servers are known to put commas or quotes between them or around them. */
    static List<String> names(List<String> words) {
        return words.stream().flatMap(word -> parts(word, NO_NAME).stream()).toList();
    }

    private static List<String> parts(String text, Pattern separators) {
        return separators.splitAsStream(text).filter(part -> !part.isEmpty()).toList();
    }

    /**
     * What a login with one of {@code names} is to be tied to. A server that offers -PLUS must not be told that it seems not to
     * (the flag y of RFC 5802, section 6), which it would take for a sign of forgery: where that offer is not taken up, for
     * the settings' sake or for a stronger mechanism's, the login is tied to nothing.
     */
    Channel binding(List<String> names, Channel channel) {
        boolean offered = all.stream().anyMatch(Offer::isBound);
        return offered && names.stream().noneMatch(Offer::isBound) ? channel.unbound() : channel;
    }

    static boolean isBound(String mechanism) {
        return mechanism.toUpperCase(Locale.ROOT).endsWith(Mechanism.PLUS);
    }
}
