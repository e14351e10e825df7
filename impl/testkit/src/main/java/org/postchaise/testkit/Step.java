/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.testkit;

import java.time.Duration;
import java.util.function.Predicate;

/** One thing that a {@link ScriptedPeer} does. */
sealed interface Step {

    /** The line of the dialogue it comes from, for messages. */
    int line();

    /**
     * Sends octets in one write.
     *
     * @param times how often
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Send(int line, byte[] octets, long times) implements Step {}

    /**
     * Reads a line that has to match.
     *
     * @param expected as the dialogue has it
     */
    record Expect(int line, String expected, Predicate<String> matches) implements Step {}

    /** Reads content up to the final dot and keeps it. */
    record Body(int line) implements Step {}

    /** Reads octets and keeps them. */
    record Chunk(int line, long octets) implements Step {}

    /** Reads octets and drops them. */
    record Skip(int line, long octets) implements Step {}

    /** Waits. */
    record Sleep(int line, Duration time) implements Step {}

    /** How a connection is ended. */
    enum Ending {
        /** FIN. */
        CLOSE,
        /** RST. */
        RESET,
        /** It is left open, and nothing is read or sent any more, until the peer is closed. */
        HANG
    }

    /** Ends the connection; the last step of its section. */
    record End(int line, Ending how) implements Step {}
}
