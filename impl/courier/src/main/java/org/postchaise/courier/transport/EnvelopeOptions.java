/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier.transport;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postchaise.api.Envelope;
import org.postchaise.api.Recipient;
import org.postchaise.api.SubmissionOptions;

/**
 * Envelope options of a message and its session, read from the places that Angus Mail's SMTP transport reads, in the same order: an
 * {@code SMTPMessage}'s own settings; the session's properties {@code mail.postchaise.*}, or else {@code mail.smtp.*}, with the names
 *
 * <ul>
 *   <li>{@code from}: the return path; {@code <>} is the null sender. By default, the first address in From, or in Sender; else
 *       {@link InternetAddress#getLocalAddress}.
 *   <li>{@code dsn.notify} and {@code dsn.ret}: NOTIFY of all recipients, and RET (RFC 3461); none by default.
 *   <li>{@code mailextension}: extra parameters of MAIL: RET, ENVID, BODY, SMTPUTF8, REQUIRETLS, Postfix's XVERP, and those of
 *       {@link QueueOptions}; SIZE and AUTH have no effect.
 *   <li>{@code sendpartial}: true if a mail is queued for its other recipients where some addresses are no mailbox; false by default.
 * </ul>
 *
 * <p>All other properties with these prefixes are about connections, and have no effect.
 */
final class EnvelopeOptions {
    private static final String NOTIFY_VALUES = "NEVER, or some of SUCCESS, FAILURE, DELAY";

    private final Session session;
    private final List<String> prefixes;
    private final MimeMessage message;
    private final SmtpMessageSettings own;

    EnvelopeOptions(Session session, String protocol, MimeMessage message) {
        this.session = session;
        this.prefixes = Stream.of(protocol, "smtp")
                .distinct()
                .map(name -> "mail." + name + ".")
                .toList();
        this.message = message;
        this.own = new SmtpMessageSettings(message);
    }

    boolean sendPartial() throws MessagingException {
        return own.sendPartial()
                || property("sendpartial")
                        .map(Setting::text)
                        .filter("true"::equalsIgnoreCase)
                        .isPresent();
    }

    /**
     * Returns the envelope for {@code mailboxes}.
     *
     * @throws MessagingException when an option has a bad value, or there is no sender
     * @throws IllegalArgumentException when the sender is no mailbox
     */
    Envelope envelope(InternetAddress[] mailboxes) throws MessagingException {
        Set<Recipient.Notify> notify = notifyOn();
        List<Recipient> recipients = Arrays.stream(mailboxes)
                .map(mailbox -> new Recipient(mailbox.getAddress(), notify, ""))
                .toList();
        Envelope envelope = Envelope.of(sender(), recipients);
        Optional<Setting> ret = setting("setReturnOption", own.returnOption(), "dsn.ret");
        if (ret.isPresent()) {
            envelope = envelope.withReturn(returned(ret.get(), ret.get().text()));
        }
        Optional<Setting> extension = extension();
        return extension.isPresent() ? extended(envelope, extension.get()) : envelope;
    }

    /** Returns the options for the queue. */
    SubmissionOptions queueOptions(Instant now) throws MessagingException {
        return new QueueOptions(session, message, extension(), now).options();
    }

    /** Returns the extra parameters of MAIL. */
    Optional<Setting> extension() throws MessagingException {
        return setting("setMailExtension", own.mailExtension(), "mailextension");
    }

    private String sender() throws MessagingException {
        Optional<Setting> configured = setting("setEnvelopeFrom", own.envelopeFrom(), "from");
        if (configured.isPresent()) {
            String text = configured.get().text();
            return text.startsWith("<") && text.endsWith(">") ? text.substring(1, text.length() - 1) : text;
        }
        Address[] authors = message.getFrom();
        Address author = authors != null && authors.length > 0 ? authors[0] : InternetAddress.getLocalAddress(session);
        if (author instanceof InternetAddress internet
                && !Addressees.mailbox(internet).isEmpty()) {
            return internet.getAddress();
        }
        throw new MessagingException(
                "no sender: neither a property mail.postchaise.from nor a field From or Sender with an address");
    }

    private Set<Recipient.Notify> notifyOn() throws MessagingException {
        Optional<Setting> setting = setting("setNotifyOptions", own.notifyOptions(), "dsn.notify");
        if (setting.isEmpty()) {
            return Set.of();
        }
        try {
            Set<Recipient.Notify> values = Stream.of(setting.get().text().split(",", -1))
                    .map(value -> Recipient.Notify.valueOf(value.strip().toUpperCase(Locale.ROOT)))
                    .collect(Collectors.toSet());
            if (values.contains(Recipient.Notify.NEVER) && values.size() > 1) {
                throw setting.get().bad(NOTIFY_VALUES);
            }
            return values;
        } catch (IllegalArgumentException e) {
            throw setting.get().bad(NOTIFY_VALUES);
        }
    }

    private static Envelope.Return returned(Setting setting, String value) throws MessagingException {
        return switch (value.toUpperCase(Locale.ROOT)) {
            case "FULL" -> Envelope.Return.FULL;
            case "HDRS" -> Envelope.Return.HDRS;
            default -> throw setting.bad("FULL or HDRS");
        };
    }

    private static Envelope extended(Envelope envelope, Setting setting) throws MessagingException {
        Envelope extended = envelope;
        for (String parameter : setting.text().strip().split("\\s+", -1)) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            String value = equals < 0 ? "" : parameter.substring(equals + 1);
            extended = switch (name.toUpperCase(Locale.ROOT)) {
                case "RET" -> extended.withReturn(returned(setting, value));
                case "ENVID" -> identified(extended, setting, value);
                case "BODY" -> extended.withBody(body(setting, value));
                case "SMTPUTF8" -> extended.withSmtpUtf8();
                case "REQUIRETLS" -> extended.withRequireTls();
                case "XVERP" -> verp(extended, setting, value);
                // parameters for the queue, see QueueOptions
                case "HOLDFOR", "HOLDUNTIL", "BY", "MT-PRIORITY" -> extended;
                case "SIZE", "AUTH" -> extended;
                default ->
                    throw setting.bad(
                            "RET=, ENVID=, BODY=, SMTPUTF8, REQUIRETLS, HOLDFOR=, HOLDUNTIL=, BY=, MT-PRIORITY=, XVERP, XVERP=");
            };
        }
        return extended;
    }

    private static Envelope verp(Envelope envelope, Setting setting, String delimiters) throws MessagingException {
        try {
            return envelope.withVerp(delimiters);
        } catch (IllegalArgumentException e) {
            throw setting.bad("XVERP, or XVERP= and two characters, and a sender: " + e.getMessage());
        }
    }

    private static Envelope identified(Envelope envelope, Setting setting, String xtext) throws MessagingException {
        try {
            if (!xtext.isEmpty()) {
                return envelope.withEnvelopeId(xtext);
            }
        } catch (IllegalArgumentException e) {
            // the exception below names the setting
        }
        throw setting.bad("ENVID= and 1 to 100 characters of xtext");
    }

    private static Envelope.Body body(Setting setting, String value) throws MessagingException {
        return switch (value.toUpperCase(Locale.ROOT)) {
            case "7BIT" -> Envelope.Body.SEVEN_BIT;
            case "8BITMIME" -> Envelope.Body.EIGHT_BIT_MIME;
            default -> throw setting.bad("BODY=7BIT or BODY=8BITMIME");
        };
    }

    private Optional<Setting> setting(String setter, Optional<String> ofMessage, String property) {
        return ofMessage.map(text -> new Setting("SMTPMessage." + setter, text)).or(() -> property(property));
    }

    private Optional<Setting> property(String name) {
        return prefixes.stream()
                .map(prefix -> prefix + name)
                .filter(full -> session.getProperty(full) != null
                        && !session.getProperty(full).isBlank())
                .findFirst()
                .map(full -> new Setting("property " + full, session.getProperty(full)));
    }
}
