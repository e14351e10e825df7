/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postchaise.api.Envelope;
import org.postchaise.api.MailStatus.RecipientStatus;
import org.postchaise.api.MailStatus.State;
import org.postchaise.api.Recipient;
import org.postchaise.api.Recipient.Notify;
import org.postchaise.api.SubmissionException;
import org.postchaise.api.SubmissionOptions;
import org.postchaise.api.SubmissionOptions.Priority;
import org.postchaise.engine.address.StoredEnvelope;
import org.postchaise.engine.log.Printable;
import org.postchaise.engine.queue.MailState;

/**
 * Codec of a queued mail's state: one text property of the JMS message, whose body is the content.
 *
 * <p>The text is JSON with a format version {@code v}; empty members are left out. It stays below {@link #STATE_LIMIT}, because brokers keep properties in
 * memory and limit them (Artemis by its journal's buffer, others at 64 KiB): a mail whose state could outgrow the limit is queued in {@link #parts}, and reply
 * texts are cut where there are many recipients.
 */
final class QueuedMailCodec {
    /** Property with the state. */
    static final String STATE = "postchaise_state";
    /** Property with the mail's own id, for selectors and people; in a message without {@link #STATE}, a client's id for the mail. */
    static final String ID = "postchaise_id";
    /** Largest state, in octets of UTF-8. */
    static final int STATE_LIMIT = 60_000;

    /** Cached JSON provider: {@link jakarta.json.Json} searches the class path for a provider at each call. */
    static final JsonProvider JSON = JsonProvider.provider();

    private static final String DEFERRED_UNTIL = "until";
    private static final String DELAY_NOTICE = "warned";
    private static final String EXPIRE = "expire";
    private static final String HOLD_UNTIL = "holdUntil";
    private static final String DELIVER_BY = "deliverBy";
    private static final String PRIORITY = "priority";
    private static final String KEY = "key";
    private static final String REQUIRE_TLS = "requireTls";
    private static final String SMTPUTF8 = "smtpUtf8";
    private static final String VERP = "verp";

    /** Member with the mail id. In its absence an earlier release wrote the state, and {@code id} may be a client's. */
    private static final String MAIL = "mail";

    private static final String PART = "part";
    private static final String PARTS = "parts";
    private static final String ADMITTED = "admitted";

    /** Ids made by earlier releases: of mails, and of notices. */
    private static final Pattern OWN_ID = Pattern.compile("[0-9A-F]{32}|[0-9A-F]{12}");

    private static final List<String> KEPT = Stream.concat(
                    Telemetry.PROPERTIES.stream(), Stream.of(EnvelopeProperties.MAILER))
            .toList();

    private static final String DOUBT = "doubt";
    /** Smallest length kept of an earlier doubt's text: the doubt itself is reported however many recipients there are. */
    private static final int LEAST_DOUBT = 1;

    private static final int VERSION = 1;
    private static final int TEXT_LIMIT = 1000;
    /** Largest size, in octets, that a recipient's state and status add to those of an untried mail. */
    private static final int ROOM_FOR_OUTCOME = 60;

    /** Largest size, in octets, of a mail's progress and of a part's numbers. */
    private static final int ROOM_FOR_PART = 200;

    private QueuedMailCodec() {}

    /**
     * Returns {@code mail} in as many parts as its recipients need, each with a state within the limit. An admitted mail, and a part, is returned unchanged.
     *
     * @throws SubmissionException when even the state of one recipient exceeds the limit, naming the size and the limit
     */
    static List<QueuedMail> parts(QueuedMail mail) {
        if (mail.origin().admitted() || mail.origin().parts() > 1) {
            return List.of(mail);
        }
        long common = (long) octets(encode(mail.part(1, 2, mail.recipients().subList(0, 1)), 0)) + ROOM_FOR_PART;
        List<List<RecipientStatus>> parts = new ArrayList<>();
        long room = 0;
        for (RecipientStatus recipient : mail.recipients()) {
            long need = (long) octets(row(recipient, 0).build().toString()) + ROOM_FOR_OUTCOME;
            if (need > room) {
                parts.add(new ArrayList<>());
                room = STATE_LIMIT - common;
            }
            if (need > room) {
                throw new SubmissionException("mail needs " + (common + need)
                        + " octets for the state of one recipient, more than " + STATE_LIMIT);
            }
            parts.get(parts.size() - 1).add(recipient);
            room -= need;
        }
        if (parts.size() == 1) {
            return List.of(mail);
        }
        List<QueuedMail> mails = new ArrayList<>();
        for (List<RecipientStatus> some : parts) {
            mails.add(mail.part(mails.size() + 1, parts.size(), some));
        }
        return mails;
    }

    /** Returns true if the state of {@code mail} is within the limit. */
    static boolean fits(QueuedMail mail) {
        return octets(encode(mail)) <= STATE_LIMIT;
    }

    /** Returns true if {@code id} has the form of an id that the queue itself gives to a whole mail. */
    static boolean isOwnId(String id) {
        return OWN_ID.matcher(id).matches();
    }

    /** Sets the state properties of {@code message}. */
    static void write(QueuedMail mail, Message message) throws JMSException {
        message.setStringProperty(STATE, encode(mail));
        message.setStringProperty(ID, mail.id());
        if (mail.options().priority() != Priority.NORMAL) {
            message.setStringProperty(
                    EnvelopeProperties.PRIORITY, mail.options().priority().name());
        }
    }

    /** Copies the properties that stay with a queued mail beside its state: the trace, and the mailer's name. */
    static void keep(Message from, Message to) throws JMSException {
        for (String name : KEPT) {
            String value = from.getStringProperty(name);
            if (value != null) {
                to.setStringProperty(name, value);
            }
        }
    }

    /**
     * Returns the mail in {@code message}: from the state, or from {@link EnvelopeProperties} for a JMS client's submission without an attempt.
     *
     * @throws PoisonMessageException when the message is no mail
     */
    static QueuedMail read(Message message) throws PoisonMessageException, JMSException {
        if (!(message instanceof BytesMessage)) {
            throw new PoisonMessageException("not a bytes message");
        }
        if (EnvelopeProperties.areIn(message)) {
            return EnvelopeProperties.read(message);
        }
        String text = message.getStringProperty(STATE);
        if (text == null) {
            throw new PoisonMessageException("no property " + STATE + ", and no " + EnvelopeProperties.SENDER);
        }
        return decode(text, EnvelopeProperties.ownId(message));
    }

    /** Returns the queue's own id of {@code message}, equal to the id of the mail that {@link #read} returns. */
    static String id(Message message) throws JMSException {
        String id = message.propertyExists(STATE) ? message.getStringProperty(ID) : null;
        return id == null ? EnvelopeProperties.ownId(message) : id;
    }

    /** Returns the priority in {@code message}, which selects the active queue. */
    static Priority priority(Message message) throws JMSException {
        String name = message.getStringProperty(EnvelopeProperties.PRIORITY);
        return Stream.of(Priority.values())
                .filter(one -> one.name().equals(name))
                .findAny()
                .orElse(Priority.NORMAL);
    }

    static String encode(QueuedMail mail) {
        int textLimit = TEXT_LIMIT;
        String text = encode(mail, textLimit);
        while (octets(text) > STATE_LIMIT && textLimit > 0) {
            textLimit /= 2;
            text = encode(mail, textLimit);
        }
        return text;
    }

    /** Returns the mail with the state {@code text}, as {@link #decode(String, String)} with a new id. */
    static QueuedMail decode(String text) throws PoisonMessageException {
        return decode(text, QueuedMail.idOf(UUID.randomUUID()));
    }

    /**
     * Returns the mail with the state {@code text}.
     *
     * @param ownId the mail's id where the state is of an earlier release and has only an id chosen by a client
     * @throws PoisonMessageException when the text is no state, or lacks a member
     */
    static QueuedMail decode(String text, String ownId) throws PoisonMessageException {
        try (JsonReader reader = JSON.createReader(new StringReader(text))) {
            JsonObject json = reader.readObject();
            int version = json.getInt("v");
            if (version != VERSION) {
                throw new PoisonMessageException("state has version " + version + "; expected " + VERSION);
            }
            List<RecipientStatus> recipients = new ArrayList<>();
            for (JsonObject row : json.getJsonArray("recipients").getValuesAs(JsonObject.class)) {
                recipients.add(recipient(row));
            }
            Envelope envelope = StoredEnvelope.withEnvelopeId(
                    Envelope.unchecked(
                                    json.getString("sender"),
                                    recipients.stream()
                                            .map(RecipientStatus::recipient)
                                            .toList())
                            .withBody(Envelope.Body.valueOf(json.getString("body", "UNSPECIFIED")))
                            .withReturn(Envelope.Return.valueOf(json.getString("ret", "UNSPECIFIED"))),
                    json.getString("envid", ""));
            Envelope returned = json.containsKey(VERP) ? envelope.withVerp(json.getString(VERP)) : envelope;
            Envelope extended = json.getBoolean(REQUIRE_TLS, false) ? returned.withRequireTls() : returned;
            return new QueuedMail(
                    origin(json, ownId),
                    json.getBoolean(SMTPUTF8, false) ? extended.withSmtpUtf8() : extended,
                    json.getString("subject", ""),
                    Instant.parse(json.getString("submitted")),
                    new MailState(
                            recipients,
                            new MailState.Progress(
                                    json.getInt("attempts"),
                                    time(json, DEFERRED_UNTIL),
                                    time(json, DELAY_NOTICE),
                                    json.getBoolean(EXPIRE, false))),
                    new SubmissionOptions(
                            time(json, HOLD_UNTIL),
                            time(json, DELIVER_BY),
                            Priority.valueOf(json.getString(PRIORITY, Priority.NORMAL.name())),
                            json.getString(KEY, "")));
        } catch (JsonException | DateTimeException | IllegalArgumentException | ClassCastException e) {
            throw new PoisonMessageException("state is malformed: " + e.getMessage(), e);
        } catch (NullPointerException e) {
            // jakarta.json reports a missing member without default in this way
            throw new PoisonMessageException("state lacks a member", e);
        }
    }

    private static String requireLine(String id) throws PoisonMessageException {
        if (id.isEmpty() || !Printable.isLine(id)) {
            throw new PoisonMessageException("state has the id \"" + id + "\"; expected one line of text");
        }
        return id;
    }

    private static MailOrigin origin(JsonObject json, String ownId) throws PoisonMessageException {
        String id = requireLine(json.getString("id"));
        if (json.containsKey(MAIL)) {
            return MailOrigin.ofPart(
                    id,
                    requireLine(json.getString(MAIL)),
                    json.getInt(PART, 1),
                    json.getInt(PARTS, 1),
                    json.getBoolean(ADMITTED, true));
        }
        return isOwnId(id) ? MailOrigin.of(id) : new MailOrigin(ownId, id, 1, 1, true);
    }

    private static void addOrigin(JsonObjectBuilder json, MailOrigin origin) {
        json.add("id", origin.id()).add(MAIL, origin.mailId());
        if (origin.parts() > 1) {
            json.add(PART, origin.part()).add(PARTS, origin.parts());
        }
        if (!origin.admitted()) {
            json.add(ADMITTED, false);
        }
    }

    private static Optional<Instant> time(JsonObject json, String name) {
        return json.containsKey(name) ? Optional.of(Instant.parse(json.getString(name))) : Optional.empty();
    }

    private static String encode(QueuedMail mail, int textLimit) {
        JsonArrayBuilder recipients = JSON.createArrayBuilder();
        mail.recipients().forEach(status -> recipients.add(row(status, textLimit)));
        Envelope envelope = mail.envelope();
        JsonObjectBuilder json = JSON.createObjectBuilder()
                .add("v", VERSION)
                .add("sender", envelope.sender())
                .add("submitted", mail.submitted().toString())
                .add("attempts", mail.attempts());
        addOrigin(json, mail.origin());
        mail.deferredUntil().ifPresent(when -> json.add(DEFERRED_UNTIL, when.toString()));
        mail.progress().delayNotice().ifPresent(when -> json.add(DELAY_NOTICE, when.toString()));
        if (mail.progress().expiryOrdered()) {
            json.add(EXPIRE, true);
        }
        addOptions(json, mail.options());
        addUnlessEmpty(json, "subject", cut(mail.subject(), TEXT_LIMIT));
        addUnlessEmpty(json, "envid", envelope.envelopeId());
        if (envelope.body() != Envelope.Body.UNSPECIFIED) {
            json.add("body", envelope.body().name());
        }
        if (envelope.ret() != Envelope.Return.UNSPECIFIED) {
            json.add("ret", envelope.ret().name());
        }
        envelope.verp().ifPresent(delimiters -> json.add(VERP, delimiters));
        if (envelope.requireTls()) {
            json.add(REQUIRE_TLS, true);
        }
        if (envelope.smtpUtf8()) {
            json.add(SMTPUTF8, true);
        }
        return json.add("recipients", recipients).build().toString();
    }

    private static void addOptions(JsonObjectBuilder json, SubmissionOptions options) {
        options.holdUntil().ifPresent(when -> json.add(HOLD_UNTIL, when.toString()));
        options.deliverBy().ifPresent(when -> json.add(DELIVER_BY, when.toString()));
        if (options.priority() != Priority.NORMAL) {
            json.add(PRIORITY, options.priority().name());
        }
        addUnlessEmpty(json, KEY, options.idempotencyKey());
    }

    /** Returns the JSON of one recipient. */
    static JsonObjectBuilder row(RecipientStatus status) {
        return row(status, TEXT_LIMIT);
    }

    private static JsonObjectBuilder row(RecipientStatus status, int textLimit) {
        Recipient recipient = status.recipient();
        JsonObjectBuilder row = JSON.createObjectBuilder().add("to", recipient.address());
        if (!recipient.notifyOn().isEmpty()) {
            row.add(
                    "notify",
                    JSON.createArrayBuilder(recipient.notifyOn().stream()
                            .sorted()
                            .map(Notify::name)
                            .toList()));
        }
        addUnlessEmpty(row, "orcpt", recipient.originalRecipient());
        addUnlessEmpty(row, "status", status.status());
        addUnlessEmpty(row, "text", cut(status.text(), textLimit));
        addUnlessEmpty(
                row,
                DOUBT,
                status.earlierDoubt().isEmpty() ? "" : cut(status.earlierDoubt(), Math.max(LEAST_DOUBT, textLimit)));
        return row.add("state", status.state().name());
    }

    /** Returns the recipient in a {@link #row}. */
    static RecipientStatus recipient(JsonObject row) {
        Set<Notify> notify = !row.containsKey("notify")
                ? Set.of()
                : row.getJsonArray("notify").getValuesAs(JsonString.class).stream()
                        .map(value -> Notify.valueOf(value.getString()))
                        .collect(Collectors.toSet());
        return new RecipientStatus(
                StoredEnvelope.recipient(row.getString("to"), notify, row.getString("orcpt", "")),
                State.valueOf(row.getString("state")),
                row.getString("status", ""),
                row.getString("text", ""),
                row.getString(DOUBT, ""));
    }

    private static void addUnlessEmpty(JsonObjectBuilder json, String name, String value) {
        if (!value.isEmpty()) {
            json.add(name, value);
        }
    }

    private static String cut(String text, int limit) {
        if (text.length() <= limit) {
            return text;
        }
        // does not divide a surrogate pair
        int end = limit > 0 && Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit;
        return text.substring(0, end);
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
