/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.server;

import java.io.IOException;

/** Running server that is measured. */
interface RunningServer extends AutoCloseable {
    int port();

    /** Returns the processor time of all of the server's processes in nanoseconds. */
    long processor() throws IOException;

    /** Waits until all mail is dropped, which belongs to the processor time but not to the time of acceptance. */
    void settle() throws IOException, InterruptedException;

    /** Does what has to be done between runs and belongs to no figure. */
    default void reset() throws IOException {}

    @Override
    void close() throws IOException;
}
