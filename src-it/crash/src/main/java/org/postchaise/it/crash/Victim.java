/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.crash;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Process that is killed again and again. */
interface Victim {
    /**
     * Starts the process, and waits until it has recovered the state left by the process before.
     *
     * @param agent the arguments of a {@link CrashAgent} loaded at the start; a start that the agent holds does not return
     */
    void start(Optional<String> agent) throws IOException;

    /** Begins to start the process, with an agent that holds its recovery. */
    void startToBeKilled(String agent) throws IOException;

    /** Loads an agent into the running process. */
    void attach(String agent) throws IOException;

    /** Begins transactions whose ids begin with {@code prefix}. */
    void load(String prefix, long seed) throws IOException;

    /** Kills the process as {@code kill -9} does, and waits for its end. */
    void kill() throws IOException;

    /** Waits until no mail is left, and returns the state. */
    Report report(String prefix) throws IOException;

    /**
     * State after the recovery.
     *
     * @param rows the ids of the rows that begin with the prefix
     * @param messages the ids of all messages in the queue, which are consumed
     * @param left the undecided transactions and undelivered mails
     */
    record Report(List<String> rows, List<String> messages, List<String> left) {}
}
