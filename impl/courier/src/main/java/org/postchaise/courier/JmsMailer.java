/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.transaction.TransactionalException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.postchaise.api.Envelope;
import org.postchaise.api.Mail;
import org.postchaise.api.Mailer;
import org.postchaise.api.MessageSource;
import org.postchaise.api.SubmissionException;
import org.postchaise.api.SubmissionOptions;

/** Submission to the JMS queue. */
@ApplicationScoped
public class JmsMailer implements Mailer {
    private static final Logger LOG = System.getLogger("org.postchaise.courier");

    @Inject
    private MailQueue queue;

    @Inject
    private CourierSettings settings;

    @Inject
    private StatusEvents events;

    @Inject
    private Admission admission;

    @Inject
    private SubmissionKeys keys;

    private final Clock clock = Clock.systemUTC();

    @Override
    public String send(Mail mail, SubmissionOptions options) {
        Envelope envelope = mail.envelope();
        return submit(envelope, mail.subject(), MimeComposer.compose(mail, clock.instant()), options);
    }

    @Override
    public String send(Envelope envelope, MessageSource message, SubmissionOptions options) {
        return submit(envelope, "", message, options);
    }

    private String submit(Envelope envelope, String subject, MessageSource content, SubmissionOptions options) {
        String key = options.idempotencyKey();
        if (key.isEmpty()) {
            String id = UUID.randomUUID().toString().replace("-", "").toUpperCase(Locale.ROOT);
            queue(QueuedMail.submit(id, envelope, subject, clock.instant()).withOptions(options), content);
            return id;
        }
        String id = SubmissionKeys.mailId(key);
        QueuedMail mail =
                QueuedMail.submit(id, envelope, subject, clock.instant()).withOptions(options);
        if (keys.inTransaction()) {
            queueOnce(mail, content);
            return id;
        }
        try {
            keys.transacted(() -> queueOnce(mail, content));
        } catch (TransactionalException e) {
            requireQueued(key, e);
        }
        return id;
    }

    /** A transaction that does not commit may have met one that used the same key. */
    private void requireQueued(String key, TransactionalException reason) {
        try {
            if (keys.isKnown(key, clock.instant().minus(settings.keyLifetime()))) {
                return;
            }
        } catch (JMSException | JMSRuntimeException e) {
            reason.addSuppressed(e);
        }
        throw new SubmissionException(
                "mail not queued, its transaction did not commit: " + reason.getMessage(), reason);
    }

    private boolean queueOnce(QueuedMail mail, MessageSource content) {
        String key = mail.options().idempotencyKey();
        try {
            if (!keys.isNew(key, settings.keyLifetime(), mail.submitted())) {
                LOG.log(Level.INFO, mail.id() + ": submitted before with the same idempotency key");
                return false;
            }
            queue(mail, content);
            keys.remember(key, settings.keyLifetime(), mail.submitted());
            return true;
        } catch (JMSException | JMSRuntimeException e) {
            throw new SubmissionException("mail not queued, its key can't be kept: " + e.getMessage(), e);
        }
    }

    private void queue(QueuedMail all, MessageSource content) {
        Instant now = all.submitted();
        if (all.isTooLate(now)) {
            throw new SubmissionException("mail not queued, the time by which it is to be delivered is over: "
                    + all.options().deliverBy().orElseThrow());
        }
        QueuedMail mail = admission.admit(all);
        if (mail.finished()) {
            events.fire(mail.status(Optional.empty()));
            return;
        }
        try {
            queue.submit(mail, content, settings.messageSizeLimit(), settings.queueRuns(), now);
        } catch (IOException e) {
            throw new SubmissionException("mail not queued, its content can't be read: " + e.getMessage(), e);
        } catch (JMSException | JMSRuntimeException e) {
            throw new SubmissionException("mail not queued, the queue does not take it: " + e.getMessage(), e);
        }
        events.fire(mail.status(Optional.of(mail.heldUntil(now).orElse(now))));
    }
}
