/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.session;

import java.io.IOException;

/** The way of a session's replies to its client. */
@FunctionalInterface
public interface Output {

    /**
     * Sends octets from {@code from} (inclusive) to {@code to} (exclusive), all of them or with an exception; waits no longer than
     * {@code smtpd_timeout}. The array may change after the call.
     *
     * @throws IOException when the connection is lost, or the client does not read; the session ends
     */
    void write(byte[] octets, int from, int to) throws IOException;
}
