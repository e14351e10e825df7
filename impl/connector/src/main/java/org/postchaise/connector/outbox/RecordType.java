/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.util.Optional;

/** The types of records; their codes are part of the format. */
enum RecordType {
    STAGED(1, "staged mail"),
    PREPARED(2, "prepared branch"),
    COMMITTED(3, "commit"),
    ROLLED_BACK(4, "rollback"),
    SETTLED(5, "settled recipients"),
    DEFERRED(6, "deferral"),
    DONE(7, "end of a mail"),
    HEURISTIC(8, "heuristic decision"),
    FORGOTTEN(9, "forgotten branch"),
    HELD(10, "held branch"),
    TRIMMED(11, "deletion of segments");

    private final byte code;
    private final String noun;

    RecordType(int code, String noun) {
        this.code = (byte) code;
        this.noun = noun;
    }

    static Optional<RecordType> of(byte code) {
        return code >= 1 && code <= values().length ? Optional.of(values()[code - 1]) : Optional.empty();
    }

    byte code() {
        return code;
    }

    /** Returns the noun for messages. */
    String noun() {
        return noun;
    }

    /**
     * Returns the record that {@code payload} encodes.
     *
     * @throws java.nio.BufferUnderflowException or {@link IllegalArgumentException} when the payload is malformed
     */
    JournalRecord decode(FrameReader payload) {
        return switch (this) {
            case STAGED -> JournalRecord.Staged.decode(payload);
            case PREPARED -> JournalRecord.Prepared.decode(payload);
            case COMMITTED -> JournalRecord.Committed.decode(payload);
            case ROLLED_BACK -> JournalRecord.RolledBack.decode(payload);
            case SETTLED -> JournalRecord.SettledRecipients.decode(payload);
            case DEFERRED -> JournalRecord.Deferred.decode(payload);
            case DONE -> JournalRecord.Done.decode(payload);
            case HEURISTIC -> JournalRecord.Heuristic.decode(payload);
            case FORGOTTEN -> JournalRecord.Forgotten.decode(payload);
            case HELD -> JournalRecord.Held.decode(payload);
            case TRIMMED -> JournalRecord.Trimmed.decode(payload);
        };
    }
}
