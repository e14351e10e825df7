/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.engine.bounce.RecipientReport;

/**
 * The final word on one recipient.
 *
 * @param kind of its last outcome; one other than delivered and rejected was given up
 * @param status of that outcome
 * @param text one line for people; also of an earlier session that may have delivered a copy
 */
public record Settlement(RecipientOutcome.Kind kind, EnhancedStatus status, String text) {
    private static final int TEXT_LIMIT = 1000;

    /** With a text of {@value #TEXT_LIMIT} characters at most. */
    public Settlement {
        text = text.substring(0, Math.min(text.length(), TEXT_LIMIT));
    }

    /** What {@code outcome} says. */
    public static Settlement of(RecipientOutcome outcome) {
        return new Settlement(outcome.kind(), outcome.status(), RecipientReport.textOf(outcome));
    }

    static Settlement decode(FrameReader octets) {
        return new Settlement(
                octets.constant(RecipientOutcome.Kind.class), EnhancedStatus.of(octets.text()), octets.text());
    }

    void encode(FrameWriter octets) {
        octets.constant(kind).text(status.toString()).text(text);
    }
}
