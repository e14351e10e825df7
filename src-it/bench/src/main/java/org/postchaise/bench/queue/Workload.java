/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.queue;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.postchaise.api.Envelope;
import org.postchaise.bench.client.Message;

/** Senders and recipients of numbered mails. */
enum Workload {
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
        ExpectedOutcome fate = switch ((int) (number % TENTH)) {
            case 0 -> ExpectedOutcome.LATER;
            case 1 -> ExpectedOutcome.NEVER;
            default -> ExpectedOutcome.TAKEN;
        };
        int sender = (int) (number / TENTH % SENDERS);
        return Envelope.of(sender(sender), number + recipient(sender, fate));
    }

    private static String sender(int number) {
        return "s" + number + "@" + ExpectedOutcome.NOTICE.domain();
    }

    private static String recipient(int sender, ExpectedOutcome fate) {
        return "s" + sender + "@" + fate.domain();
    }

    /** Returns the mails of {@link #FAULTY}, {@code count} in all, by sender and outcome. */
    static List<Part> faulty(int count) {
        List<Part> parts = new ArrayList<>();
        Map<ExpectedOutcome, Long> fates = FAULTY.fates(count);
        for (int sender = 0; sender < SENDERS; sender++) {
            for (ExpectedOutcome fate : List.of(ExpectedOutcome.TAKEN, ExpectedOutcome.LATER, ExpectedOutcome.NEVER)) {
                parts.add(
                        new Part(sender(sender), recipient(sender, fate), Math.toIntExact(fates.get(fate) / SENDERS)));
            }
        }
        return parts;
    }

    /** Returns the outcomes of {@code count} mails, and of their notices. */
    Map<ExpectedOutcome, Long> fates(long count) {
        Map<ExpectedOutcome, Long> fates = new EnumMap<>(ExpectedOutcome.class);
        long tenth = this == PLAIN ? 0 : count / TENTH;
        fates.put(ExpectedOutcome.TAKEN, count - 2 * tenth);
        fates.put(ExpectedOutcome.LATER, tenth);
        fates.put(ExpectedOutcome.NEVER, tenth);
        fates.put(ExpectedOutcome.NOTICE, tenth);
        return fates;
    }

    /** Returns the key of a mail in a log: the recipient, where each mail has its own; else the id. */
    String key(String id, String recipient) {
        return this == PLAIN || ExpectedOutcome.of(recipient) == ExpectedOutcome.NOTICE ? id : recipient;
    }
}
