/* SPDX-License-Identifier: Apache-2.0 */
/** Benchmarks: how long things take, beside Postfix where it is installed. Run by {@code mvn -Pbench verify -Dbench=NAME}. */
package org.postchaise.bench;
