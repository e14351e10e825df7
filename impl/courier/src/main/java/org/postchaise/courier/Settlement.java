/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.resource.ResourceException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.Envelope;
import org.postchaise.api.Failure;
import org.postchaise.api.Recipient;
import org.postchaise.api.RecipientOutcome;

/**
 * One delivery of a mail whose recipients get it one after the other: who has it is noted while others are on their way, outside of the
 * delivery's transaction, so that nobody gets it again should that never commit. The last ones need no note: nothing is left to go wrong but
 * the commit itself.
 */
final class Settlement {
    private static final Logger LOG = System.getLogger("org.postchaise.courier");

    private final String id;
    private final Notes notes;
    private int left;
    private boolean noted;

    Settlement(String id, Notes notes) {
        this.id = id;
        this.notes = notes;
    }

    /** Where notes are kept. */
    interface Notes {
        /** Keeps one, whatever becomes of the current transaction. */
        void note(String id, String note) throws JMSException;

        /** Gives those of a mail, and removes them with the current transaction. */
        List<String> take(String id) throws JMSException;
    }

    /** What delivers, and tells of parts: {@link org.postchaise.api.MailConnectionFactory#deliver}. */
    @FunctionalInterface
    interface Delivery {
        DeliveryReport deliver(Envelope envelope, Consumer<DeliveryReport> parts) throws ResourceException;
    }

    /**
     * Delivers to those of {@code envelope} for whom there is no note.
     *
     * @param again whether the mail was taken from the queue before
     * @throws JMSRuntimeException when the broker does not give the notes
     */
    DeliveryReport deliver(Envelope envelope, boolean again, Delivery delivery) throws ResourceException {
        List<Recipient> open = new ArrayList<>(envelope.recipients());
        // a broker that was killed may not know that the mail was taken before
        List<RecipientOutcome> known = again || open.size() > 1 ? taken(open) : List.of();
        known.forEach(outcome -> open.remove(outcome.recipient()));
        if (open.isEmpty()) {
            return DeliveryReport.merge(envelope, List.of(new DeliveryReport(known)));
        }
        left = open.size();
        DeliveryReport rest;
        try {
            rest = delivery.deliver(envelope.withRecipients(open), this::settled);
        } catch (ResourceException e) {
            if (known.isEmpty()) {
                throw e;
            }
            rest = DeliveryReport.failed(
                    open, Failure.local(EnhancedStatus.of("4.3.0"), "mail transport unavailable: " + e.getMessage()));
        }
        if (noted) {
            taken(List.of());
        }
        return known.isEmpty() ? rest : DeliveryReport.merge(envelope, List.of(new DeliveryReport(known), rest));
    }

    private void settled(DeliveryReport part) {
        left -= part.outcomes().size();
        String note = left > 0 ? SettledNote.encode(part) : "";
        if (note.isEmpty()) {
            return;
        }
        try {
            notes.note(id, note);
            noted = true;
        } catch (JMSException | JMSRuntimeException e) {
            LOG.log(Level.WARNING, id + ": who has the mail so far can't be noted: " + e.getMessage());
        }
    }

    private List<RecipientOutcome> taken(List<Recipient> open) {
        List<RecipientOutcome> outcomes = new ArrayList<>();
        try {
            for (String note : notes.take(id)) {
                outcomes.addAll(SettledNote.decode(note));
            }
        } catch (PoisonMessageException e) {
            LOG.log(Level.WARNING, id + ": " + e.getMessage() + "; it is dropped");
        } catch (JMSException e) {
            throw new JMSRuntimeException("notes of deliveries can't be read: " + e.getMessage(), "", e);
        }
        List<Recipient> once = new ArrayList<>(open);
        return outcomes.stream()
                .filter(outcome -> once.remove(outcome.recipient()))
                .toList();
    }
}
