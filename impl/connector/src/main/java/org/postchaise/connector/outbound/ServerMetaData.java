/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import jakarta.resource.spi.ManagedConnectionMetaData;

/**
 * The metadata of a managed connection. Of the server only its name and address are known, not its greeting.
 *
 * @param server the peer, or {@code unknown} before the first session
 * @param user the login name of the sign-on; empty: determined by the tables
 */
record ServerMetaData(String server, String user) implements ManagedConnectionMetaData {
    @Override
    public String getEISProductName() {
        return "SMTP";
    }

    @Override
    public String getEISProductVersion() {
        return server;
    }

    /** Returns 0: no limit is known. */
    @Override
    public int getMaxConnections() {
        return 0;
    }

    @Override
    public String getUserName() {
        return user;
    }
}
