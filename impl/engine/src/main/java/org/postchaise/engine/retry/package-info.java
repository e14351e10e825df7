/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The retry schedule of deferred mail, as in qmgr(8): {@link RetrySchedule} computes from the age of a mail the
 * {@link Disposition}, a later attempt or expiry. The package keeps no queue, starts no timer and reads no clock.
 */
package org.postchaise.engine.retry;
