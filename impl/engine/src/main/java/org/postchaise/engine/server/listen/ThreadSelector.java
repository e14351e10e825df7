/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.listen;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.postchaise.engine.net.Connection;
import org.postchaise.engine.net.Deadline;

/**
 * The selector of one session thread, on which the thread waits for the octets of the one connection that it owns. One selector for each
 * thread, since a selector costs two file descriptors and a connection should cost one.
 */
final class ThreadSelector {
    private static final ThreadLocal<ThreadSelector> OWN = ThreadLocal.withInitial(ThreadSelector::new);

    private Selector selector;
    private SelectionKey key;

    private ThreadSelector() {}

    /** Returns the selector of the current thread, which is opened by its first use and closed by {@link #closeOwn}. */
    static ThreadSelector own() {
        return OWN.get();
    }

    /**
     * Waits until {@code connection} may have something to read, or {@code limit}. The connection belongs to this selector until {@link
     * #release}.
     *
     * @throws IOException when the system has no selector left, or the connection is closed
     */
    void await(Connection connection, Deadline limit) throws IOException {
        if (selector == null) {
            selector = Selector.open();
        }
        if (key == null) {
            key = connection.register(selector, SelectionKey.OP_READ);
        }
        selector.select(ready -> {}, limit.socketTimeout());
    }

    /** Removes the connection, so that another thread may own it, or its closing closes its file descriptor. */
    void release() {
        if (key != null) {
            key.cancel();
            key = null;
            try {
                selector.selectNow();
            } catch (IOException failed) {
                close();
            }
        }
    }

    private void close() {
        Selector own = selector;
        selector = null;
        key = null;
        if (own != null) {
            try {
                own.close();
            } catch (IOException ignored) {
                // a failed close needs no handling
            }
        }
    }

    /** Closes the selector of the current thread, which ends. */
    static void closeOwn() {
        OWN.get().close();
        OWN.remove();
    }
}
