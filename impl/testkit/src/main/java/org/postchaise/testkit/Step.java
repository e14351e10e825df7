/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.testkit;

import java.time.Duration;
import java.util.function.Predicate;

/** One step of a {@link ScriptedPeer}. */
sealed interface Step {

    /** Returns the line number of the step in the dialogue, for messages. */
    int line();

    /**
     * A step that sends octets.
     *
     * @param times the number of repetitions
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Send(int line, byte[] octets, long times) implements Step {}

    /**
     * A step that reads a line, which must match.
     *
     * @param expected the expected line as the dialogue has it
     */
    record Expect(int line, String expected, Predicate<String> matches) implements Step {}

    /** A step that reads content up to the final dot and keeps the content. */
    record Body(int line) implements Step {}

    /** A step that reads octets and keeps them. */
    record Chunk(int line, long octets) implements Step {}

    /** A step that reads octets and drops them. */
    record Skip(int line, long octets) implements Step {}

    /** A step that waits. */
    record Sleep(int line, Duration time) implements Step {}

    /** The ways to end a connection. */
    enum Ending {
        /** A close with FIN. */
        CLOSE,
        /** A close with RST. */
        RESET,
        /** No close: the connection stays open without further reads or writes until the peer is closed. */
        HANG
    }

    /** A step that ends the connection; the last step of its section. */
    record End(int line, Ending how) implements Step {}
}
