/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.intake;

import java.util.List;
import org.postchaise.engine.server.view.ServerReply;

/** The outcome of the intake of one message: the reply, or the replies, to the end of its content. */
public sealed interface IntakeOutcome {

    /**
     * The message was accepted for all recipients.
     *
     * @param reply the reply, such as {@code 250 2.0.0 Ok: queued as ID}
     */
    record Accepted(ServerReply reply) implements IntakeOutcome {}

    /**
     * The message was refused for all recipients.
     *
     * @param reply the reply, 4yz or 5yz
     * @param logged true if the rejection is logged already, else the session logs it as Postfix's smtpd does
     */
    record Refused(ServerReply reply, boolean logged) implements IntakeOutcome {}

    /**
     * The recipients have results of their own; only with LMTP.
     *
     * @param replies a reply for each accepted RCPT command, in order
     */
    record PerRecipient(List<ServerReply> replies) implements IntakeOutcome {
        /** Creates an outcome with a copy of the list. */
        public PerRecipient {
            replies = List.copyOf(replies);
        }
    }
}
