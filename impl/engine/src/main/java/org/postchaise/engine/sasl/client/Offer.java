/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.sasl.client;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.postchaise.engine.sasl.Channel;
import org.postchaise.engine.sasl.Mechanism;

/**
 * The SASL mechanisms that a server offers.
 *
 * @param all the names after AUTH in the server's EHLO reply
 * @param usable the names that the settings let pass, in upper case
 * @param isCompatible true if the settings let any word pass, the name of a mechanism or not
 */
public record Offer(List<String> all, List<String> usable, boolean isCompatible) {
    private static final Pattern BLANKS = Pattern.compile("[ \t]+");
    private static final Pattern NO_NAME = Pattern.compile("[^A-Za-z0-9_-]+");

    /** Creates an offer with copies of the lists. */
    public Offer {
        all = List.copyOf(all);
        usable = List.copyOf(usable);
    }

    /** Splits the text after AUTH into the words that {@code smtp_sasl_mechanism_filter} is compared with. */
    static List<String> words(String offered) {
        return parts(offered, BLANKS);
    }

    /** Splits words into names of mechanisms: some servers put commas or quotes between names or around names. */
    static List<String> names(List<String> words) {
        return words.stream().flatMap(word -> parts(word, NO_NAME).stream()).toList();
    }

    private static List<String> parts(String text, Pattern separators) {
        return separators.splitAsStream(text).filter(part -> !part.isEmpty()).toList();
    }

    /**
     * Returns the channel for a login with one of {@code names}. A client must not send the flag y (RFC 5802, section
     * 6: the server seems not to support channel binding) to a server that offers -PLUS, since that server would take
     * the flag for a sign of a tampered offer: where the settings, or a stronger mechanism, exclude the offered -PLUS,
     * the login has no channel binding.
     */
    Channel binding(List<String> names, Channel channel) {
        boolean offered = all.stream().anyMatch(Offer::isBound);
        return offered && names.stream().noneMatch(Offer::isBound) ? channel.unbound() : channel;
    }

    static boolean isBound(String mechanism) {
        return mechanism.toUpperCase(Locale.ROOT).endsWith(Mechanism.PLUS);
    }
}
