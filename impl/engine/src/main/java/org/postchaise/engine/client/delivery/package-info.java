/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The delivery of a mail to its recipients: routes, concurrency limits per destination, reuse of sessions, fallback to
 * other servers, and the report. Principal types: {@link org.postchaise.engine.client.delivery.MailClient},
 * {@link org.postchaise.engine.client.delivery.Delivery}. The package keeps no queue: a deferred recipient is retried
 * only by the caller.
 */
package org.postchaise.engine.client.delivery;
