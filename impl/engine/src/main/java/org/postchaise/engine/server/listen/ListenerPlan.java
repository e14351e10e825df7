/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.listen;

import java.net.SocketAddress;
import java.util.Optional;
import org.postchaise.engine.server.command.SessionContext;

/**
 * A listening address, and what sessions of its connections need.
 *
 * @param address the address to listen on: an {@link java.net.InetSocketAddress} or a {@link java.net.UnixDomainSocketAddress}
 * @param normal the context of sessions
 * @param stressed the context of sessions that begin while the server is under stress, with the settings that {@link
 *     org.postchaise.engine.config.Settings#stressed} returns
 * @param names the lookup of clients' names
 * @param early the test for clients that speak before their greeting; empty for none
 */
public record ListenerPlan(
        SocketAddress address,
        SessionContext normal,
        SessionContext stressed,
        ClientNames names,
        Optional<EarlyTalkers> early) {}
