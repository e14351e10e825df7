/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.intake;

import java.io.IOException;
import java.time.ZonedDateTime;
import java.util.function.Consumer;

/**
 * What the processing of a message's header must know of its transaction.
 *
 * @param queueId the queue id
 * @param sender the sender
 * @param local true if the client is one whose incomplete header addresses are completed ({@code local_header_rewrite_clients})
 * @param time the time at which the content began
 * @param lines takes log lines
 */
record MessageFacts(String queueId, Sender sender, boolean local, ZonedDateTime time, Consumer<String> lines) {

    /** The sender of a message, whose processing may need tables. */
    @FunctionalInterface
    interface Sender {
        /**
         * Returns the processed sender in external form; empty for the null sender.
         *
         * @throws IOException when a table can't be searched
         */
        String address() throws IOException;
    }

    /** Logs {@code text} after the queue id. */
    void log(String text) {
        lines.accept(queueId + text);
    }
}
