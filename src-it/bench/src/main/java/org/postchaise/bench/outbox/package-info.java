/**
 * Benchmarks of the outbox ({@link org.postchaise.bench.outbox.OutboxBenchmark}): commits beside other methods of
 * storing a message, recovery at a start, and the heap. No mail is sent over a network.
 */
package org.postchaise.bench.outbox;
