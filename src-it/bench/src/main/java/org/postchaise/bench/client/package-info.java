/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Benchmarks of the client ({@link org.postchaise.bench.client.ClientBenchmark}) beside other mail clients in Java and
 * Postfix's smtp-source(1). Each client runs in a JVM of its own ({@link org.postchaise.bench.client.Driver});
 * container, queue and TLS are not part of them.
 */
package org.postchaise.bench.client;
