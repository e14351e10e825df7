/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.util.Optional;
import java.util.function.Function;

/** The kinds of records; their codes are part of the format. */
enum RecordType {
    STAGED(1, "staged mail", JournalRecord.Staged::decode),
    PREPARED(2, "prepared branch", JournalRecord.Prepared::decode),
    COMMITTED(3, "commit", JournalRecord.Committed::decode),
    ROLLED_BACK(4, "rollback", JournalRecord.RolledBack::decode),
    SETTLED(5, "settled recipients", JournalRecord.SettledRecipients::decode),
    DEFERRED(6, "deferral", JournalRecord.Deferred::decode),
    DONE(7, "end of a mail", JournalRecord.Done::decode),
    HEURISTIC(8, "heuristic decision", JournalRecord.Heuristic::decode),
    FORGOTTEN(9, "forgotten branch", JournalRecord.Forgotten::decode),
    HELD(10, "held branch", JournalRecord.Held::decode),
    TRIMMED(11, "deletion of segments", JournalRecord.Trimmed::decode);

    private final byte code;
    private final String noun;
    private final Function<FrameReader, JournalRecord> decoder;

    RecordType(int code, String noun, Function<FrameReader, JournalRecord> decoder) {
        this.code = (byte) code;
        this.noun = noun;
        this.decoder = decoder;
    }

    static Optional<RecordType> of(byte code) {
        return code >= 1 && code <= values().length ? Optional.of(values()[code - 1]) : Optional.empty();
    }

    byte code() {
        return code;
    }

    /** For messages. */
    String noun() {
        return noun;
    }

    /**
     * @throws java.nio.BufferUnderflowException or {@link IllegalArgumentException} when the payload is no such record
     */
    JournalRecord decode(FrameReader payload) {
        return decoder.apply(payload);
    }
}
