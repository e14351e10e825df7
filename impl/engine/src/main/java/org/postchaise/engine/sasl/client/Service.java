/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.sasl.client;

/**
 * The service that a client logs in to.
 *
 * @param protocol {@code smtp} or {@code lmtp}, the name of the service in GSSAPI and DIGEST-MD5
 * @param host the server's name
 * @param port the server's port; 0 for a unix-domain socket
 */
public record Service(String protocol, String host, int port) {}
