/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.postchaise.api.DeliveryOptions;
import org.postchaise.api.Envelope;
import org.postchaise.api.Recipient;
import org.postchaise.api.Recipient.Notify;
import org.postchaise.engine.address.StoredEnvelope;

/**
 * A mail without its content, as staged in an outbox.
 *
 * @param envelope the envelope
 * @param options the options of each delivery attempt
 * @param attributes delivery options set by the code that stages the mail, such as the next hop; opaque to the outbox
 */
public record OutboxSubmission(Envelope envelope, DeliveryOptions options, Map<String, String> attributes) {
    private static final int SMTPUTF8 = 1;
    private static final int REQUIRETLS = 2;
    private static final int VERP = 4;

    /** The length of a field that is not used any more: in files of earlier releases, the longest wait and the workers of a caller. */
    private static final int UNUSED = Long.BYTES + Integer.BYTES;

    /** Creates a submission with a copy of the map. */
    public OutboxSubmission {
        attributes = Map.copyOf(attributes);
    }

    /** Creates a submission with default options. */
    public OutboxSubmission(Envelope envelope, Map<String, String> attributes) {
        this(envelope, DeliveryOptions.NONE, attributes);
    }

    void encode(FrameWriter octets) {
        octets.text(envelope.sender()).int32(envelope.recipients().size());
        for (Recipient recipient : envelope.recipients()) {
            octets.text(recipient.address())
                    .text(recipient.originalRecipient())
                    .int32(recipient.notifyOn().size());
            recipient.notifyOn().stream().sorted().forEach(octets::constant);
        }
        octets.constant(envelope.body())
                .constant(envelope.ret())
                .text(envelope.envelopeId())
                .int8(extensions(envelope));
        envelope.verp().ifPresent(octets::text);
        octets.int64(options.timeLimit().orElse(Duration.ZERO).toMillis())
                .octets(new byte[UNUSED])
                .int32(attributes.size());
        new TreeMap<>(attributes).forEach((name, value) -> octets.text(name).text(value));
    }

    private static int extensions(Envelope envelope) {
        return (envelope.smtpUtf8() ? SMTPUTF8 : 0)
                | (envelope.requireTls() ? REQUIRETLS : 0)
                | (envelope.verp().isPresent() ? VERP : 0);
    }

    static OutboxSubmission decode(FrameReader octets) {
        String sender = octets.text();
        List<Recipient> recipients = new ArrayList<>();
        for (int left = octets.count(); left > 0; left--) {
            recipients.add(recipient(octets));
        }
        Envelope envelope = StoredEnvelope.withEnvelopeId(
                Envelope.unchecked(sender, recipients)
                        .withBody(octets.constant(Envelope.Body.class))
                        .withReturn(octets.constant(Envelope.Return.class)),
                octets.text());
        int extensions = octets.int8();
        if ((extensions & SMTPUTF8) != 0) {
            envelope = envelope.withSmtpUtf8();
        }
        if ((extensions & REQUIRETLS) != 0) {
            envelope = envelope.withRequireTls();
        }
        if ((extensions & VERP) != 0) {
            envelope = envelope.withVerp(octets.text());
        }
        Optional<Duration> limit =
                Optional.of(octets.int64()).filter(millis -> millis > 0).map(Duration::ofMillis);
        octets.skip(UNUSED);
        Map<String, String> attributes = new TreeMap<>();
        for (int left = octets.count(); left > 0; left--) {
            attributes.put(octets.text(), octets.text());
        }
        return new OutboxSubmission(envelope, new DeliveryOptions(limit), attributes);
    }

    private static Recipient recipient(FrameReader octets) {
        String address = octets.text();
        String original = octets.text();
        Set<Notify> notifyOn = EnumSet.noneOf(Notify.class);
        for (int left = octets.count(); left > 0; left--) {
            notifyOn.add(octets.constant(Notify.class));
        }
        return StoredEnvelope.recipient(address, notifyOn, original);
    }
}
