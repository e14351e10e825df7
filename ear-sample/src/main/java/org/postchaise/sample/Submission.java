/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.sample;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;
import org.postchaise.api.Mail;
import org.postchaise.api.Mailer;
import org.postchaise.api.SubmissionException;

/** Sender of mail in a transaction of its own, as an application does beside its database work. */
@ApplicationScoped
public class Submission {
    @Inject
    private Mailer mailer;

    @Resource
    private UserTransaction transaction;

    /**
     * Sends and commits.
     *
     * @return the mail's id
     * @throws SubmissionException when the mail is not queued
     */
    String commit(Mail mail) {
        String id = begin(mail);
        try {
            transaction.commit();
        } catch (RollbackException | HeuristicMixedException | HeuristicRollbackException | SystemException e) {
            throw new SubmissionException("the transaction did not commit: " + e.getMessage(), e);
        }
        return id;
    }

    /**
     * Sends and rolls back, so that nothing is queued.
     *
     * @return the id that the mail would have had
     */
    String rollBack(Mail mail) {
        String id = begin(mail);
        end();
        return id;
    }

    private String begin(Mail mail) {
        try {
            transaction.begin();
        } catch (NotSupportedException | SystemException e) {
            throw new SubmissionException("no transaction: " + e.getMessage(), e);
        }
        try {
            return mailer.send(mail);
        } catch (RuntimeException e) {
            end();
            throw e;
        }
    }

    private void end() {
        try {
            transaction.rollback();
        } catch (SystemException e) {
            throw new SubmissionException("the transaction did not roll back: " + e.getMessage(), e);
        }
    }
}
