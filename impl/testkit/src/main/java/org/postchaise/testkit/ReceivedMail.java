/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * A mail that {@link MockMailbox} took responsibility for.
 *
 * @param sender the reverse-path, without angle brackets; empty for the null sender
 * @param recipients the forward-paths that were accepted, without angle brackets, in the order they came
 * @param content the octets between the reply to DATA and the final dot, dot-stuffing undone, line ends as they came;
 *     not copied
 * @param received when the final dot came
 */
@SuppressWarnings("ArrayRecordComponent") // for reading; nobody compares mails as a whole
public record ReceivedMail(String sender, List<String> recipients, byte[] content, Instant received) {

    /** */
    public ReceivedMail {
        recipients = List.copyOf(recipients);
    }

    /** The content read as UTF-8. */
    public String text() {
        return new String(content, StandardCharsets.UTF_8);
    }

    /** Sender, recipients and size, for a failed assertion. */
    @Override
    public String toString() {
        return "ReceivedMail[from=<" + sender + ">, to=" + recipients + ", " + content.length + " octets, " + received
                + "]";
    }
}
