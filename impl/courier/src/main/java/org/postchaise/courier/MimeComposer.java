/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.activation.DataHandler;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.UnsupportedEncodingException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.postchaise.api.Mail;
import org.postchaise.api.MessageSource;
import org.postchaise.api.MimeMessageSource;
import org.postchaise.api.SubmissionException;

/**
 * Renders a {@link Mail} as MIME (RFC 5322, RFC 2045 to 2047): text and HTML as alternatives, attachments beside them,
 * everything in UTF-8. Bcc is left out: those recipients are in the envelope only.
 */
final class MimeComposer {
    private static final String UTF_8 = StandardCharsets.UTF_8.name();

    private MimeComposer() {}

    /**
     * The content of {@code mail}, dated {@code now}.
     *
     * @throws SubmissionException when an address or an attachment's type can't be rendered; the message names it
     */
    static MessageSource compose(Mail mail, Instant now) {
        try {
            MimeMessage message = new IdentifiedMessage(messageId(mail.from()));
            message.setFrom(address(mail.from()));
            message.setRecipients(RecipientType.TO, addresses(mail.to()));
            message.setRecipients(RecipientType.CC, addresses(mail.cc()));
            if (!mail.replyTo().isEmpty()) {
                message.setReplyTo(addresses(mail.replyTo()));
            }
            message.setSubject(mail.subject(), UTF_8);
            message.setSentDate(Date.from(now));
            for (Map.Entry<String, List<String>> field : mail.headers().entrySet()) {
                for (String value : field.getValue()) {
                    message.addHeader(field.getKey(), encode(field.getKey(), value));
                }
            }
            fill(message, mail);
            message.saveChanges();
            return MimeMessageSource.of(message);
        } catch (MessagingException | UnsupportedEncodingException e) {
            throw new SubmissionException("mail can't be composed: " + e.getMessage(), e);
        }
    }

    private static void fill(MimePart part, Mail mail) throws MessagingException, UnsupportedEncodingException {
        if (mail.attachments().isEmpty()) {
            fillText(part, mail);
            return;
        }
        MimeMultipart mixed = new MimeMultipart("mixed");
        MimeBodyPart text = new MimeBodyPart();
        fillText(text, mail);
        mixed.addBodyPart(text);
        for (Mail.Attachment attachment : mail.attachments()) {
            MimeBodyPart file = new MimeBodyPart();
            file.setDataHandler(
                    new DataHandler(new ByteArrayDataSource(attachment.content(), attachment.contentType())));
            file.setFileName(MimeUtility.encodeText(attachment.fileName(), UTF_8, null));
            file.setDisposition(MimeBodyPart.ATTACHMENT);
            mixed.addBodyPart(file);
        }
        part.setContent(mixed);
    }

    private static void fillText(MimePart part, Mail mail) throws MessagingException {
        if (mail.html().isEmpty()) {
            part.setText(crlf(mail.text()), UTF_8);
        } else if (mail.text().isEmpty()) {
            part.setText(crlf(mail.html()), UTF_8, "html");
        } else {
            MimeBodyPart plain = new MimeBodyPart();
            plain.setText(crlf(mail.text()), UTF_8);
            MimeBodyPart html = new MimeBodyPart();
            html.setText(crlf(mail.html()), UTF_8, "html");
            part.setContent(new MimeMultipart("alternative", plain, html));
        }
    }

    private static String encode(String name, String value) throws UnsupportedEncodingException {
        return MimeUtility.fold(name.length() + 2, MimeUtility.encodeText(value, UTF_8, null));
    }

    private static InternetAddress[] addresses(List<String> texts) throws AddressException {
        InternetAddress[] parsed = new InternetAddress[texts.size()];
        for (int i = 0; i < parsed.length; i++) {
            parsed[i] = address(texts.get(i));
        }
        return parsed;
    }

    private static InternetAddress address(String text) throws AddressException {
        // strict parsing would refuse addresses that Mail has let pass, so the parts are taken as they are
        InternetAddress address = new InternetAddress();
        address.setAddress(text);
        return address;
    }

    private static String messageId(String from) {
        return "<" + UUID.randomUUID() + "@" + asciiDomain(from.substring(from.lastIndexOf('@') + 1)) + ">";
    }

    private static String asciiDomain(String domain) {
        try {
            return domain.startsWith("[") ? domain : IDN.toASCII(domain);
        } catch (IllegalArgumentException e) {
            // an id needs to be unique and ASCII, not to resolve
            return "localhost";
        }
    }

    private static String crlf(String text) {
        return text.replaceAll("\r\n|\r|\n", "\r\n");
    }

    /** Keeps the id that it was made with, where Jakarta Mail would name this host. */
    private static final class IdentifiedMessage extends MimeMessage {
        private final String id;

        IdentifiedMessage(String id) {
            super(session());
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
