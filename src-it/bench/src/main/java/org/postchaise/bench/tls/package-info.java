/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Benchmarks of the client's cost of TLS ({@link org.postchaise.bench.tls.TlsBenchmark}), beside Angus Mail and
 * Postfix's smtp(8). Certificates are made for the run; trust is not verified.
 */
package org.postchaise.bench.tls;
