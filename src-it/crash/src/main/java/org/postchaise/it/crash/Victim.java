/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.crash;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The process that is killed, again and again. */
interface Victim {
    /**
     * Starts it, and waits until it has recovered what the one before it has left.
     *
     * @param agent arguments of a {@link CrashAgent} that is there from the start; a start that it stops does not return
     */
    void start(Optional<String> agent) throws IOException;

    /** Begins to start it, with an agent that stops it in its recovery. */
    void startToBeKilled(String agent) throws IOException;

    /** Loads an agent into the process that runs. */
    void attach(String agent) throws IOException;

    /** Begins transactions whose ids begin with {@code prefix}. */
    void load(String prefix, long seed) throws IOException;

    /** As {@code kill -9} does, and waits until it is dead. */
    void kill() throws IOException;

    /** Waits until no mail is left, and tells what there is. */
    Report report(String prefix) throws IOException;

    /**
     * What there is.
     *
     * @param rows ids of the rows that begin with the prefix
     * @param messages of all messages in the queue, which are taken from it
     * @param left what is not decided or not delivered
     */
    record Report(List<String> rows, List<String> messages, List<String> left) {}
}
