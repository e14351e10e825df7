/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.engine.bounce.RecipientReport;

/**
 * The final result for one recipient.
 *
 * @param kind the kind of the last outcome; a kind other than delivered and rejected means that the recipient has
 *     expired
 * @param status the enhanced status of the last outcome
 * @param text one line for people; mentions an earlier session that may have delivered a copy
 */
public record Settlement(RecipientOutcome.Kind kind, EnhancedStatus status, String text) {
    private static final int TEXT_LIMIT = 1000;

    /** Creates a settlement with the text cut to {@value #TEXT_LIMIT} characters. */
    public Settlement {
        text = text.substring(0, Math.min(text.length(), TEXT_LIMIT));
    }

    /** Returns the settlement of a recipient with the last outcome {@code outcome}. */
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
