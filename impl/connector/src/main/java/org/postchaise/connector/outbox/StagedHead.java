/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.util.Map;
import java.util.TreeMap;

/**
 * All of a staged mail's record but content that lies in it.
 *
 * @param id of the mail; never used again
 * @param branch number of the branch that it belongs to
 * @param submitted when it was staged, in milliseconds of the epoch
 * @param state what had become of it when the record was written
 * @param posting envelope and attributes
 * @param content where its content is
 */
record StagedHead(long id, long branch, long submitted, State state, Posting posting, Content content) {

    /**
     * What changes in a mail's life; a record that is copied to a newer segment takes the place of all older ones.
     *
     * @param released whether its branch was committed
     * @param attempts deliveries that were tried
     * @param due when it is to be tried next, in milliseconds of the epoch
     * @param settled by the recipient's place in the envelope
     */
    record State(boolean released, int attempts, long due, Map<Integer, Settlement> settled) {
        /** Of new mail: it is due since it was staged, so that it does not overtake mail that waits longer. */
        static State staged(long submitted) {
            return new State(false, 0, submitted, Map.of());
        }

        void encode(FrameWriter octets) {
            octets.int8(released ? 1 : 0).int32(attempts).int64(due).int32(settled.size());
            settled.forEach((recipient, settlement) -> settlement.encode(octets.int32(recipient)));
        }

        static State decode(FrameReader octets) {
            boolean released = octets.int8() != 0;
            int attempts = octets.int32();
            long due = octets.int64();
            Map<Integer, Settlement> settled = new TreeMap<>();
            for (int left = octets.count(); left > 0; left--) {
                settled.put(octets.int32(), Settlement.decode(octets));
            }
            return new State(released, attempts, due, settled);
        }
    }

    /**
     * A message's content.
     *
     * @param inline whether it follows the head; else it is a file of its own
     * @param length in octets
     * @param crc CRC32C of it
     */
    record Content(boolean inline, long length, int crc) {}

    /** The file of content that is too large for the journal. */
    static String contentFile(long id) {
        return "mail-" + id + ".content";
    }

    /** For a copy of the record. */
    StagedHead with(State newer) {
        return new StagedHead(id, branch, submitted, newer, posting, content);
    }

    void encode(FrameWriter octets) {
        octets.int64(id).int64(branch).int64(submitted);
        state.encode(octets);
        posting.encode(octets);
        octets.int8(content.inline() ? 1 : 0).int64(content.length()).int32(content.crc());
    }

    static StagedHead decode(FrameReader octets) {
        return new StagedHead(
                octets.int64(),
                octets.int64(),
                octets.int64(),
                State.decode(octets),
                Posting.decode(octets),
                new Content(octets.int8() != 0, octets.int64(), octets.int32()));
    }
}
