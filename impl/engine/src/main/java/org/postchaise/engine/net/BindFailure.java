/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.net;

import java.io.IOException;
import java.net.InetAddress;

/** This system does not have the address that a connection was to come from; the peer was not asked. */
public final class BindFailure extends IOException {
    private static final long serialVersionUID = 1L;

    BindFailure(InetAddress address, IOException cause) {
        super("bind " + address.getHostAddress() + ": " + cause.getMessage(), cause);
    }
}
