/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.TextMessage;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.StringReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.DsnAction;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.MailStatus.RecipientStatus;
import org.postchaise.api.MailStatus.State;
import org.postchaise.api.Peer;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.api.RecipientOutcome.Delivered;
import org.postchaise.api.SmtpReply;

/** Settled note: the recipients that already have a mail, as text, with the data that a success notification and the log need of each. */
final class SettledNote {
    /** Largest number of notes that one transaction removes. */
    static final int BATCH = 200;

    /** Note of a delivery without a settled recipient. */
    static final String NOBODY = "[]";

    private SettledNote() {}

    /** Returns the note of the recipients that {@code report} has as delivered; empty where there is none. */
    static String encode(DeliveryReport report) {
        JsonArrayBuilder rows = QueuedMailCodec.JSON.createArrayBuilder();
        int count = 0;
        for (RecipientOutcome outcome : report.outcomes()) {
            if (outcome instanceof Delivered delivered) {
                rows.add(QueuedMailCodec.row(new RecipientStatus(
                                delivered.recipient(),
                                State.DELIVERED,
                                delivered.status().toString(),
                                delivered.text(),
                                delivered.earlierDoubt()))
                        .add("code", delivered.reply().code())
                        .add(
                                "lines",
                                QueuedMailCodec.JSON.createArrayBuilder(
                                        delivered.reply().lines()))
                        .add("host", delivered.peer().host())
                        .add("address", delivered.peer().address())
                        .add("port", delivered.peer().port())
                        .add("handover", delivered.dsnAction().name()));
                count++;
            }
        }
        return count == 0 ? "" : rows.build().toString();
    }

    /**
     * Returns the outcomes in a note.
     *
     * @throws PoisonMessageException when the text is no note
     */
    static List<RecipientOutcome> decode(String text) throws PoisonMessageException {
        try (JsonReader reader = QueuedMailCodec.JSON.createReader(new StringReader(text))) {
            List<RecipientOutcome> outcomes = new ArrayList<>();
            JsonArray rows = reader.readArray();
            for (JsonObject row : rows.getValuesAs(JsonObject.class)) {
                RecipientStatus status = QueuedMailCodec.recipient(row);
                outcomes.add(new Delivered(
                        status.recipient(),
                        EnhancedStatus.of(status.status()),
                        status.text(),
                        new SmtpReply(
                                row.getInt("code"), row.getJsonArray("lines").getValuesAs(JsonString::getString)),
                        new Peer(row.getString("host"), row.getString("address"), row.getInt("port")),
                        DsnAction.valueOf(row.getString("handover")),
                        status.earlierDoubt()));
            }
            return outcomes;
        } catch (JsonException | IllegalArgumentException | ClassCastException | NullPointerException e) {
            throw new PoisonMessageException("note of deliveries is malformed: " + e.getMessage(), e);
        }
    }

    /**
     * Removes at most {@link #BATCH} notes that were sent before {@code time}. Such notes remain when a node dies after taking a note: the broker redelivers
     * the note, while the mail may have left the queue. A message that is no note goes to {@code deadLetters}.
     *
     * @return the number of removed messages
     */
    static int forget(JMSContext context, Queue notes, Queue deadLetters, Instant time) throws JMSException {
        int count = 0;
        try (JMSConsumer old = context.createConsumer(notes, "JMSTimestamp < " + time.toEpochMilli())) {
            while (count < BATCH) {
                Message message = old.receiveNoWait();
                if (message == null) {
                    return count;
                }
                if (!(message instanceof TextMessage)) {
                    try (StoredMessage stray = new StoredMessage(message)) {
                        String reason = "no note of a delivery, and was in the queue of those";
                        context.createProducer().send(deadLetters, MailQueue.dead(stray, reason, context));
                    }
                }
                count++;
            }
        }
        return count;
    }
}
