/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.resource.ResourceException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.Envelope;
import org.postchaise.api.Failure;
import org.postchaise.api.Recipient;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.engine.log.LineLog;

/**
 * Delivery of a mail that settles its recipients one after the other: while deliveries to others are under way, the recipients served are noted outside of the
 * delivery's transaction, so that they do not get the mail again if that transaction never commits. The last ones are noted only where the transaction ends
 * without a commit ({@link #undone}); for a mail whose transaction did not commit before, they are noted before the commit, as all others. Such a mail is not
 * sent at all where the broker takes no note.
 *
 * <p>A broker that does not answer at once may have died and given the mail to another node, which delivers to all recipients meanwhile: the remaining
 * recipients wait for the next attempt.
 */
final class CheckpointedDelivery {
    /** Longest time that an undisturbed broker takes for a note. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Logger LOG = LineLog.of("org.postchaise.courier");

    private final String id;
    private final List<Recipient> unsettled;
    private final Notes notes;
    private final LongSupplier nanoTime;
    private final List<RecipientOutcome> settled = new ArrayList<>();
    private List<RecipientOutcome> last = List.of();
    private boolean repeated;
    private boolean noted;

    /**
     * Creates a settlement for one delivery of {@code mail}.
     *
     * @param nanoTime the time, as {@link System#nanoTime()}
     */
    CheckpointedDelivery(QueuedMail mail, Notes notes, LongSupplier nanoTime) {
        this.id = mail.id();
        this.unsettled = mail.open();
        this.notes = notes;
        this.nanoTime = nanoTime;
    }

    /** Signal that ends a delivery. */
    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stopped(String reason) {
            super(reason);
        }
    }

    /** Store of notes. */
    interface Notes {
        /** Stores a note, whether or not the current transaction commits. */
        void note(String id, String note) throws JMSException;

        /** Returns and deletes a mail's notes; the deletion belongs to the current transaction. */
        List<String> take(String id) throws JMSException;
    }

    /** Delivery function that reports partial results: {@link org.postchaise.api.spi.QueueTransport#deliver}. */
    @FunctionalInterface
    interface Delivery {
        DeliveryReport deliver(Envelope envelope, Consumer<DeliveryReport> parts) throws ResourceException;
    }

    /**
     * Delivers to the recipients of {@code envelope} without a note.
     *
     * @param again true if the mail was taken from the queue before
     * @throws JMSRuntimeException when the broker does not return the notes, or not in time
     */
    DeliveryReport deliver(Envelope envelope, boolean again, Delivery delivery) throws ResourceException {
        List<Recipient> open = new ArrayList<>(envelope.recipients());
        // a killed broker may have lost the redelivery flag: notes of mail to several recipients are always read
        List<RecipientOutcome> known = new ArrayList<>();
        List<RecipientOutcome> others = new ArrayList<>();
        long began = nanoTime.getAsLong();
        repeated = again;
        List<RecipientOutcome> before = again || open.size() > 1 ? taken() : List.of();
        if (again) {
            requireNotes();
        }
        if (isLate(began)) {
            throw new JMSRuntimeException(
                    "the broker took long to give notes of deliveries; the mail may be another node's");
        }
        for (RecipientOutcome outcome : before) {
            (open.remove(outcome.recipient()) ? known : others).add(outcome);
        }
        DeliveryReport report = known.isEmpty()
                ? delivered(envelope, open, delivery)
                : DeliveryReport.merge(envelope, List.of(new DeliveryReport(known), afresh(envelope, open, delivery)));
        if (noted) {
            taken();
        }
        // recipients with the mail that are not tried now
        others.removeIf(outcome -> !unsettled.contains(outcome.recipient())
                || envelope.recipients().contains(outcome.recipient()));
        keepOthers(new DeliveryReport(others));
        return report;
    }

    /** Stores a note of the last recipients served, after the transaction ended without a commit. */
    void undone() {
        keepOthers(new DeliveryReport(last));
    }

    /** Stores a note without recipients, so that a delivery does not begin whose outcome could not be noted. */
    private void requireNotes() {
        try {
            notes.note(id, SettledNote.NOBODY);
            noted = true;
        } catch (JMSException e) {
            throw new JMSRuntimeException("who gets the mail can't be noted: " + e.getMessage(), "", e);
        }
    }

    private void keepOthers(DeliveryReport others) {
        try {
            keep(others);
        } catch (Stopped e) {
            LOG.log(Level.WARNING, id + ": " + e.getMessage());
        }
    }

    /** Delivers to the remaining recipients, if any; a failure does not lose the recipients already served. */
    private DeliveryReport afresh(Envelope envelope, List<Recipient> open, Delivery delivery) {
        if (open.isEmpty()) {
            return new DeliveryReport(List.of());
        }
        try {
            return delivered(envelope, open, delivery);
        } catch (ResourceException e) {
            return DeliveryReport.failed(
                    open, Failure.local(EnhancedStatus.of("4.3.0"), "mail transport unavailable: " + e.getMessage()));
        }
    }

    private boolean isLate(long began) {
        return nanoTime.getAsLong() - began > PATIENCE.toNanos();
    }

    private DeliveryReport delivered(Envelope envelope, List<Recipient> open, Delivery delivery)
            throws ResourceException {
        Envelope some = envelope.withRecipients(open);
        try {
            return delivery.deliver(some, part -> settled(part, open.size()));
        } catch (Stopped e) {
            LOG.log(Level.WARNING, id + ": " + e.getMessage() + "; the others wait");
            List<Recipient> others = new ArrayList<>(open);
            settled.forEach(outcome -> others.remove(outcome.recipient()));
            return DeliveryReport.merge(
                    some,
                    List.of(
                            new DeliveryReport(settled),
                            DeliveryReport.failed(
                                    others, Failure.local(EnhancedStatus.of("4.3.0"), "queue unavailable"))));
        }
    }

    private void settled(DeliveryReport part, int all) {
        settled.addAll(part.outcomes());
        if (settled.size() == all && !repeated) {
            last = part.outcomes();
        } else {
            long began = nanoTime.getAsLong();
            noted |= keep(part);
            if (isLate(began)) {
                throw new Stopped("the broker took long to note who has the mail so far");
            }
        }
    }

    /** Stores a note of {@code part}; returns false if there was nothing to note. */
    private boolean keep(DeliveryReport part) {
        String note = SettledNote.encode(part);
        if (note.isEmpty()) {
            return false;
        }
        try {
            notes.note(id, note);
            return true;
        } catch (JMSException | JMSRuntimeException e) {
            throw new Stopped("who has the mail so far can't be noted: " + e.getMessage());
        }
    }

    private List<RecipientOutcome> taken() {
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
        return outcomes;
    }
}
