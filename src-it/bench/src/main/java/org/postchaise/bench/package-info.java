/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Benchmarks with Postfix beside them, if it is installed, run by {@code mvn -Pbench verify -Dbench=NAME} ({@link org.postchaise.bench.Benchmarks}). This
 * package measures settings and tables; other suites have packages of their own. Results are reported, not asserted.
 */
package org.postchaise.bench;
