/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import java.io.Serializable;
import org.postchaise.engine.client.route.NextHop;

/**
 * What two deliveries must share to share a session: a named set of attributes, so that false sharing can be checked for.
 * Credentials, TLS level and protocol join it with their own issues.
 *
 * @param nextHop where the session leads
 */
public record ConnectionKey(NextHop nextHop) implements Serializable {}
