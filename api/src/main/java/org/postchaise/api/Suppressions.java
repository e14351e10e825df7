/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.util.Optional;
import org.postchaise.api.MailStatus.RecipientStatus;

/**
 * Addresses that get no mail any more, kept by the application. A CDI bean of this type turns it on: the {@link Mailer} asks it
 * before it queues a mail, and it is told of recipients that were refused for good, at once or by a mail that
 * came back ({@link IncomingNotices}). Notices are not asked for.
 */
public interface Suppressions {
    /**
     * Whether nothing is to be sent to {@code address}. Asked in the thread and the transaction of who sends; what it throws stops
     * the submission.
     *
     * @return the reason, for the recipient's {@link MailStatus}: failed, 5.7.1; empty: mail is sent
     */
    Optional<String> reason(String address);

    /**
     * A recipient has failed with a status of class 5, and what this was about. Passes on to {@link #refused(MailStatus, RecipientStatus)}
     * what is about the address, and nothing else: a mailbox may be emptied, and a block list is no reason to give an address up. An application
     * with rules of its own overrides this. Called after the commit; what it throws is logged, and costs nothing else.
     *
     * @param mail the mail that could not be delivered
     */
    default void refused(MailStatus mail, RecipientStatus recipient, FailureKind kind) {
        if (kind == FailureKind.ADDRESS) {
            refused(mail, recipient);
        }
    }

    /**
     * A recipient has failed because its address does not exist. Called after the commit; what it throws is logged, and costs nothing
     * else.
     *
     * @param mail the mail that could not be delivered
     */
    void refused(MailStatus mail, RecipientStatus recipient);

    /**
     * A mail has come back whose recipient failed with a status of class 5, and this is {@linkplain IncomingNotice.Report#proven proven}; what
     * this was about. Passes on to {@link #returned(IncomingNotice, IncomingNotice.Report)} what is about the address, and nothing else.
     * Called like {@link #refused}, and each time such a notification is received.
     */
    default void returned(IncomingNotice notice, IncomingNotice.Report recipient, FailureKind kind) {
        if (kind == FailureKind.ADDRESS) {
            returned(notice, recipient);
        }
    }

    /**
     * A mail has come back because the address of its recipient does not exist, and this is {@linkplain IncomingNotice.Report#proven proven}: what
     * anybody could have sent is not told here. Called like {@link #refused}, and each time such a notification is received.
     */
    void returned(IncomingNotice notice, IncomingNotice.Report recipient);
}
