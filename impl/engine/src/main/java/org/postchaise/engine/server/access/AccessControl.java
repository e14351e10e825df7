/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.access;

import org.postchaise.engine.server.view.SessionView;
import org.postchaise.engine.server.view.Verdict;

/**
 * The port through which a session asks whether a request is permitted. Each method belongs to a stage of the session; with
 * {@code smtpd_delay_reject} the implementation evaluates the lists of client, HELO and sender at RCPT or ETRN. A {@link
 * Verdict.Reject} of a stage is the reply to the command; {@link Verdict.Permit} and {@link Verdict.Dunno} let the session go on.
 *
 * <p>Calls come on the session's thread and may block, for a bounded time. An implementation belongs to one listener; what an
 * implementation must remember of one session, such as deferred verdicts, belongs to the instance that {@link
 * Factory#forSession} returns. Implementations do not throw.
 */
public interface AccessControl {

    /** A maker of the access control of each session; thread-safe. */
    @FunctionalInterface
    interface Factory {
        /** Returns the access control of a session whose facts {@code view} shows. */
        AccessControl forSession(SessionView view);
    }

    /** Judges a new connection, before the greeting ({@code smtpd_client_restrictions}). */
    Verdict client();

    /**
     * Judges HELO, EHLO or LHLO ({@code smtpd_helo_restrictions}).
     *
     * @param name the name in the command; {@link SessionView#heloName} still has the earlier one
     */
    Verdict helo(String name);

    /**
     * Judges a MAIL command ({@code smtpd_sender_restrictions}).
     *
     * @param sender the sender in external form; empty for the null sender; {@link SessionView#mail} is empty still
     */
    Verdict sender(String sender);

    /**
     * Judges a RCPT command ({@code smtpd_relay_restrictions}, {@code smtpd_recipient_restrictions}).
     *
     * @param recipient the recipient in external form; not yet in {@link SessionView#recipients}
     */
    Verdict recipient(String recipient);

    /** Judges VRFY: as {@link #recipient}, without a mail transaction. */
    Verdict verify(String recipient);

    /**
     * Judges an ETRN command ({@code smtpd_etrn_restrictions}).
     *
     * @param domain the domain in the command
     */
    Verdict etrn(String domain);

    /** Judges a DATA command, or the first BDAT command ({@code smtpd_data_restrictions}). */
    Verdict data();

    /** Judges the mail at the end of its content ({@code smtpd_end_of_data_restrictions}). */
    Verdict endOfData();

    /** Forgets what belongs to a mail transaction, which has ended; called once for each transaction, finished or not. */
    void endTransaction();
}
