/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.view;

import java.util.List;
import java.util.Optional;
import org.postchaise.api.EnhancedStatus;

/**
 * A reply of the server before it is written: reply footers and {@code soft_bounce} are applied when it is written.
 *
 * @param code the reply code, 200 to 599
 * @param status the enhanced status code; of the same class as the code
 * @param text the lines of text, without codes; at least one
 */
public record ServerReply(int code, Optional<EnhancedStatus> status, List<String> text) {
    private static final int SERVICE_NOT_AVAILABLE = 421;
    private static final int NO_MAIL_SERVICE = 521;

    /**
     * Creates a reply.
     *
     * @throws IllegalArgumentException when the code is out of range, the status is of another class, or there is no text
     */
    public ServerReply {
        if (code < 200 || code > 599 || text.isEmpty()) {
            throw new IllegalArgumentException("reply " + code + " with " + text.size() + " lines of text");
        }
        if (status.isPresent() && status.get().category() != code / 100) {
            throw new IllegalArgumentException("reply " + code + " with the status " + status.get());
        }
        text = List.copyOf(text);
    }

    /** Returns a reply of one line with an enhanced status code, such as {@code of(250, "2.1.0", "Ok")}. */
    public static ServerReply of(int code, String status, String text) {
        return new ServerReply(code, Optional.of(EnhancedStatus.of(status)), List.of(text));
    }

    /** Returns a reply of one line without an enhanced status code. */
    public static ServerReply plain(int code, String text) {
        return new ServerReply(code, Optional.empty(), List.of(text));
    }

    /** Returns this reply with a 5yz code and status made 4yz ({@code soft_bounce}). */
    public ServerReply softened() {
        return code < 500 ? this : new ServerReply(code - 100, status.map(s -> s.withCategory(4)), text);
    }

    /** Returns true for a 4yz or 5yz reply. */
    public boolean refuses() {
        return code >= 400;
    }

    /** Returns true if the server closes the connection after this reply: 421 and 521, as in Postfix. */
    public boolean closes() {
        return code == SERVICE_NOT_AVAILABLE || code == NO_MAIL_SERVICE;
    }

    /**
     * Returns the reply that stands for all {@code replies}, of which there is at least one: a temporary refusal, since what was refused for
     * good is refused again when the client repeats the mail; else a refusal; else the first reply.
     */
    public static ServerReply worst(List<ServerReply> replies) {
        ServerReply worst = replies.get(0);
        for (ServerReply reply : replies) {
            if (reply.severity() > worst.severity()) {
                worst = reply;
            }
        }
        return worst;
    }

    private int severity() {
        return !refuses() ? 0 : code >= 500 ? 1 : 2;
    }

    /** Returns the first line as in log lines: code, enhanced status code, text. */
    @Override
    public String toString() {
        return code + " " + status.map(s -> s + " ").orElse("") + text.get(0);
    }
}
