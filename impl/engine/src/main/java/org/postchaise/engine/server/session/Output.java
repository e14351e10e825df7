/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.session;

import java.io.IOException;

/** The way of a session's replies to its client. */
@FunctionalInterface
public interface Output {

    /**
     * Sends octets from {@code from} (inclusive) to {@code to} (exclusive), or keeps them in order to send them later, see {@link
     * #backlogged}. The array may change after the call.
     *
     * @throws IOException when the connection is lost; the session ends
     */
    void write(byte[] octets, int from, int to) throws IOException;

    /** Returns true if octets were kept, since the client does not read; then the session is to handle no more commands. */
    default boolean backlogged() {
        return false;
    }
}
