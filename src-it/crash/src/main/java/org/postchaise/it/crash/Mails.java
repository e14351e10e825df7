/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.crash;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.api.Recipient;

/** Mails of the transactions: four recipients at two next hops. */
final class Mails {
    static final List<String> RECIPIENTS =
            List.of("ann@one.example", "bob@one.example", "cid@two.example", "dan@two.example");

    private static final int LARGE = 200_000;
    private static final String LINE = "One line of many.\r\n";

    private Mails() {}

    static Envelope envelope(String id) {
        return Envelope.unchecked(
                id + "@crash.example", RECIPIENTS.stream().map(Recipient::of).toList());
    }

    /**
     * Returns the content of a mail.
     *
     * @param large true if the content is to be too large for the journal
     */
    static MessageSource message(String id, boolean large) {
        String text = "Message-Id: <" + id + "@crash.example>\r\nSubject: crash\r\n\r\n"
                + LINE.repeat(large ? LARGE / LINE.length() : 50)
                + "end of " + id + "\r\n";
        return MessageSource.of(text.getBytes(StandardCharsets.US_ASCII));
    }
}
