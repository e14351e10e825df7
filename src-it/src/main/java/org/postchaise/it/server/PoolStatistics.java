/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.server;

/**
 * What a container's pool says of itself.
 *
 * @param created connections made since the adapter started
 * @param destroyed connections of these that were closed
 * @param active connections that are there now, idle or held
 * @param inUse connections that an application holds now
 */
public record PoolStatistics(int created, int destroyed, int active, int inUse) {}
