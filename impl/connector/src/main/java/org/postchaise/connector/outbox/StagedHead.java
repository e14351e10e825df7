/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.util.Map;

/**
 * A staged mail's record, except for content in the record.
 *
 * @param id the id of the mail; never reused
 * @param branch the number of the branch that the mail belongs to
 * @param submitted the time of staging, in milliseconds of the epoch
 * @param state the state when the record was written
 * @param submission envelope and attributes
 * @param content the description of the content
 */
record StagedHead(long id, long branch, long submitted, State state, OutboxSubmission submission, Content content) {

    /**
     * The mutable state of a mail; a record copied to a newer segment replaces all older records.
     *
     * @param released true if the branch was committed
     * @param attempts the number of delivery attempts
     * @param due the time of the next attempt, in milliseconds of the epoch
     * @param settled the final statuses by the recipient's position in the envelope
     * @param progress the rest of the state
     */
    record State(
            boolean released, int attempts, long due, Map<Integer, StoredStatus> settled, StoredProgress progress) {
        /**
         * Returns the state of new mail. New mail is due at its submission time, so that it does not overtake mail that
         * waits longer.
         */
        static State staged(long submitted) {
            return new State(false, 0, submitted, Map.of(), StoredProgress.NONE);
        }

        void encode(FrameWriter octets) {
            octets.int8(released ? 1 : 0).int32(attempts).int64(due);
            StoredStatus.encodeSettled(settled, octets);
        }

        static State decode(FrameReader octets) {
            boolean released = octets.int8() != 0;
            int attempts = octets.int32();
            long due = octets.int64();
            return new State(released, attempts, due, StoredStatus.decodeSettled(octets), StoredProgress.NONE);
        }

        private State with(StoredProgress other) {
            return new State(released, attempts, due, settled, other);
        }
    }

    /**
     * The description of a message's content.
     *
     * @param inline true if the content follows the head; otherwise the content is in its own file
     * @param length the length in octets
     * @param crc the CRC32C of the content
     */
    record Content(boolean inline, long length, int crc) {}

    /** Returns the name of the file for content that is too large for the journal. */
    static String contentFile(long id) {
        return "mail-" + id + ".content";
    }

    /** Returns this head with another state, for a copy of the record. */
    StagedHead with(State newer) {
        return new StagedHead(id, branch, submitted, newer, submission, content);
    }

    void encode(FrameWriter octets) {
        octets.int64(id).int64(branch).int64(submitted);
        state.encode(octets);
        submission.encode(octets);
        octets.int8(content.inline() ? 1 : 0).int64(content.length()).int32(content.crc());
        state.progress().encode(octets);
    }

    static StagedHead decode(FrameReader octets) {
        StagedHead head = new StagedHead(
                octets.int64(),
                octets.int64(),
                octets.int64(),
                State.decode(octets),
                OutboxSubmission.decode(octets),
                new Content(octets.int8() != 0, octets.int64(), octets.int32()));
        return head.with(head.state().with(StoredProgress.decode(octets)));
    }
}
