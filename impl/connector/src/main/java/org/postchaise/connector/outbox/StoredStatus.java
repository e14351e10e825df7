/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.util.Map;
import java.util.TreeMap;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.MailStatus.RecipientStatus;
import org.postchaise.api.MailStatus.State;
import org.postchaise.api.Recipient;
import org.postchaise.api.RecipientOutcome.Kind;

/**
 * The status of one recipient, without the recipient.
 *
 * @param state the state
 * @param status the enhanced status of the last outcome
 * @param text one line for people
 * @param doubt the description of an earlier session that may have delivered a copy; empty if there was none
 */
public record StoredStatus(State state, String status, String text, String doubt) {
    private static final int TEXT_LIMIT = 1000;

    /** Creates a status with the texts cut to {@value #TEXT_LIMIT} characters. */
    public StoredStatus {
        text = cut(text);
        doubt = cut(doubt);
    }

    private static String cut(String text) {
        return text.substring(0, Math.min(text.length(), TEXT_LIMIT));
    }

    /** Returns the status without its recipient. */
    public static StoredStatus of(RecipientStatus status) {
        return new StoredStatus(status.state(), status.status(), status.text(), status.earlierDoubt());
    }

    /** Returns the status of {@code recipient}. */
    RecipientStatus of(Recipient recipient) {
        return new RecipientStatus(recipient, state, status, text, doubt);
    }

    boolean isFinal() {
        return state.isFinal();
    }

    /** Returns this status with the doubt of {@code earlier}, if any: the first doubt is kept. */
    StoredStatus doubtedAs(StoredStatus earlier) {
        return earlier.doubt().isEmpty() ? this : new StoredStatus(state, status, text, earlier.doubt());
    }

    /** Appends the status to {@code octets}, in the form of {@link #decode}. */
    private void encode(FrameWriter octets) {
        octets.constant(state).text(status).text(text).text(doubt);
    }

    private static StoredStatus decode(FrameReader octets) {
        return new StoredStatus(octets.constant(State.class), octets.text(), octets.text(), octets.text());
    }

    /** Appends statuses by the recipient's position in the envelope. */
    static void encodeAll(Map<Integer, StoredStatus> statuses, FrameWriter octets) {
        octets.int32(statuses.size());
        statuses.forEach((recipient, status) -> status.encode(octets.int32(recipient)));
    }

    /** Returns the statuses that {@link #encodeAll} has written. */
    static Map<Integer, StoredStatus> decodeAll(FrameReader octets) {
        Map<Integer, StoredStatus> statuses = new TreeMap<>();
        for (int left = octets.count(); left > 0; left--) {
            statuses.put(octets.int32(), decode(octets));
        }
        return statuses;
    }

    /** Appends final statuses, without their doubts, in the form of the first release. */
    static void encodeSettled(Map<Integer, StoredStatus> settled, FrameWriter octets) {
        octets.int32(settled.size());
        settled.forEach((recipient, status) -> octets.int32(recipient)
                .constant(status.kind())
                .text(status.status())
                .text(status.text()));
    }

    /** Returns the statuses that {@link #encodeSettled} has written. */
    static Map<Integer, StoredStatus> decodeSettled(FrameReader octets) {
        Map<Integer, StoredStatus> settled = new TreeMap<>();
        for (int left = octets.count(); left > 0; left--) {
            int recipient = octets.int32();
            State state = octets.constant(Kind.class) == Kind.DELIVERED ? State.DELIVERED : State.FAILED;
            String status = EnhancedStatus.of(octets.text()).toString();
            settled.put(recipient, new StoredStatus(state, status, octets.text(), ""));
        }
        return settled;
    }

    /** Returns the kind of the last outcome; for an expired recipient {@link Kind#DEFERRED}. */
    private Kind kind() {
        if (state == State.DELIVERED) {
            return Kind.DELIVERED;
        }
        return status.startsWith("5") ? Kind.REJECTED : Kind.DEFERRED;
    }
}
