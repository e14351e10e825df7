/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.sasl;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The mechanisms that a server offers.
 *
 * @param all its words after AUTH
 * @param usable the names among them that the settings let pass, in upper case
 */
public record Offer(List<String> all, List<String> usable) {
    /** Copies of the lists. */
    public Offer {
        all = List.copyOf(all);
        usable = List.copyOf(usable);
    }

    static List<String> words(String offered) {
        return Arrays.stream(offered.split("[ \t]+", -1))
                .filter(word -> !word.isEmpty())
                .toList();
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
