/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.intake;

import java.util.List;
import org.postchaise.engine.server.view.ServerReply;

/**
 * The port to whoever takes responsibility for accepted messages: a message-driven bean, a directory, a queue. A positive reply is given to
 * the client only after the sink returned it. Called on session threads, several at the same time.
 */
@FunctionalInterface
public interface IntakeSink {

    /**
     * Takes a message, or refuses it.
     *
     * @return a reply for each recipient of the envelope, in its order, 2yz when this system is responsible for the message now; one reply
     *     alone counts for all recipients
     */
    List<ServerReply> accept(AcceptedMessage message);
}
