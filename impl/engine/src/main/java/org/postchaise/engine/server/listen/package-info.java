/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The connections of the SMTP and LMTP server: {@link org.postchaise.engine.server.listen.MailServer} accepts connections on
 * {@linkplain org.postchaise.engine.server.listen.ListenerPlan listening addresses}, finds out who the client is, keeps silent sessions in a
 * waiting room without a thread, and runs the others on a bounded number of threads. The package knows no SMTP command.
 */
package org.postchaise.engine.server.listen;
