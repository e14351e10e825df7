/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import jakarta.resource.spi.ManagedConnectionMetaData;

/**
 * What a managed connection says of its server. Nothing of the greeting is known here but who sent it.
 *
 * @param server the peer, or {@code unknown} before the first session
 * @param user of the sign-on; empty: what the tables say
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

    /** No limit that is known. */
    @Override
    public int getMaxConnections() {
        return 0;
    }

    @Override
    public String getUserName() {
        return user;
    }
}
