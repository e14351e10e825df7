/* SPDX-License-Identifier: Apache-2.0 */
/** The courier's queue on a real server and its broker: submission, relay beside Postfix, with faults too, and how it bears depth. */
package org.postchaise.bench.queue;
