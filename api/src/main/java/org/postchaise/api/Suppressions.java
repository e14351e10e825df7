/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.util.Optional;
import org.postchaise.api.MailStatus.RecipientStatus;

/**
 * The suppression list, kept by the application: addresses that are sent no mail. A CDI bean of this type enables suppression. The {@link
 * Mailer} queries the bean before a mail is queued, and the bean is notified of recipients that failed permanently, in a reply or in a
 * returned mail ({@link IncomingNotices}). For notifications the bean is not queried.
 */
public interface Suppressions {
    /**
     * Returns the reason if no mail is to be sent to {@code address}. Called in the thread and the transaction of the sender; an exception
     * aborts the submission.
     *
     * @return the reason, for the recipient's {@link MailStatus}: failed, 5.7.1; empty: mail is sent
     */
    Optional<String> reason(String address);

    /**
     * Receives a recipient that failed with a status of class 5, and the kind of the failure. The default implementation calls {@link
     * #refused(MailStatus, RecipientStatus)} for {@link FailureKind#ADDRESS} only: a full mailbox may be emptied, and a block list is no
     * reason to give an address up. An application with rules of its own overrides this method. Called after the commit; an exception is
     * logged and has no other effect.
     *
     * @param mail the mail that could not be delivered
     */
    default void refused(MailStatus mail, RecipientStatus recipient, FailureKind kind) {
        if (kind == FailureKind.ADDRESS) {
            refused(mail, recipient);
        }
    }

    /**
     * Receives a recipient that failed because its address does not exist. Called after the commit; an exception is logged and has no other
     * effect.
     *
     * @param mail the mail that could not be delivered
     */
    void refused(MailStatus mail, RecipientStatus recipient);

    /**
     * Receives a {@linkplain IncomingNotice.Report#proven proven} returned mail whose recipient failed with a status of class 5, and the
     * kind of the failure. The default implementation calls {@link #returned(IncomingNotice, IncomingNotice.Report)} for {@link
     * FailureKind#ADDRESS} only. Called after the commit, as {@link #refused} is, and each time such a notification is received.
     */
    default void returned(IncomingNotice notice, IncomingNotice.Report recipient, FailureKind kind) {
        if (kind == FailureKind.ADDRESS) {
            returned(notice, recipient);
        }
    }

    /**
     * Receives a {@linkplain IncomingNotice.Report#proven proven} returned mail whose recipient's address does not exist. Unproven reports,
     * which anybody could have sent, are not passed on. Called after the commit, as {@link #refused} is, and each time such a notification
     * is received.
     */
    void returned(IncomingNotice notice, IncomingNotice.Report recipient);
}
