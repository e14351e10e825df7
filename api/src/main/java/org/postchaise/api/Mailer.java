/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

/**
 * The durable submission of mail: an application injects the bean ({@code @Inject Mailer}) and sends; the mail is delivered
 * and retried, and its status reported, after the caller's transaction has committed.
 *
 * <p>In a JTA transaction the mail is queued at commit, and never after rollback. Without a transaction the mail is queued
 * when the call returns. Status changes are fired as CDI events of type {@link MailStatus}. Thread-safe.
 */
public interface Mailer {

    /**
     * Queues {@code mail}.
     *
     * @return the mail's id, which its {@link MailStatus} events carry
     * @throws SubmissionException when the mail can't be queued; nothing was queued then
     */
    String send(Mail mail, SubmissionOptions options);

    /**
     * Queues a message that the application has composed itself.
     *
     * @return the mail's id, which its {@link MailStatus} events carry
     * @throws SubmissionException when the mail can't be queued; nothing was queued then
     */
    String send(Envelope envelope, MessageSource message, SubmissionOptions options);

    /** Queues {@code mail} as {@link #send(Mail, SubmissionOptions)} does, with default options. */
    default String send(Mail mail) {
        return send(mail, SubmissionOptions.NONE);
    }

    /** Queues {@code message} as {@link #send(Envelope, MessageSource, SubmissionOptions)} does, with default options. */
    default String send(Envelope envelope, MessageSource message) {
        return send(envelope, message, SubmissionOptions.NONE);
    }
}
