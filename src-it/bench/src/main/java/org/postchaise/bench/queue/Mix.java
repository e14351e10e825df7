/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.queue;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.postchaise.api.Envelope;
import org.postchaise.bench.client.Message;

/** Mails by number, who sends them to whom. */
enum Mix {
    /** One sender, and one recipient, who has all. */
    PLAIN,

    /** Four senders, a recipient for each mail. Of ten mails one is refused for a while, and one for good. */
    FAULTY;

    /** Of {@link #FAULTY} there are as many as this times something. */
    static final int STEP = 40;

    private static final int SENDERS = 4;
    private static final int TENTH = 10;

    /**
     * Some with the same sender.
     *
     * @param recipient all have it, with a number before it
     */
    record Part(String sender, String recipient, int count) {}

    /** That of mail {@code number}. */
    Envelope envelope(long number) {
        if (this == PLAIN) {
            return Envelope.of(Message.SENDER, Message.RECIPIENT);
        }
        Fate fate = switch ((int) (number % TENTH)) {
            case 0 -> Fate.LATER;
            case 1 -> Fate.NEVER;
            default -> Fate.TAKEN;
        };
        int sender = (int) (number / TENTH % SENDERS);
        return Envelope.of(sender(sender), number + recipient(sender, fate));
    }

    private static String sender(int number) {
        return "s" + number + "@" + Fate.NOTICE.domain();
    }

    private static String recipient(int sender, Fate fate) {
        return "s" + sender + "@" + fate.domain();
    }

    /** The mails of {@link #FAULTY}, {@code count} in all, by sender and fate. */
    static List<Part> faulty(int count) {
        List<Part> parts = new ArrayList<>();
        Map<Fate, Long> fates = FAULTY.fates(count);
        for (int sender = 0; sender < SENDERS; sender++) {
            for (Fate fate : List.of(Fate.TAKEN, Fate.LATER, Fate.NEVER)) {
                parts.add(
                        new Part(sender(sender), recipient(sender, fate), Math.toIntExact(fates.get(fate) / SENDERS)));
            }
        }
        return parts;
    }

    /** What becomes of {@code count} of them, with the notices that they lead to. */
    Map<Fate, Long> fates(long count) {
        Map<Fate, Long> fates = new EnumMap<>(Fate.class);
        long tenth = this == PLAIN ? 0 : count / TENTH;
        fates.put(Fate.TAKEN, count - 2 * tenth);
        fates.put(Fate.LATER, tenth);
        fates.put(Fate.NEVER, tenth);
        fates.put(Fate.NOTICE, tenth);
        return fates;
    }

    /** What one of them is known by in a log: the recipient, where each has another. */
    String key(String id, String recipient) {
        return this == PLAIN || Fate.of(recipient) == Fate.NOTICE ? id : recipient;
    }
}
