/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Delivery status notifications (RFC 3461, RFC 3464, RFC 6533), as in bounce(8): {@link Bounces} decides from a
 * {@link ReportedMail}, a mail with a {@link RecipientReport} for each reported recipient, which notices are due, and
 * creates each {@link Notice} as a mail to be queued. The package sends and queues nothing.
 */
package org.postchaise.engine.bounce;
