/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.net;

import java.io.IOException;
import java.net.InetAddress;

/**
 * The failure to bind a connection to its source address because this host does not have the address; the peer was not
 * contacted.
 */
public final class BindFailure extends IOException {
    private static final long serialVersionUID = 1L;

    BindFailure(InetAddress address, IOException cause) {
        super("bind " + address.getHostAddress() + ": " + cause.getMessage(), cause);
    }
}
