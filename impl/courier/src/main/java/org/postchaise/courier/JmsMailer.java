/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.inject.Inject;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.postchaise.api.Envelope;
import org.postchaise.api.Mail;
import org.postchaise.api.Mailer;
import org.postchaise.api.MessageSource;
import org.postchaise.api.SubmissionException;
import org.postchaise.api.SubmissionOptions;

/** Mailer that submits to the JMS queue. */
@ApplicationScoped
public class JmsMailer implements Mailer {
    @Inject
    private MailQueue queue;

    @Inject
    private CourierSettings settings;

    @Inject
    private StatusEvents events;

    @Inject
    private Admission admission;

    @EJB
    private NamedFactories factories;

    private final Clock clock = Clock.systemUTC();

    @Override
    public String send(Mail mail, SubmissionOptions options) {
        return send("", mail, options);
    }

    @Override
    public String send(Envelope envelope, MessageSource message, SubmissionOptions options) {
        return submit("", envelope, "", message, options);
    }

    /** Returns the mailer that an injection point asks for. */
    @Produces
    @MailerName("")
    public Mailer named(InjectionPoint point) {
        return point.getQualifiers().stream()
                .filter(MailerName.class::isInstance)
                .map(qualifier -> named(((MailerName) qualifier).value()))
                .findFirst()
                .orElse(this);
    }

    /**
     * Returns the mailer with a {@link MailerName}.
     *
     * @param name the mailer's name; empty for the unnamed mailer
     * @throws IllegalArgumentException when {@code name} is not a valid name
     */
    public Mailer named(String name) {
        NamedFactories.reference(name);
        return new Mailer() {
            @Override
            public String send(Mail mail, SubmissionOptions options) {
                return JmsMailer.this.send(name, mail, options);
            }

            @Override
            public String send(Envelope envelope, MessageSource message, SubmissionOptions options) {
                return submit(name, envelope, "", message, options);
            }
        };
    }

    private String send(String mailer, Mail mail, SubmissionOptions options) {
        Envelope envelope = mail.envelope();
        return submit(mailer, envelope, mail.subject(), MimeComposer.compose(mail, clock.instant()), options);
    }

    private String submit(
            String mailer, Envelope envelope, String subject, MessageSource content, SubmissionOptions options) {
        if (!mailer.isEmpty() && factories.lack(mailer)) {
            throw new SubmissionException("mail not queued, there is no mailer \"" + mailer
                    + "\"; expected a mail connection factory or a resource reference "
                    + NamedFactories.reference(mailer));
        }
        String key = options.idempotencyKey();
        String submission = QueuedMail.idOf(UUID.randomUUID());
        String id = key.isEmpty() ? submission : SubmissionKeys.mailId(key);
        Instant now = clock.instant();
        QueuedMail all = QueuedMail.submit(new MailOrigin(submission, id, 1, 1, false), envelope, subject, now)
                .withOptions(options);
        if (all.isTooLate(now)) {
            throw new SubmissionException("mail not queued, the time by which it is to be delivered is over: "
                    + options.deliverBy().orElseThrow());
        }
        List<QueuedMail> parts = admission.admit(all);
        queue(parts.stream().filter(part -> !part.finished()).toList(), mailer, content, now);
        for (QueuedMail part : parts) {
            if (part.finished()) {
                events.fire(part.status(Optional.empty()));
            } else {
                events.submitted(part, part.heldUntil(now).orElse(now));
            }
        }
        return id;
    }

    private void queue(List<QueuedMail> parts, String mailer, MessageSource content, Instant now) {
        try {
            if (parts.size() == 1) {
                queue.submit(parts.get(0), mailer, content, settings.messageSizeLimit(), settings.queueRuns(), now);
            } else if (!parts.isEmpty()) {
                queue.submitAll(parts, mailer, content, settings.messageSizeLimit(), settings.queueRuns(), now);
            }
        } catch (IOException e) {
            throw new SubmissionException("mail not queued, its content can't be read: " + e.getMessage(), e);
        } catch (JMSException | JMSRuntimeException e) {
            throw new SubmissionException("mail not queued, the queue does not take it: " + e.getMessage(), e);
        } catch (SubmissionException e) {
            throw e;
        } catch (Exception e) {
            // containers throw various exceptions when a transaction can't begin or commit
            throw new SubmissionException("mail not queued: " + e.getMessage(), e);
        }
    }
}
