/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Enumeration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.postchaise.api.Envelope;
import org.postchaise.api.Recipient;
import org.postchaise.api.Recipient.Notify;
import org.postchaise.api.SubmissionOptions;
import org.postchaise.api.SubmissionOptions.Priority;
import org.postchaise.engine.log.Printable;

/**
 * Message properties by which any JMS client submits a mail: a bytes message whose body is the mail (RFC 5322) and whose properties are the envelope. An error
 * in a property becomes the reason of a dead letter. An empty property counts as absent, except the sender. Each value is one line without control and
 * directional characters, with two exceptions: recipients may stand on several lines, and in the subject, which is for people, such characters become question
 * marks.
 */
final class EnvelopeProperties {
    private static final String PREFIX = "postchaise_";
    static final String SENDER = PREFIX + "sender";
    static final String RECIPIENTS = PREFIX + "recipients";
    static final String PRIORITY = PREFIX + "priority";

    /** Name of the mailer whose connection factory delivers the mail; see {@link MailerName}. */
    static final String MAILER = PREFIX + "mailer";

    private static final String NOTIFY = PREFIX + "notify";
    private static final String RET = PREFIX + "ret";
    private static final String ENVID = PREFIX + "envid";
    private static final String BODY = PREFIX + "body";
    private static final String SMTPUTF8 = PREFIX + "smtputf8";
    private static final String REQUIRETLS = PREFIX + "requiretls";
    private static final String VERP = PREFIX + "verp";
    private static final String SUBJECT = PREFIX + "subject";
    private static final String HOLD_UNTIL = PREFIX + "hold_until";
    private static final String DELIVER_BY = PREFIX + "deliver_by";
    private static final String KEY = PREFIX + "idempotency_key";

    /** Longest quotation of a value in an error text, in characters. */
    private static final int SHOWN = 100;

    private static final List<String> NAMES = List.of(
            SENDER,
            RECIPIENTS,
            NOTIFY,
            RET,
            ENVID,
            BODY,
            SMTPUTF8,
            REQUIRETLS,
            VERP,
            SUBJECT,
            PRIORITY,
            HOLD_UNTIL,
            DELIVER_BY,
            KEY,
            MAILER,
            QueuedMailCodec.ID);

    /** Properties that the courier itself may have added to a message. */
    private static final Set<String> OURS =
            Set.of(QueueChange.PASS, MailQueue.REASON, MailQueue.DUE, BrokerDeadLetters.RETURNS);

    private final Message message;

    private EnvelopeProperties(Message message) {
        this.message = message;
    }

    /** Returns the name of the mailer that {@code message} is for; empty for the unnamed mailer. */
    static String mailer(Message message) throws JMSException {
        return Objects.requireNonNullElse(message.getStringProperty(MAILER), "");
    }

    /** Returns true if {@code message} has an envelope in properties, and no state of a queued mail. */
    static boolean areIn(Message message) throws JMSException {
        return !message.propertyExists(QueuedMailCodec.STATE)
                && (message.propertyExists(SENDER) || message.propertyExists(RECIPIENTS));
    }

    /**
     * Returns the mail that {@code message} submits, in its state before admission; equal at each reading.
     *
     * @throws PoisonMessageException naming the wrong property, and the expected value
     */
    static QueuedMail read(Message message) throws PoisonMessageException, JMSException {
        return new EnvelopeProperties(message).mail();
    }

    private QueuedMail mail() throws PoisonMessageException, JMSException {
        requireKnownNames();
        try {
            NamedFactories.reference(text(MAILER));
            return QueuedMail.submit(origin(), envelope(), Printable.line(value(SUBJECT)), submitted())
                    .withOptions(new SubmissionOptions(
                            time(HOLD_UNTIL),
                            time(DELIVER_BY),
                            one(PRIORITY, Priority.NORMAL, EnumSet.allOf(Priority.class), Priority::name),
                            text(KEY)));
        } catch (IllegalArgumentException e) {
            throw new PoisonMessageException(e.getMessage(), e);
        }
    }

    private void requireKnownNames() throws PoisonMessageException, JMSException {
        Enumeration<?> names = message.getPropertyNames();
        while (names.hasMoreElements()) {
            String name = names.nextElement().toString();
            if (name.startsWith(PREFIX) && !NAMES.contains(name) && !OURS.contains(name)) {
                throw new PoisonMessageException(
                        "property " + name + " is unknown; expected some of " + String.join(", ", NAMES));
            }
        }
    }

    /** Returns the message's JMS timestamp, or the present time where the client left the timestamp out. */
    private Instant submitted() throws JMSException {
        long sent = message.getJMSTimestamp();
        return sent == 0 ? Clock.systemUTC().instant() : Instant.ofEpochMilli(sent);
    }

    private MailOrigin origin() throws PoisonMessageException, JMSException {
        String id = ownId(message);
        String key = text(KEY);
        String label = text(QueuedMailCodec.ID);
        String mailId = key.isEmpty() ? (label.isEmpty() ? id : label) : SubmissionKeys.mailId(key);
        return new MailOrigin(id, mailId, 1, 1, false);
    }

    /**
     * Returns the queue's own id for {@code message}: made of the broker's id, so that both deliveries of a redelivered message have the same. A message
     * without a broker's id gets another id at each reading, and is queued anew before anything is done for it.
     */
    static String ownId(Message message) throws JMSException {
        String id = message.getJMSMessageID();
        return id == null ? QueuedMail.idOf(UUID.randomUUID()) : idOf(id);
    }

    /** Returns the mail id that stands for the foreign id {@code other}. */
    static String idOf(String other) {
        return QueuedMail.idOf(UUID.nameUUIDFromBytes(other.getBytes(StandardCharsets.UTF_8)));
    }

    private Envelope envelope() throws PoisonMessageException, JMSException {
        if (message.getStringProperty(SENDER) == null) {
            throw new PoisonMessageException(
                    "no property " + SENDER + "; expected an address, or none between the quotes");
        }
        Set<Notify> notify = notifications();
        List<Recipient> recipients = addresses(recipients()).stream()
                .map(address -> new Recipient(Recipient.of(address).address(), notify, ""))
                .toList();
        if (recipients.isEmpty()) {
            throw new PoisonMessageException(
                    "no recipient in property " + RECIPIENTS + "; expected addresses with commas between");
        }
        Envelope envelope = Envelope.of(text(SENDER), recipients)
                .withEnvelopeId(text(ENVID))
                .withReturn(one(
                        RET,
                        Envelope.Return.UNSPECIFIED,
                        EnumSet.of(Envelope.Return.FULL, Envelope.Return.HDRS),
                        Envelope.Return::name))
                .withBody(one(
                        BODY,
                        Envelope.Body.UNSPECIFIED,
                        EnumSet.of(Envelope.Body.SEVEN_BIT, Envelope.Body.EIGHT_BIT_MIME),
                        QueueJson::body));
        Envelope returned = verp(envelope);
        Envelope extended = flag(SMTPUTF8) ? returned.withSmtpUtf8() : returned;
        return flag(REQUIRETLS) ? extended.withRequireTls() : extended;
    }

    /** Returns {@code envelope} with the VERP delimiters of the property, or with the default ones where the property is true. */
    private Envelope verp(Envelope envelope) throws PoisonMessageException, JMSException {
        String value = text(VERP);
        if (value.length() == 2) {
            return envelope.withVerp(value);
        }
        return flag(VERP) ? envelope.withVerp() : envelope;
    }

    /** Returns the addresses of {@code list}, separated by commas and line ends outside of quotes. */
    private static List<String> addresses(String list) {
        List<String> addresses = new ArrayList<>();
        StringBuilder address = new StringBuilder();
        boolean quoted = false;
        boolean escaped = false;
        for (char c : (list + ",").toCharArray()) {
            if (!quoted && (c == ',' || c == '\n')) {
                if (!address.toString().isBlank()) {
                    addresses.add(address.toString().strip());
                }
                address.setLength(0);
            } else {
                address.append(c);
            }
            quoted = quoted != (c == '"' && !escaped);
            escaped = quoted && c == '\\' && !escaped;
        }
        if (!address.toString().isBlank()) {
            addresses.add(address.substring(0, address.length() - 1));
        }
        return addresses;
    }

    private Set<Notify> notifications() throws PoisonMessageException, JMSException {
        Set<Notify> notify = EnumSet.noneOf(Notify.class);
        for (String word : text(NOTIFY).split(",", -1)) {
            if (!word.isBlank()) {
                notify.add(one(NOTIFY, word.strip(), EnumSet.allOf(Notify.class), Notify::name));
            }
        }
        return notify;
    }

    private String value(String name) throws JMSException {
        return Objects.requireNonNullElse(message.getStringProperty(name), "");
    }

    /** Returns the value of a property, one line. */
    private String text(String name) throws PoisonMessageException, JMSException {
        return requireLine(name, value(name));
    }

    /** Returns the recipients' lines, each of which is safe for a log. */
    private String recipients() throws PoisonMessageException, JMSException {
        String lines = value(RECIPIENTS).replace("\r\n", "\n");
        requireLine(RECIPIENTS, lines.replace('\n', ','));
        return lines;
    }

    private static String requireLine(String name, String value) throws PoisonMessageException {
        if (!Printable.isLine(value)) {
            throw new PoisonMessageException("property " + name + " is \"" + shown(value)
                    + "\"; expected one line, without control and directional characters or half a surrogate pair");
        }
        return value;
    }

    private static String shown(String value) {
        return Printable.line(value.length() > SHOWN ? value.substring(0, SHOWN) + "..." : value);
    }

    private boolean flag(String name) throws PoisonMessageException, JMSException {
        return one(name, false, Arrays.asList(true, false), String::valueOf);
    }

    private <T> T one(String name, T absent, Iterable<T> all, Function<T, String> word)
            throws PoisonMessageException, JMSException {
        String value = text(name);
        return value.isEmpty() ? absent : one(name, value, all, word);
    }

    private static <T> T one(String name, String value, Iterable<T> all, Function<T, String> word)
            throws PoisonMessageException {
        List<String> words = new ArrayList<>();
        for (T candidate : all) {
            if (word.apply(candidate).equalsIgnoreCase(value.replace('-', '_'))) {
                return candidate;
            }
            words.add(word.apply(candidate));
        }
        throw new PoisonMessageException(
                "property " + name + " is \"" + shown(value) + "\"; expected " + String.join(" or ", words));
    }

    /** Returns the time in a property: milliseconds since the epoch, or ISO 8601; empty where the property is absent. */
    private Optional<Instant> time(String name) throws PoisonMessageException, JMSException {
        String value = text(name);
        try {
            if (value.isEmpty()) {
                return Optional.empty();
            }
            boolean millis = value.chars().allMatch(c -> c >= '0' && c <= '9');
            return Optional.of(millis ? Instant.ofEpochMilli(Long.parseLong(value)) : Instant.parse(value));
        } catch (DateTimeException | NumberFormatException e) {
            throw new PoisonMessageException(
                    "property " + name + " is \"" + shown(value)
                            + "\"; expected milliseconds since 1970, or a time such as 2026-01-31T12:00:00Z",
                    e);
        }
    }
}
