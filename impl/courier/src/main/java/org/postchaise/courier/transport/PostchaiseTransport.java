/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier.transport;

import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.URLName;
import jakarta.mail.event.TransportEvent;
import jakarta.mail.internet.MimeMessage;
import java.time.Instant;
import java.util.Optional;
import org.postchaise.api.Envelope;
import org.postchaise.api.Mailer;
import org.postchaise.api.SubmissionException;
import org.postchaise.api.SubmissionOptions;

/**
 * Transport of Jakarta Mail's protocol {@code postchaise}: each {@link #sendMessage} queues one mail by the application's {@link Mailer}, in the caller's JTA
 * transaction where there is one. A session's properties {@code mail.transport.protocol} (for {@code Session.getTransport()}) and
 * {@code mail.transport.protocol.rfc822} (for {@code Transport.send}) select this transport; {@code mail.smtp.class}, with the name of this class, does so also
 * for code that asks for {@code smtp} by name.
 *
 * <p>The session's property {@code mail.postchaise.mailer} names the mailer ({@link org.postchaise.courier.MailerName}).
 *
 * <p>Sender and options are read from the places that Angus Mail's SMTP transport reads, in the same order ({@link EnvelopeOptions}); options for the queue are
 * {@link QueueOptions}. Host, port, user and password have no effect: the connection factory decides on the next hop.
 *
 * <p>Thread-safe, except for the value of {@link #queuedId}.
 */
public final class PostchaiseTransport extends Transport {
    private static final String MAILER = "mail.postchaise.mailer";

    private final ApplicationMailer application;
    private volatile Optional<Mailer> mailer = Optional.empty();
    private volatile Optional<String> queuedId = Optional.empty();

    /** Creates a transport for the application of the calling thread; called by Jakarta Mail. */
    public PostchaiseTransport(Session session, URLName url) {
        this(session, url, ApplicationMailer.OF_THE_CONTAINER);
    }

    PostchaiseTransport(Session session, URLName url, ApplicationMailer application) {
        super(session, url);
        this.application = application;
    }

    /**
     * Looks up the application's mailer. Makes no connection, and ignores all parameters.
     *
     * @throws MessagingException when there is none; the message says what is missing
     */
    @Override
    protected boolean protocolConnect(String host, int port, String user, String password) throws MessagingException {
        String name =
                Optional.ofNullable(session.getProperty(MAILER)).orElse("").strip();
        try {
            mailer = Optional.of(application.find(name));
        } catch (IllegalArgumentException e) {
            throw new MessagingException("property " + MAILER + ": " + e.getMessage(), e);
        }
        return true;
    }

    /**
     * Queues {@code message} as one mail for all of {@code addresses}; groups are expanded. The caller must call {@code saveChanges} for a message changed
     * after it was saved or read; a message without Message-ID gets that field, and is otherwise unchanged. The fields Bcc, Resent-Bcc, Return-Path and
     * Content-Length, and the fields of {@link QueueOptions}, are not sent. Listeners get MESSAGE_DELIVERED when the mail is queued, which is before the
     * commit.
     *
     * @throws IllegalStateException when the transport is not connected
     * @throws SendFailedException when there is no address, or an address is no mailbox: nothing was queued then, unless {@code sendpartial} is set and another
     *     address is a mailbox; or when the sender is no mailbox
     * @throws MessagingException when an option is malformed, or the queue does not take the mail; nothing was queued then
     */
    @Override
    public void sendMessage(Message message, Address[] addresses) throws MessagingException {
        Mailer target =
                mailer.filter(any -> isConnected()).orElseThrow(() -> new IllegalStateException("Not connected"));
        if (!(message instanceof MimeMessage mime)) {
            throw new MessagingException("only a MimeMessage can be queued");
        }
        Addressees addressees = Addressees.of(addresses);
        String id;
        try {
            id = queue(target, mime, addressees, new EnvelopeOptions(session, protocol(), mime));
        } catch (MessagingException e) {
            notifyTransportListeners(
                    TransportEvent.MESSAGE_NOT_DELIVERED,
                    Addressees.NONE,
                    addressees.mailboxes(),
                    addressees.refused(),
                    message);
            throw e;
        }
        queuedId = Optional.of(id);
        if (session.getDebug()) {
            session.getDebugOut().println("DEBUG POSTCHAISE: queued as " + id);
        }
        boolean all = addressees.refused().length == 0;
        notifyTransportListeners(
                all ? TransportEvent.MESSAGE_DELIVERED : TransportEvent.MESSAGE_PARTIALLY_DELIVERED,
                addressees.mailboxes(),
                Addressees.NONE,
                addressees.refused(),
                message);
        if (!all) {
            throw addressees.refusedInPart(id);
        }
    }

    /** Returns the id of the last mail queued by this transport, as in its {@code MailStatus} events; empty before the first mail. */
    public Optional<String> queuedId() {
        return queuedId;
    }

    private static String queue(Mailer target, MimeMessage message, Addressees addressees, EnvelopeOptions options)
            throws MessagingException {
        if (addressees.refused().length > 0 && (!options.sendPartial() || addressees.mailboxes().length == 0)) {
            throw addressees.refusedWhole();
        }
        SubmissionOptions queueOptions = options.queueOptions(Instant.now());
        Envelope envelope;
        try {
            envelope = ContentForm.named(options.envelope(addressees.mailboxes()), message);
        } catch (IllegalArgumentException e) {
            throw addressees.unsent("not queued: " + e.getMessage(), e);
        }
        try {
            return target.send(envelope, QueueOptions.content(message), queueOptions);
        } catch (SubmissionException | IllegalArgumentException e) {
            throw new MessagingException(e.getMessage(), e);
        }
    }

    /** Returns the protocol's name in properties: {@code smtp} where {@code mail.smtp.class} names this class. */
    private String protocol() {
        return Optional.ofNullable(url).map(URLName::getProtocol).orElse("postchaise");
    }
}
