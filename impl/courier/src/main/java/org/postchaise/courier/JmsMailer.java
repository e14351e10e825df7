/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import java.io.IOException;
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
import org.postchaise.api.Suppressions;

/** Submission to the JMS queue. */
@ApplicationScoped
public class JmsMailer implements Mailer {
    @Inject
    private MailQueue queue;

    @Inject
    private CourierSettings settings;

    @Inject
    private StatusEvents events;

    @Inject
    private Instance<Suppressions> suppressions;

    private final Clock clock = Clock.systemUTC();

    @Override
    public String send(Mail mail) {
        Envelope envelope = mail.envelope();
        return submit(envelope, mail.subject(), MimeComposer.compose(mail, clock.instant()));
    }

    @Override
    public String send(Envelope envelope, MessageSource message) {
        return submit(envelope, "", message);
    }

    private String submit(Envelope envelope, String subject, MessageSource content) {
        String id = UUID.randomUUID().toString().replace("-", "").toUpperCase(Locale.ROOT);
        Instant now = clock.instant();
        QueuedMail all = QueuedMail.submit(id, envelope, subject, now);
        QueuedMail mail = suppressions.isResolvable() ? all.suppress(suppressions.get()) : all;
        if (mail.finished()) {
            events.fire(mail.status(Optional.empty()));
            return id;
        }
        QueuedMailCodec.requireRoom(mail);
        try {
            queue.submit(mail, content, settings.messageSizeLimit());
        } catch (IOException e) {
            throw new SubmissionException("mail not queued, its content can't be read: " + e.getMessage(), e);
        } catch (JMSException | JMSRuntimeException e) {
            throw new SubmissionException("mail not queued, the queue does not take it: " + e.getMessage(), e);
        }
        events.fire(mail.status(Optional.of(now)));
        return id;
    }
}
