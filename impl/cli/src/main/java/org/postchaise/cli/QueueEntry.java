/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Mail in the queue, as in listings.
 *
 * @param queue active, deferred, hold or dead
 * @param sender the sender as Postfix prints it: MAILER-DAEMON for the null sender
 * @param origin the submission that the mail belongs to
 * @param recipients the recipients that still need the mail
 * @param dead the reason why the entry is a dead letter, or no mail; empty for other entries
 */
record QueueEntry(
        String id,
        String queue,
        String sender,
        long size,
        Instant submitted,
        boolean expires,
        QueueEntry.Origin origin,
        List<QueueEntry.Recipient> recipients,
        String dead) {

    /**
     * Submission that an entry belongs to.
     *
     * @param mailer the name of the mailer for the mail; empty for the unnamed mailer
     * @param mail the mail id known outside the queue; empty where it equals the queue's id
     * @param part the part's number, from 1; 0 where the mail was not divided
     * @param parts the number of parts at submission
     */
    record Origin(String mailer, String mail, long part, long parts) {
        static Origin of(QueueAnswer answer) throws QueueException {
            boolean split = answer.members().containsKey("part");
            return new Origin(
                    answer.optional("mailer"),
                    answer.optional("mail"),
                    split ? answer.number("part") : 0,
                    split ? answer.number("parts") : 0);
        }

        boolean isPart() {
            return part > 0;
        }
    }

    /**
     * Recipient of a mail.
     *
     * @param reason the reason of the delay, or of the failure; empty: not known
     */
    record Recipient(String address, String state, String status, String reason) {
        static Recipient of(QueueAnswer answer) throws QueueException {
            return new Recipient(
                    answer.text("address"),
                    answer.text("state").toLowerCase(Locale.ROOT),
                    answer.optional("status"),
                    answer.optional("text"));
        }

        boolean isOpen() {
            return state.equals("queued") || state.equals("deferred");
        }
    }

    static QueueEntry of(QueueAnswer mail) throws QueueException {
        List<Recipient> open = new ArrayList<>();
        String dead = mail.optional("reason");
        for (Recipient one : recipients(mail)) {
            if (one.isOpen()) {
                open.add(dead.isEmpty() ? one : new Recipient(one.address(), one.state(), one.status(), dead));
            }
        }
        return new QueueEntry(
                mail.text("id"),
                mail.text("queue"),
                mail.text("sender").isEmpty() ? "MAILER-DAEMON" : mail.text("sender"),
                mail.number("size"),
                mail.time("submitted"),
                mail.isSet("expire"),
                Origin.of(mail),
                open,
                dead);
    }

    static List<Recipient> recipients(QueueAnswer mail) throws QueueException {
        List<Recipient> all = new ArrayList<>();
        for (QueueAnswer one : mail.objects("recipients")) {
            all.add(Recipient.of(one));
        }
        return all;
    }

    /** Returns the ID with postqueue(1)'s marks: {@code *} active, {@code !} on hold, {@code #} forced to expire. */
    String marked() {
        String place = queue.equals("active") ? "*" : queue.equals("hold") ? "!" : "";
        return id + place + (expires ? "#" : "");
    }
}
