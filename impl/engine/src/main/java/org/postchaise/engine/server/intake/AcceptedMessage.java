/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.intake;

import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.engine.server.view.SessionView;

/**
 * A message that passed all checks, for an {@link IntakeSink}.
 *
 * @param queueId the queue id, as in the reply, the log and the Received header field
 * @param envelope the envelope after alias expansion; each recipient has ORCPT
 * @param session the session that brought the message; to be read before the sink returns
 * @param content the content with the added header fields; each line ends in CRLF; valid until the sink returns
 */
public record AcceptedMessage(String queueId, Envelope envelope, SessionView session, MessageSource content) {}
