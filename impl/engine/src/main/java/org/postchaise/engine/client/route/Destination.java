/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.route;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.Failure;
import org.postchaise.engine.config.Protocol;

/** What becomes of the mail for one recipient, before any name is looked up: the answer of {@link Destinations}. */
public sealed interface Destination {

    /**
     * It is delivered.
     *
     * @param transport the name by which settings of its own are found, such as {@code relay}
     * @param protocol what is spoken
     * @param nextHop where
     */
    record Delivery(String transport, Protocol protocol, NextHop nextHop) implements Destination {
        /** A port or the name of a service: then the word before it is a host. */
        private static final Pattern SERVICE = Pattern.compile("[0-9A-Za-z._+-]*");

        /**
         * The next hop that {@code text} means, with or without a transport before it: {@code lmtp:[host]:24}. {@code
         * lmtp:24} is a host of that name.
         *
         * @throws IllegalArgumentException naming the text and what was expected
         */
        public static Delivery parse(String text, Protocol usual) {
            String hop = text.strip();
            int colon = hop.indexOf(':');
            String word = colon < 0 ? "" : hop.substring(0, colon);
            Optional<Protocol> named = SERVICE.matcher(hop.substring(colon + 1)).matches()
                    ? Optional.empty()
                    : Optional.ofNullable(TRANSPORTS.get(word));
            return named.isPresent()
                    ? new Delivery(word, named.get(), NextHop.parse(hop.substring(colon + 1)))
                    : new Delivery(usual == Protocol.LMTP ? "lmtp" : "smtp", usual, NextHop.parse(hop));
        }
    }

    /** The transports that deliver, and what they speak. */
    Map<String, Protocol> TRANSPORTS = Map.of("smtp", Protocol.SMTP, "relay", Protocol.SMTP, "lmtp", Protocol.LMTP);

    /**
     * It is not, and the settings say why.
     *
     * @param failure for the recipient
     */
    record Refused(Failure failure) implements Destination {}

    /**
     * It is thrown away, and counts as delivered: discard(8).
     *
     * @param status class 2
     * @param text what the log says of it
     */
    record Discarded(EnhancedStatus status, String text) implements Destination {}
}
