/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.queue;

import java.io.IOException;
import java.nio.file.Path;

/** A queue that is filled first and delivers then. */
interface Contender {
    /** Puts them into the queue, all of which are there afterwards. None is delivered yet, but any could be. */
    void fill(Mails mails) throws IOException, InterruptedException;

    /** What it logs. */
    Path log();

    /** Nanoseconds of a processor that it has had. */
    long processor() throws IOException;

    /** Begins to deliver. */
    void deliver() throws IOException, InterruptedException;

    /** Waits until nothing is left in the queue, and delivers nothing any more. */
    void end() throws IOException, InterruptedException;
}
