/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import org.postchaise.api.MailStatus;

/**
 * Identifiers of a queued mail, and the state of its admission.
 *
 * @param submission the queue's own id of the submission: unique, whatever ids clients give to their mails
 * @param mailId the id known outside the queue: returned by the mailer, or given by a JMS client; a label, not unique
 * @param part the number of this part of the submission, from 1
 * @param parts the number of parts
 * @param admitted true if {@link Admission} has processed the mail
 */
record MailOrigin(String submission, String mailId, int part, int parts, boolean admitted) {
    /** Returns the origin of an admitted mail in one part without another id. */
    static MailOrigin of(String id) {
        return new MailOrigin(id, id, 1, 1, true);
    }

    /** Returns the id of this part in queue, notes, selectors and log; unique. */
    String id() {
        return parts == 1 ? submission : submission + suffix(part);
    }

    private static String suffix(int part) {
        return "-" + part;
    }

    /**
     * Returns the origin of the part with an {@link #id}.
     *
     * @throws IllegalArgumentException when {@code id} is the id of another part
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

    /** Returns the origin of part {@code number} of {@code of} parts. */
    MailOrigin part(int number, int of) {
        return new MailOrigin(submission, mailId, number, of, admitted);
    }

    /** Returns the origin of the mail after its admission. */
    MailOrigin afterAdmission() {
        return new MailOrigin(submission, mailId, part, parts, true);
    }

    /** Returns the origin that observers of status events get. */
    MailStatus.Origin told() {
        return new MailStatus.Origin(id(), part, parts);
    }
}
