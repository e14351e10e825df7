/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The routing of mail as Postfix's smtp(8) and lmtp(8) do it: from a domain or next hop through transports and MX, SRV
 * and address lookups to an ordered list of servers to try. Principal types:
 * {@link org.postchaise.engine.client.route.Router}, {@link org.postchaise.engine.client.route.NextHop},
 * {@link org.postchaise.engine.client.route.Candidate}. The package opens no connections.
 */
package org.postchaise.engine.client.route;
