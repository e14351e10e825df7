/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Connections with deadlines: a {@link org.postchaise.engine.net.Connection} over TCP, a unix-domain socket or TLS,
 * opened by a {@link org.postchaise.engine.net.Connector} and listed in the
 * {@link org.postchaise.engine.net.OpenConnections} of its client. The package knows neither SMTP nor DNS, and takes
 * TLS engines that are configured elsewhere.
 */
package org.postchaise.engine.net;
