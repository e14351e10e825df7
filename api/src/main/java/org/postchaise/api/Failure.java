/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.io.Serializable;
import java.util.Objects;

/**
 * The reason why a recipient did not get the mail, structured so that a caller can decide on the next step without
 * parsing the text.
 *
 * @param scope the object that failed
 * @param severity temporary or permanent
 * @param stage the stage at which the delivery failed
 * @param status the enhanced status for the notification; its class is 4 for a temporary and 5 for a permanent failure
 * @param reply the server's reply; {@code null} when the failure is not a reply, see {@link #hasReply()}
 * @param peer the server that was contacted; {@code null} when no server was contacted, see {@link #hasPeer()}
 * @param text one line for people, as Postfix puts it into parentheses in its log
 */
public record Failure(
        Scope scope, Severity severity, Stage stage, EnhancedStatus status, SmtpReply reply, Peer peer, String text)
        implements Serializable {

    /** The object that a failure concerns; the wider the scope, the more recipients share the failure. */
    public enum Scope {
        /** The recipient only. */
        RECIPIENT,
        /** The message or its sender, regardless of the recipient. */
        MESSAGE,
        /** The session or the host; another host of the same next hop may succeed. */
        HOST,
        /** The next hop as a whole. */
        DESTINATION,
        /** A local cause, on the client's side. */
        LOCAL
    }

    /** The severity of a failure, which decides whether the recipient is tried again. */
    public enum Severity {
        /** A temporary failure; a later attempt may succeed. */
        TEMPORARY,
        /** A permanent failure; the recipient is not tried again. */
        PERMANENT
    }

    /**
     * Creates a failure.
     *
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
     * Returns a local failure, which occurred before any server was contacted.
     *
     * @param status the enhanced status, of class 4 for a temporary and 5 for a permanent failure
     */
    public static Failure local(EnhancedStatus status, String text) {
        return new Failure(Scope.LOCAL, severity(status), Stage.LOCAL, status, null, null, text);
    }

    private static Severity severity(EnhancedStatus status) {
        return status.category() == 5 ? Severity.PERMANENT : Severity.TEMPORARY;
    }

    /** Returns this failure with another status and text; the class of the status determines the severity. */
    public Failure as(EnhancedStatus other, String otherText) {
        return new Failure(scope, severity(other), stage, other, reply, peer, otherText);
    }

    /** Returns true if the failure is a server's reply. */
    public boolean hasReply() {
        return reply != null;
    }

    /** Returns true if a server was contacted. */
    public boolean hasPeer() {
        return peer != null;
    }

    /** Returns true if a later attempt may succeed. */
    public boolean temporary() {
        return severity == Severity.TEMPORARY;
    }
}
