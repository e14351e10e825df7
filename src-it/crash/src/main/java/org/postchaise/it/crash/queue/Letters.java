/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.crash.queue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.api.Recipient;

/** Mails of the test: content, recipients and permanent refusals follow from the id. */
final class Letters {
    /** Number of recipient domains. */
    static final int DOMAINS = 50;

    /** Domain of the senders; each sender's local part is the mail's id. */
    static final String SENDERS = "senders.example";

    static final String LINE = "One line of many.";

    private static final int MOST_RECIPIENTS = 3;
    private static final int ONE_REFUSED_OF = 33;

    private Letters() {}

    static String domain(int number) {
        return "d" + number + ".example";
    }

    static List<String> recipients(String id) {
        Random random = new Random(id.hashCode());
        TreeSet<String> recipients = new TreeSet<>();
        int count = 1 + random.nextInt(MOST_RECIPIENTS);
        while (recipients.size() < count) {
            recipients.add("ann@" + domain(random.nextInt(DOMAINS)));
        }
        return List.copyOf(recipients);
    }

    /** Returns true if the recipient's server refuses the recipient with a 550. */
    static boolean refused(String id, String recipient) {
        return Math.floorMod((id + " " + recipient).hashCode(), ONE_REFUSED_OF) == 0;
    }

    static Envelope envelope(String id) {
        return Envelope.unchecked(
                id + "@" + SENDERS, recipients(id).stream().map(Recipient::of).toList());
    }

    /** Returns the number of lines like {@link #LINE}. Every eighth mail is large, so that broker and node keep it in files of their own. */
    static int lines(String id) {
        return Math.floorMod(id.hashCode(), 8) == 0 ? 16_000 : 50;
    }

    static MessageSource message(String id) {
        String text = "Message-Id: <" + id + "@crash.example>\r\nSubject: crash\r\n\r\n"
                + (LINE + "\r\n").repeat(lines(id))
                + "end of " + id + "\r\n";
        return MessageSource.of(text.getBytes(StandardCharsets.US_ASCII));
    }
}
