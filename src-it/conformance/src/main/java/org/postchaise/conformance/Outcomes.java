/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.conformance;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postchaise.api.Peer;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.api.Stage;
import org.postchaise.engine.event.ClientEvent;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.event.Event;
import org.postchaise.engine.event.TlsSummary;

/** Collector of the recipients' outcomes, in the words of Postfix's log. */
final class Outcomes implements EngineListener {
    private static final int LONGEST_TEXT = 1500;

    private final String process;

    private final List<Map<String, Object>> found = new ArrayList<>();

    private final List<Map<String, Object>> handshakes = new ArrayList<>();

    /** TLS of the present session, by server. */
    private final Map<String, TlsSummary> secured = new LinkedHashMap<>();
    /** Number of uses of the present session, by server. */
    private final Map<String, Integer> uses = new LinkedHashMap<>();

    /** Number of uses of the session that settled a recipient, by recipient. */
    private final Map<String, Integer> settledWith = new LinkedHashMap<>();

    private final Set<String> softened = new HashSet<>();

    /**
     * Creates a collector.
     *
     * @param process the client's name in Postfix's log: smtp or lmtp
     */
    Outcomes(String process) {
        this.process = process;
    }

    @Override
    public void on(Event event) {
        if (event instanceof ClientEvent own) {
            on(own);
        }
    }

    private void on(ClientEvent event) {
        switch (event.kind()) {
            case CONNECTED -> connected(((ClientEvent.Connected) event).peer());
            case TLS_ESTABLISHED -> secured((ClientEvent.TlsEstablished) event);
            case SESSION_REUSED -> reused((ClientEvent.SessionReused) event);
            case RECIPIENT_SETTLED -> settled(((ClientEvent.RecipientSettled) event).outcome());
            case SOFT_BOUNCED -> softened.add(address(((ClientEvent.SoftBounced) event).outcome()));
            case DISCONNECTED,
                    COMMAND_SENT,
                    REPLY_RECEIVED,
                    CERTIFICATES_PRESENTED,
                    TLS_FAILED,
                    TLS_OUTCOME_KNOWN,
                    PROTOCOL_ERROR -> {}
        }
    }

    private void connected(Peer peer) {
        uses.remove(peer.toString());
        secured.remove(peer.toString());
    }

    private void secured(ClientEvent.TlsEstablished event) {
        secured.put(event.peer().toString(), event.summary());
        handshakes.add(handshake("established", event.peer(), event.summary()));
    }

    private static Map<String, Object> handshake(String kind, Peer peer, TlsSummary summary) {
        return Map.of(
                "level",
                summary.trust().label(),
                "kind",
                kind,
                "peer",
                peer.toString(),
                "protocol",
                summary.protocol(),
                "cipher",
                summary.cipher());
    }

    /** Returns the TLS handshakes in their order. */
    List<Map<String, Object>> handshakes() {
        return handshakes;
    }

    private void reused(ClientEvent.SessionReused event) {
        String peer = event.peer().toString();
        uses.put(peer, event.uses());
        if (secured.containsKey(peer)) {
            handshakes.add(handshake("reused", event.peer(), secured.get(peer)));
        }
    }

    private void settled(RecipientOutcome outcome) {
        settledWith.put(address(outcome), uses.getOrDefault(outcome.relay(), 1));
    }

    private static String address(RecipientOutcome outcome) {
        return outcome.recipient().address();
    }

    /** Records an outcome of mail number {@code message}; {@code original} is the address as submitted. */
    void add(int message, String original, RecipientOutcome outcome) {
        Map<String, Object> entry = new LinkedHashMap<>();
        String recipient = outcome.recipient().address();
        entry.put("message", message);
        entry.put("recipient", recipient);
        entry.put("status", status(outcome));
        entry.put("dsn", outcome.status().toString());
        entry.put("relay", relay(outcome));
        String text = outcome.text();
        entry.put("text", text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text);
        int use = settledWith.getOrDefault(recipient, 1);
        if (use > 1) {
            entry.put("connection_use", use);
        }
        if (!original.equalsIgnoreCase(recipient)) {
            entry.put("original_recipient", original);
        }
        found.add(entry);
    }

    /** Returns all outcomes, in the order of mails, then recipients. */
    List<Map<String, Object>> all() {
        return found;
    }

    /**
     * Returns the relay; Postfix names the client's process where the client settled a recipient before it looked for a
     * host.
     */
    private String relay(RecipientOutcome outcome) {
        boolean own = outcome instanceof RecipientOutcome.Rejected rejected
                && rejected.failure().stage() == Stage.LOCAL;
        return own ? process : outcome.relay();
    }

    private String status(RecipientOutcome outcome) {
        return switch (outcome.kind()) {
            case DELIVERED -> "sent";
            case PENDING -> "pending";
            case REJECTED -> "bounced";
            case DEFERRED, IN_DOUBT, NOT_TRIED ->
                softened.contains(outcome.recipient().address()) ? "SOFTBOUNCE" : "deferred";
        };
    }
}
