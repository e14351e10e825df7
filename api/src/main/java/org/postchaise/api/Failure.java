/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.io.Serializable;
import java.util.Objects;

/**
 * Why a recipient did not get the mail: enough to decide what follows without reading the text.
 *
 * @param scope what failed
 * @param severity whether trying again can help
 * @param stage how far the delivery had come
 * @param status the status for the notification; its class is 4 for a temporary and 5 for a permanent failure
 * @param reply the server's reply; {@code null} when the failure is not a reply, see {@link #hasReply()}
 * @param peer the server that was talked to or tried; {@code null} when it did not come to that, see {@link #hasPeer()}
 * @param text one line for people, as Postfix puts it into parentheses in its log
 */
public record Failure(
        Scope scope, Severity severity, Stage stage, EnhancedStatus status, SmtpReply reply, Peer peer, String text)
        implements Serializable {

    /** What a failure is about; the wider it is, the more recipients share it. */
    public enum Scope {
        /** This recipient only. */
        RECIPIENT,
        /** The message or its sender, whoever the recipient is. */
        MESSAGE,
        /** This session or host; another host of the same next hop may do better. */
        HOST,
        /** The next hop as a whole. */
        DESTINATION,
        /** Something on this side. */
        LOCAL
    }

    /** Whether trying again can help. */
    public enum Severity {
        /** Try again later. */
        TEMPORARY,
        /** Give up. */
        PERMANENT
    }

    /**
     * @throws IllegalArgumentException when the status does not fit the severity
     */
    public Failure {
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(text, "text");
        int expected = severity == Severity.PERMANENT ? 5 : 4;
        if (status.category() != expected) {
            throw new IllegalArgumentException("status " + status + " does not fit severity " + severity);
        }
    }

    /**
     * A failure on this side, before any server was asked.
     *
     * @param status of class 4 or 5, which says whether trying again can help
     */
    public static Failure local(EnhancedStatus status, String text) {
        return new Failure(Scope.LOCAL, severity(status), Stage.LOCAL, status, null, null, text);
    }

    private static Severity severity(EnhancedStatus status) {
        return status.category() == 5 ? Severity.PERMANENT : Severity.TEMPORARY;
    }

    /** This failure with another status and text, temporary or permanent as the status says. */
    public Failure as(EnhancedStatus other, String otherText) {
        return new Failure(scope, severity(other), stage, other, reply, peer, otherText);
    }

    /** Whether a server's reply is the reason. */
    public boolean hasReply() {
        return reply != null;
    }

    /** Whether a server was talked to or tried. */
    public boolean hasPeer() {
        return peer != null;
    }

    /** Whether trying again can help. */
    public boolean temporary() {
        return severity == Severity.TEMPORARY;
    }
}
