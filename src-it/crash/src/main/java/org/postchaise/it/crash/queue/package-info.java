/* SPDX-License-Identifier: Apache-2.0 */
/** The same for the courier's queue: two servers that share a broker, and are killed, or the broker is. */
package org.postchaise.it.crash.queue;
