/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.postchaise.api.Addressee;
import org.postchaise.api.Mail;
import org.postchaise.api.MessageSource;
import org.postchaise.api.MimeMessageSource;
import org.postchaise.api.SubmissionException;
import org.postchaise.engine.dns.Idna;

/** Renderer of a {@link Mail} as a message (RFC 5322, RFC 2047); the body is a {@link MimeBody}. Bcc is left out: its recipients are in the envelope only. */
final class MimeComposer {
    private static final String UTF_8 = StandardCharsets.UTF_8.name();

    private MimeComposer() {}

    /**
     * Returns the content of {@code mail}, dated {@code now}.
     *
     * @throws SubmissionException when an address or an attachment's type can't be rendered; the message names it
     */
    static MessageSource compose(Mail mail, Instant now) {
        return MimeMessageSource.of(message(mail, now));
    }

    /** Returns the message whose content {@link #compose} returns. */
    static MimeMessage message(Mail mail, Instant now) {
        try {
            MimeMessage message = new IdentifiedMessage(messageId(mail.from().address()));
            setAddresses(message, "From", List.of(mail.from()));
            setAddresses(message, "To", mail.to());
            setAddresses(message, "Cc", mail.cc());
            setAddresses(message, "Reply-To", mail.replyTo());
            message.setSubject(mail.subject(), UTF_8);
            message.setSentDate(Date.from(now));
            for (Map.Entry<String, List<String>> field : mail.headers().entrySet()) {
                for (String value : field.getValue()) {
                    message.addHeader(field.getKey(), encode(field.getKey(), value));
                }
            }
            MimeBody.fill(message, mail);
            message.saveChanges();
            return message;
        } catch (MessagingException | IOException | IllegalArgumentException e) {
            throw new SubmissionException("mail can't be composed: " + e.getMessage(), e);
        }
    }

    private static void setAddresses(MimeMessage message, String name, List<? extends Addressee> addressees)
            throws MessagingException, UnsupportedEncodingException {
        if (!addressees.isEmpty()) {
            message.setHeader(name, AddressField.value(addressees));
        }
    }

    private static String encode(String name, String value) throws UnsupportedEncodingException {
        boolean addresses = AddressField.isOne(name) && !value.chars().allMatch(c -> c < 0x80);
        return addresses
                ? AddressField.value(Addressee.parseList("value of header " + name, value))
                : MimeUtility.fold(name.length() + 2, MimeUtility.encodeText(value, UTF_8, null));
    }

    private static String messageId(String from) {
        return "<" + UUID.randomUUID() + "@" + asciiDomain(from.substring(from.lastIndexOf('@') + 1)) + ">";
    }

    private static String asciiDomain(String domain) {
        String ascii = Idna.IDNA2008.toAscii(domain);
        // an id needs to be unique and ASCII, not to resolve
        return ascii.chars().allMatch(c -> c < 0x80) ? ascii : "localhost";
    }

    /** A message with a given Message-ID, where Jakarta Mail would make one with the name of this host. */
    private static final class IdentifiedMessage extends MimeMessage {
        /** Shared session: creating a session searches the class path for its providers. */
        private static final Session SESSION = session();

        private final String id;

        IdentifiedMessage(String id) {
            super(SESSION);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }

        private static Session session() {
            Properties properties = new Properties();
            // an address outside ASCII goes out as UTF-8 (RFC 6532), not as question marks
            properties.setProperty("mail.mime.allowutf8", "true");
            return Session.getInstance(properties);
        }
    }
}
