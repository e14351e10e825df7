/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Benchmarks of the courier's queue on a real server and its broker ({@link org.postchaise.bench.queue.QueueBenchmark}): submission, relay beside Postfix, with
 * and without refusals, and long queues. Mail goes to smtp-sink on the same machine, never to a network.
 */
package org.postchaise.bench.queue;
