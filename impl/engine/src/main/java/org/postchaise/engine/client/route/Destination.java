/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.route;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.Failure;
import org.postchaise.engine.config.Protocol;

/** The destination of the mail for one recipient before any DNS lookup; the result of {@link Destinations}. */
public sealed interface Destination {

    /**
     * A delivery to a next hop.
     *
     * @param transport the name of the transport, by which its own settings are found, such as {@code relay}
     * @param protocol the protocol of the transport
     * @param nextHop the next hop
     */
    record Delivery(String transport, Protocol protocol, NextHop nextHop) implements Destination {
        /** The syntax of a port or service name; the text before such a suffix is a host, not a transport. */
        private static final Pattern SERVICE = Pattern.compile("[0-9A-Za-z._+-]*");

        /**
         * Returns the delivery that {@code text} denotes, with or without a transport: {@code lmtp:[host]:24}. In
         * {@code lmtp:24} the text before the colon is the name of a host.
         *
         * @throws IllegalArgumentException for malformed text; the message shows the text and the form expected
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

    /** The delivering transports and their protocols. */
    Map<String, Protocol> TRANSPORTS = Map.of("smtp", Protocol.SMTP, "relay", Protocol.SMTP, "lmtp", Protocol.LMTP);

    /**
     * A refusal by the settings, as error(8) and retry(8) make it.
     *
     * @param failure the failure of the recipient
     */
    record Refused(Failure failure) implements Destination {}

    /**
     * A discarded mail, which counts as delivered: discard(8).
     *
     * @param status the status, of class 2
     * @param text the text of the log line
     */
    record Discarded(EnhancedStatus status, String text) implements Destination {}
}
