/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * A mail that {@link MockMailbox} accepted.
 *
 * @param sender the reverse-path, without angle brackets; empty for the null sender
 * @param recipients the forward-paths that were accepted, without angle brackets, in the order of the commands
 * @param content the octets between the reply to DATA and the final dot, with dot-stuffing undone and line ends
 *     unchanged; not copied
 * @param received the time of the final dot
 */
@SuppressWarnings("ArrayRecordComponent") // mails are never compared as a whole
public record ReceivedMail(String sender, List<String> recipients, byte[] content, Instant received) {

    /** Creates a received mail with a copy of the list. */
    public ReceivedMail {
        recipients = List.copyOf(recipients);
    }

    /** Returns the content decoded as UTF-8. */
    public String text() {
        return new String(content, StandardCharsets.UTF_8);
    }

    /** Returns sender, recipients and size, for the message of a failed assertion. */
    @Override
    public String toString() {
        return "ReceivedMail[from=<" + sender + ">, to=" + recipients + ", " + content.length + " octets, " + received
                + "]";
    }
}
