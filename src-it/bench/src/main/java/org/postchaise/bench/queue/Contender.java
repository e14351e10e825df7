/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.queue;

import java.io.IOException;
import java.nio.file.Path;

/** Queue that is first filled, and then delivers. */
interface Contender {
    /** Queues all of {@code mails}. None is delivered before {@link #deliver}, but each is ready for delivery. */
    void fill(Mails mails) throws IOException, InterruptedException;

    /** Returns the log file. */
    Path log();

    /** Returns the processor time used, in nanoseconds. */
    long processor() throws IOException;

    /** Starts delivery. */
    void deliver() throws IOException, InterruptedException;

    /** Waits until the queue is empty, and stops delivery. */
    void end() throws IOException, InterruptedException;
}
