/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.postchaise.api.MailStatus.RecipientStatus;
import org.postchaise.engine.event.Printable;

/**
 * A message in one of the queues, as far as its properties tell.
 *
 * @param place where it is
 * @param id the queue's own id of the mail; of what is no mail, see {@link #idOf}
 * @param mail its state; empty where it is no mail, as among the dead letters
 * @param mailer the name of the mailer that it is for; empty where that has none
 * @param since when the mail was submitted, or the message sent
 * @param next when it is due; empty when it is now, or never
 * @param size octets of content
 * @param reason why it is a dead letter, or no mail; empty when it is neither
 */
record QueueEntry(
        Place place,
        String id,
        Optional<QueuedMail> mail,
        String mailer,
        Instant since,
        Optional<Instant> next,
        long size,
        String reason) {
    /** What {@code message} is. */
    static QueueEntry of(Place place, Message message) throws JMSException {
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
     * Returns the id by which log, listings and orders know {@code message}: the queue's own of a mail, and of what is no mail the one that a client
     * gave it, or one made of the broker's.
     */
    static String idOf(Message message) throws JMSException {
        try {
            return QueuedMailCodec.read(message).id();
        } catch (PoisonMessageException noMail) {
            String id = Printable.line(Objects.requireNonNullElse(message.getStringProperty(QueuedMailCodec.ID), ""));
            return id.isEmpty() ? EnvelopeProperties.ownId(message) : id;
        }
    }

    /** Whether {@code some} is its id, or that of the mail that it is a part or a submission of. */
    boolean isCalled(String some) {
        return id.equals(some)
                || mail.filter(one -> one.origin().mailId().equals(some)).isPresent();
    }

    private static Optional<Instant> next(Place place, QueuedMail mail, Message message) throws JMSException {
        if (place != Place.DEFERRED) {
            return Optional.empty();
        }
        Optional<Instant> due = MailQueue.due(message);
        return due.isPresent() ? due : mail.deferredUntil();
    }

    /** The domain of a recipient, in lower case; the address where it has none, as in qshape(1). */
    static String domain(RecipientStatus recipient) {
        String address = recipient.recipient().address();
        String domain = recipient.recipient().domain();
        return (domain.isEmpty() ? address : domain).toLowerCase(Locale.ROOT);
    }
}
