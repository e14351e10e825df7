/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.server;

/**
 * Statistics of a container's connection pool.
 *
 * @param created the number of connections made since the adapter started
 * @param destroyed the number of these connections that were closed
 * @param active the number of open connections, idle or held
 * @param inUse the number of connections held by applications
 */
public record PoolStatistics(int created, int destroyed, int active, int inUse) {}
