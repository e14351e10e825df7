/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

/**
 * Durable submission: {@code @Inject Mailer}, send, and the mail is delivered, retried and accounted for after the
 * caller's transaction has committed.
 *
 * <p>In a JTA transaction nothing is queued before commit, and nothing at all after rollback. Without one the mail is
 * queued when the call returns. Progress is reported by CDI events of type {@link MailStatus}. Thread-safe.
 */
public interface Mailer {

    /**
     * Queues {@code mail}.
     *
     * @return the mail's id, which its {@link MailStatus} events carry
     * @throws SubmissionException when it can't be queued; nothing was queued then
     */
    String send(Mail mail, SubmissionOptions options);

    /**
     * Queues a message that the application has composed itself. The envelope's time limit is not kept: each attempt has one
     * of its own.
     *
     * @return the mail's id, which its {@link MailStatus} events carry
     * @throws SubmissionException when it can't be queued; nothing was queued then
     */
    String send(Envelope envelope, MessageSource message, SubmissionOptions options);

    /** As {@link #send(Mail, SubmissionOptions)}, with none. */
    default String send(Mail mail) {
        return send(mail, SubmissionOptions.NONE);
    }

    /** As {@link #send(Envelope, MessageSource, SubmissionOptions)}, with none. */
    default String send(Envelope envelope, MessageSource message) {
        return send(envelope, message, SubmissionOptions.NONE);
    }
}
