/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.route;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.Failure;
import org.postchaise.engine.config.Protocol;

/**
 * An entry of transport(5): {@code transport:nexthop}, of which either part may be empty.
 *
 * @param transport the transport's name
 * @param nextHop the next hop as text; for error(8) and discard(8) their text
 */
record TransportEntry(String transport, String nextHop) {
    private static final Set<String> REFUSING = Set.of("error", "retry");
    private static final EnhancedStatus DISCARDED = EnhancedStatus.of("2.0.0");
    private static final String NO_REASON = "Address is undeliverable";
    private static final EnhancedStatus UNRESOLVED = EnhancedStatus.of("4.3.0");
    private static final EnhancedStatus BOUNCED = EnhancedStatus.of("5.0.0");
    private static final EnhancedStatus RETRIED = EnhancedStatus.of("4.0.0");
    private static final Pattern STATUS =
            Pattern.compile("([245]\\.\\d{1,3}\\.\\d{1,3})(?:\\s+(.*)|$)", Pattern.DOTALL);

    static TransportEntry of(String text) {
        int colon = text.indexOf(':');
        return colon < 0
                ? new TransportEntry(text.strip(), "")
                : new TransportEntry(
                        text.substring(0, colon).strip(),
                        text.substring(colon + 1).strip());
    }

    /** Returns this entry with the non-empty parts of {@code over} in place of its own. */
    TransportEntry with(TransportEntry over) {
        return new TransportEntry(
                over.transport.isEmpty() ? transport : over.transport, over.nextHop.isEmpty() ? nextHop : over.nextHop);
    }

    /**
     * Returns this entry with an entry of {@code transport_maps} applied: an entry that names a transport does not keep
     * the next hop of this entry, but uses its own or {@code domain}.
     */
    TransportEntry mapped(TransportEntry over, String domain) {
        return over.transport.isEmpty() ? with(over) : new TransportEntry(over.transport, domain).with(over.reasoned());
    }

    private TransportEntry reasoned() {
        boolean silent = nextHop.isEmpty() && REFUSING.contains(transport);
        return silent ? new TransportEntry(transport, NO_REASON) : this;
    }

    Destination destination(NamedTransports delivering) {
        Optional<Protocol> protocol = delivering.protocol(transport);
        if (protocol.isPresent()) {
            return new Destination.Delivery(transport, protocol.get(), NextHop.read(nextHop));
        }
        return switch (delivering.meaning(transport)) {
            case "error" -> refused(BOUNCED);
            case "retry" -> refused(RETRIED);
            case "discard" -> discarded();
            default ->
                new Destination.Refused(
                        Failure.local(UNRESOLVED, "mail transport unavailable: " + delivering.unknown(transport)));
        };
    }

    /**
     * Returns the destination of discard(8): a status at the beginning of the text is removed, and used if it is of
     * class 2.
     */
    private Destination discarded() {
        Matcher matcher = STATUS.matcher(nextHop);
        if (!matcher.matches()) {
            return new Destination.Discarded(DISCARDED, nextHop);
        }
        EnhancedStatus given = EnhancedStatus.of(matcher.group(1));
        String text = matcher.group(2) == null ? "" : matcher.group(2).strip();
        return new Destination.Discarded(given.category() == 2 ? given : DISCARDED, text);
    }

    /**
     * Returns the destination of error(8) and retry(8), with the status at the beginning of the text if that is of the
     * right class.
     */
    private Destination refused(EnhancedStatus usual) {
        Matcher matcher = STATUS.matcher(nextHop);
        boolean given = matcher.matches() && EnhancedStatus.of(matcher.group(1)).category() == usual.category();
        return new Destination.Refused(
                given
                        ? Failure.local(EnhancedStatus.of(matcher.group(1)), reason(matcher.group(2)))
                        : Failure.local(usual, reason(nextHop)));
    }

    private static String reason(String text) {
        return text == null || text.isBlank() ? NO_REASON : text.strip();
    }
}
