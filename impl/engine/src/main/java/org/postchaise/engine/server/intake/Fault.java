/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.intake;

import org.postchaise.engine.server.view.ServerReply;

/**
 * What is wrong with a message, found while its content is read or processed; the client hears of it at the end of the content.
 *
 * @param reply the reply
 * @param label the text before the queue id in the log line
 * @param text the text after the queue id in the log line
 */
record Fault(ServerReply reply, String label, String text) {
    private static final String WARNING = "warning: ";

    /** The message is longer than {@code message_size_limit}. */
    static final Fault TOO_BIG = new Fault(
            ServerReply.of(552, "5.3.4", "Error: message file too big"), WARNING, "queue file size limit exceeded");

    /** The message went through more hosts than {@code hopcount_limit} allows. */
    static final Fault TOO_MANY_HOPS = new Fault(
            ServerReply.of(554, "5.4.0", "Error: too many hops"), WARNING, "message rejected: hopcount exceeded");

    private static final ServerReply NOT_WRITTEN = ServerReply.of(451, "4.3.0", "Error: queue file write error");

    private static final ServerReply NOT_EXPANDED = ServerReply.of(451, "4.6.0", "Alias expansion error");

    /** Returns the fault of this system that prevents the message from being stored or processed. */
    static Fault ofSystem(String cause) {
        return new Fault(NOT_WRITTEN, WARNING, cause);
    }

    /** Returns the fault of an alias that expands to too much. */
    static Fault ofAliases(String cause) {
        return new Fault(NOT_EXPANDED, WARNING, cause);
    }

    /** Returns the log line about the message with the given queue id. */
    String line(String queueId) {
        return label + queueId + ": " + text;
    }
}
