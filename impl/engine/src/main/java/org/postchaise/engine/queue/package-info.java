/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The rules of a mail queue, as in qmgr(8) and bounce(8), for every queue of this system: {@link
 * org.postchaise.engine.queue.MailState} is the state of a mail's recipients, and {@link
 * org.postchaise.engine.queue.QueueRules} computes from a state and a delivery's report the next state, the time of the
 * next attempt, the notices and the log lines. The package keeps no queue, starts no timer and reads no clock.
 */
package org.postchaise.engine.queue;
