/* SPDX-License-Identifier: Apache-2.0 */
/** Kills a process at named points of the outbox's work, and looks whether database, queue and mail agree after its recovery. */
package org.postchaise.it.crash;
