/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Crash test of the outbox ({@link org.postchaise.it.crash.CrashMatrix}): kills a process at named points of the outbox's work
 * ({@link org.postchaise.it.crash.Point}), and checks that database, queue and mail agree after its recovery. The shipped classes have no code for this test:
 * an agent adds the traps.
 */
package org.postchaise.it.crash;
