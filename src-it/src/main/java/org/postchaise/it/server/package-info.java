/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Application servers as processes of the build ({@link org.postchaise.it.server.ServerControl}): {@link org.postchaise.it.server.WildFly} and
 * {@link org.postchaise.it.server.Payara}, set up below {@code target}, on free loopback ports, and always stopped at the end. The package has no tests of its
 * own.
 */
package org.postchaise.it.server;
