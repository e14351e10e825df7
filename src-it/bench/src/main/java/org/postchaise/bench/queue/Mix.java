/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.queue;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.postchaise.api.Envelope;
import org.postchaise.bench.client.Message;

/** Senders and recipients of numbered mails. */
enum Mix {
    /** One sender, and one recipient for all mails. */
    PLAIN,

    /** Four senders, and a recipient for each mail. Of ten mails one is temporarily refused, and one permanently. */
    FAULTY;

    /** Divisor of the number of mails of {@link #FAULTY}. */
    static final int STEP = 40;

    private static final int SENDERS = 4;
    private static final int TENTH = 10;

    /**
     * Mails with the same sender.
     *
     * @param recipient the recipient of all of them, after a number
     */
    record Part(String sender, String recipient, int count) {}

    /** Returns the envelope of mail {@code number}. */
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

    /** Returns the mails of {@link #FAULTY}, {@code count} in all, by sender and outcome. */
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

    /** Returns the outcomes of {@code count} mails, and of their notices. */
    Map<Fate, Long> fates(long count) {
        Map<Fate, Long> fates = new EnumMap<>(Fate.class);
        long tenth = this == PLAIN ? 0 : count / TENTH;
        fates.put(Fate.TAKEN, count - 2 * tenth);
        fates.put(Fate.LATER, tenth);
        fates.put(Fate.NEVER, tenth);
        fates.put(Fate.NOTICE, tenth);
        return fates;
    }

    /** Returns the key of a mail in a log: the recipient, where each mail has its own; else the id. */
    String key(String id, String recipient) {
        return this == PLAIN || Fate.of(recipient) == Fate.NOTICE ? id : recipient;
    }
}
