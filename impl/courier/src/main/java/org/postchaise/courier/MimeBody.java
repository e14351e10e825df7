/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.activation.DataHandler;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.postchaise.api.Attachment;
import org.postchaise.api.Mail;

/**
 * Body of a {@link Mail} (RFC 2045, RFC 2046): text, HTML with its images (RFC 2387) and invitation (RFC 6047) as alternatives, files beside them. Text is in
 * UTF-8 with lines that end in CRLF; files are unchanged.
 */
final class MimeBody {
    private static final String UTF_8 = StandardCharsets.UTF_8.name();
    private static final String OPAQUE = "application/octet-stream";

    private MimeBody() {}

    /**
     * Sets the content of {@code message} to that of {@code mail}.
     *
     * @throws IOException when an attachment can't be read
     */
    static void fill(MimePart message, Mail mail) throws MessagingException, IOException {
        boolean showsImages = !mail.html().isEmpty();
        List<MimeBodyPart> images = new ArrayList<>();
        List<MimeBodyPart> files = new ArrayList<>();
        for (Attachment attachment : mail.attachments()) {
            boolean image = showsImages && !attachment.contentId().isEmpty();
            (image ? images : files).add(file(attachment));
        }
        List<Content> alternatives = alternatives(mail, images);
        Content text = alternatives.size() == 1
                ? alternatives.get(0)
                : part -> part.setContent(multipart("alternative", parts(alternatives)));
        if (files.isEmpty()) {
            text.fill(message);
        } else {
            List<MimeBodyPart> all = parts(List.of(text));
            all.addAll(files);
            message.setContent(multipart("mixed", all));
        }
    }

    /** Function that fills a part, which is the message itself where the message has only one part. */
    @FunctionalInterface
    private interface Content {
        void fill(MimePart part) throws MessagingException;
    }

    private static List<Content> alternatives(Mail mail, List<MimeBodyPart> images) {
        List<Content> alternatives = new ArrayList<>();
        if (!mail.text().isEmpty() || (mail.html().isEmpty() && mail.calendar().isEmpty())) {
            alternatives.add(part -> part.setText(crlf(mail.text()), UTF_8));
        }
        if (!mail.html().isEmpty()) {
            Content html = part -> part.setText(crlf(mail.html()), UTF_8, "html");
            alternatives.add(images.isEmpty() ? html : part -> part.setContent(related(html, images)));
        }
        if (!mail.calendar().isEmpty()) {
            alternatives.add(part -> invite(part, mail));
        }
        return alternatives;
    }

    /** Fills {@code part} with the invitation. The type has a method parameter, which mail clients look for; base64 permits lines of any length. */
    private static void invite(MimePart part, Mail mail) throws MessagingException {
        byte[] octets = crlf(mail.calendar()).getBytes(StandardCharsets.UTF_8);
        String type = "text/calendar; charset=UTF-8; method=" + mail.calendarMethod();
        part.setDataHandler(new DataHandler(new ByteArrayDataSource(octets, type)));
        part.setHeader("Content-Transfer-Encoding", "base64");
    }

    private static MimeMultipart related(Content html, List<MimeBodyPart> images) throws MessagingException {
        List<MimeBodyPart> all = parts(List.of(html));
        all.addAll(images);
        // RFC 2387, section 3.1
        return multipart("related; type=\"text/html\"", all);
    }

    private static MimeMultipart multipart(String subtype, List<MimeBodyPart> parts) throws MessagingException {
        MimeMultipart multipart = new MimeMultipart(subtype);
        for (MimeBodyPart part : parts) {
            multipart.addBodyPart(part);
        }
        return multipart;
    }

    private static List<MimeBodyPart> parts(List<Content> contents) throws MessagingException {
        List<MimeBodyPart> parts = new ArrayList<>();
        for (Content content : contents) {
            MimeBodyPart part = new MimeBodyPart();
            content.fill(part);
            parts.add(part);
        }
        return parts;
    }

    /**
     * Returns the part of an attachment. Messages and multiparts must not be encoded (RFC 2045, section 6.4): one that needs an encoding gets the type
     * application/octet-stream.
     */
    private static MimeBodyPart file(Attachment attachment) throws MessagingException, IOException {
        boolean composite = attachment.isOf("message") || attachment.isOf("multipart");
        boolean plain = attachment.isRepeatable()
                && (composite || attachment.isOf("text"))
                && OctetsPart.isPlain(attachment::open);
        MimeBodyPart part = plain ? OctetsPart.plain(attachment::open) : OctetsPart.encoded(attachment::open);
        ContentType type = new ContentType(composite && !plain ? OPAQUE : attachment.contentType());
        if (type.getParameterList() != null) {
            type.getParameterList().remove("name");
        }
        String disposition = attachment.contentId().isEmpty() ? MimeBodyPart.ATTACHMENT : MimeBodyPart.INLINE;
        // old mail readers take the name from Content-Type
        part.setHeader("Content-Type", type + FileName.parameter("name", attachment.fileName()));
        part.setHeader("Content-Disposition", disposition + FileName.parameter("filename", attachment.fileName()));
        if (!attachment.contentId().isEmpty()) {
            part.setContentID("<" + attachment.contentId() + ">");
        }
        return part;
    }

    private static String crlf(String text) {
        return text.replaceAll("\r\n|\r|\n", "\r\n");
    }
}
