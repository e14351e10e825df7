/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.postchaise.api.MailStatus.RecipientStatus;
import org.postchaise.engine.log.Printable;

/**
 * Message in one of the queues, as described by its properties.
 *
 * @param place the queue's place
 * @param id the queue's own id of the mail; for other messages see {@link #idOf}
 * @param mail the mail's state; empty where the message is no mail, as in the dead-letter queue
 * @param mailer the name of the mailer for the mail; empty for the unnamed mailer
 * @param since the time when the mail was submitted, or the message sent
 * @param next the due time; empty for a mail that is due now, or never
 * @param size the octets of content
 * @param reason the reason why the message is a dead letter, or no mail; empty for other messages
 */
record QueueEntry(
        QueueName place,
        String id,
        Optional<QueuedMail> mail,
        String mailer,
        Instant since,
        Optional<Instant> next,
        long size,
        String reason) {
    /** Returns the entry for {@code message}. */
    static QueueEntry of(QueueName place, Message message) throws JMSException {
        String reason = message.propertyExists(MailQueue.REASON) ? message.getStringProperty(MailQueue.REASON) : "";
        String mailer = EnvelopeProperties.mailer(message);
        long size = StoredMessage.length(message);
        try {
            QueuedMail mail = QueuedMailCodec.read(message);
            return new QueueEntry(
                    place,
                    mail.id(),
                    Optional.of(mail),
                    mailer,
                    mail.submitted(),
                    next(place, mail, message),
                    size,
                    reason);
        } catch (PoisonMessageException e) {
            return new QueueEntry(
                    place,
                    idOf(message),
                    Optional.empty(),
                    mailer,
                    Instant.ofEpochMilli(message.getJMSTimestamp()),
                    Optional.empty(),
                    size,
                    reason.isEmpty() ? e.getMessage() : reason);
        }
    }

    /**
     * Returns the id of {@code message} in log, listings and commands: of a mail, the queue's own id; of another message, the id that a client gave it, or an
     * id made of the broker's.
     */
    static String idOf(Message message) throws JMSException {
        try {
            return QueuedMailCodec.read(message).id();
        } catch (PoisonMessageException noMail) {
            String id = Printable.line(Objects.requireNonNullElse(message.getStringProperty(QueuedMailCodec.ID), ""));
            return id.isEmpty() ? EnvelopeProperties.ownId(message) : id;
        }
    }

    /** Returns true if {@code some} is the id of this entry, or of the mail that this entry is a part or a submission of. */
    boolean isCalled(String some) {
        return id.equals(some)
                || mail.filter(one -> one.origin().mailId().equals(some)).isPresent();
    }

    private static Optional<Instant> next(QueueName place, QueuedMail mail, Message message) throws JMSException {
        if (place != QueueName.DEFERRED) {
            return Optional.empty();
        }
        Optional<Instant> due = MailQueue.due(message);
        return due.isPresent() ? due : mail.deferredUntil();
    }

    /** Returns the domain of a recipient in lower case; the address where there is no domain, as in qshape(1). */
    static String domain(RecipientStatus recipient) {
        String address = recipient.recipient().address();
        String domain = recipient.recipient().domain();
        return (domain.isEmpty() ? address : domain).toLowerCase(Locale.ROOT);
    }
}
