/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import org.postchaise.api.MailStatus;

/**
 * What a queued mail is known by, and whether it was admitted.
 *
 * @param submission the queue's own id of the submission: unique, whatever clients call their mails
 * @param mailId what the mail is called outside: the id that the mailer returned, or what a client of JMS calls it; a label, not unique
 * @param part which of the parts that the submission was queued in, from 1
 * @param parts how many parts there are
 * @param admitted whether {@link Admission} has seen the mail
 */
record MailOrigin(String submission, String mailId, int part, int parts, boolean admitted) {
    /** The origin of an admitted mail in one part that has no other id. */
    static MailOrigin of(String id) {
        return new MailOrigin(id, id, 1, 1, true);
    }

    /** The id that queue, notes, selectors and log know this part by; unique. */
    String id() {
        return parts == 1 ? submission : submission + suffix(part);
    }

    private static String suffix(int part) {
        return "-" + part;
    }

    /**
     * The origin of the part with an {@link #id}.
     *
     * @throws IllegalArgumentException when {@code id} is that of another part
     */
    static MailOrigin ofPart(String id, String mailId, int part, int parts, boolean admitted) {
        String suffix = parts == 1 ? "" : suffix(part);
        if (!id.endsWith(suffix)) {
            throw new IllegalArgumentException(
                    "id of part " + part + " is \"" + id + "\"; expected one with " + suffix);
        }
        String submission = id.substring(0, id.length() - suffix.length());
        return new MailOrigin(submission, mailId, part, parts, admitted);
    }

    /** The origin of one of several parts. */
    MailOrigin part(int number, int of) {
        return new MailOrigin(submission, mailId, number, of, admitted);
    }

    /** The origin of the mail after its admission. */
    MailOrigin afterAdmission() {
        return new MailOrigin(submission, mailId, part, parts, true);
    }

    /** What observers are told. */
    MailStatus.Origin told() {
        return new MailStatus.Origin(id(), part, parts);
    }
}
