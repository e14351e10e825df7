/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Events and logs: the {@link org.postchaise.engine.event.EngineListener} with the facts that it reports, and the text
 * of logs, such as Postfix's {@linkplain org.postchaise.engine.event.DeliveryLog delivery lines},
 * {@linkplain org.postchaise.engine.event.Transcript transcripts} and
 * {@linkplain org.postchaise.engine.event.LineLog loggers} whose text from outside is made printable. The package makes
 * no decisions about mail.
 */
package org.postchaise.engine.event;
