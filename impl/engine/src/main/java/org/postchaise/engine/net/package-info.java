/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Connections with deadlines, for client and server: a {@link org.postchaise.engine.net.Connection} over TCP, a unix-domain
 * socket or TLS, opened by a {@link org.postchaise.engine.net.Connector} or accepted by an
 * {@link org.postchaise.engine.net.Acceptor}, and listed in the {@link org.postchaise.engine.net.OpenConnections} of its
 * owner; the {@linkplain org.postchaise.engine.net.ProxyHeaderDecoder header} of the PROXY protocol. The package knows
 * neither SMTP nor DNS, has no threads that wait for peers, and takes TLS engines that are configured elsewhere.
 */
package org.postchaise.engine.net;
