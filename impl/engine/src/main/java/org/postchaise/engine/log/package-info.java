/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The text of logs: {@linkplain org.postchaise.engine.log.LineLog loggers} whose text from outside is made printable,
 * Postfix's {@linkplain org.postchaise.engine.log.DeliveryLog delivery lines},
 * {@linkplain org.postchaise.engine.log.Transcript transcripts} of sessions, and the
 * {@linkplain org.postchaise.engine.log.Secrets masking} of credentials. The package makes no decisions about mail.
 */
package org.postchaise.engine.log;
