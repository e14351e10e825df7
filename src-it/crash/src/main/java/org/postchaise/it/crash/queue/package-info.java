/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Crash test of the courier's queue ({@link org.postchaise.it.crash.queue.QueueMatrix}): two servers share a pair of
 * brokers, and a server, the brokers or both are killed. Faulty mail servers
 * ({@link org.postchaise.it.crash.queue.Peer}) record which recipients get which mail; the test does not stop at named
 * points, as the one of the outbox does.
 */
package org.postchaise.it.crash.queue;
