/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.crash.queue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.api.Recipient;

/** The mails: what one is, who gets it, and who refuses it for good follows from its id. */
final class Letters {
    /** How many domains have recipients. */
    static final int DOMAINS = 50;

    /** The domain of the senders, each named as the mail. */
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

    /** Whether that recipient's server refuses it with a 550. */
    static boolean refused(String id, String recipient) {
        return Math.floorMod((id + " " + recipient).hashCode(), ONE_REFUSED_OF) == 0;
    }

    static Envelope envelope(String id) {
        return Envelope.unchecked(
                id + "@" + SENDERS, recipients(id).stream().map(Recipient::of).toList());
    }

    /** How many lines like {@link #LINE} it has: every eighth is large, for the broker and for the node, which keep it in files of their own then. */
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
