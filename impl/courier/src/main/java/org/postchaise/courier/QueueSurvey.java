/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Enumeration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.postchaise.engine.log.Printable;

/**
 * Walk through the queues that takes no message out of them. Mails move meanwhile: a mail that changes its queue may be visited twice (and is shown once) or
 * not at all, as with Postfix. Messages in a consumer's buffer are visited as well.
 */
final class QueueSurvey {
    /** Number of searches, since a mail that is not found may have been moving. */
    private static final int SEARCHES = 2;

    /** Number of messages from which on the broker may have paged a queue. */
    private static final int LONG_QUEUE = 100;

    private static final int REPEATS = 3;
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final QueueSessions sessions;

    QueueSurvey(QueueSessions sessions) {
        this.sessions = sessions;
    }

    /** Function that visits messages one by one. */
    @FunctionalInterface
    interface Visitor {
        /** Visits a message; returns true to go on. */
        boolean visit(QueueEntry entry, Queue queue, Message message) throws JMSException;
    }

    /**
     * Position of a mail.
     *
     * @param selector the JMS selector of the mail's message
     * @param isWhole true if the id stands for this entry only; false for the id of several parts or submissions
     */
    record Location(QueueName place, Queue queue, String selector, boolean isWhole) {}

    /** Visits the messages in the queues of {@code places}. */
    void visit(Collection<QueueName> places, Visitor visitor) {
        visit(places, Selector.ALL, visitor);
    }

    /**
     * Visits the entry with the queue's own id {@code id}, if its message carries the id: the broker sends no other message, which takes a fraction of a visit
     * to all. A JMS client's submission need not carry its id, and a client's own id for its mail is not the queue's: such mails need a visit to all.
     */
    void visitOne(Collection<QueueName> places, String id, Visitor visitor) {
        if (QueuedMailCodec.isOwnId(id)) {
            visit(places, Selector.of(QueuedMailCodec.ID, id), visitor);
        }
    }

    private void visit(Collection<QueueName> places, Selector selector, Visitor visitor) {
        sessions.untransacted(context -> {
            for (QueueName place : places) {
                for (Queue queue : sessions.queues(place)) {
                    if (!visit(context, place, queue, selector, visitor)) {
                        return false;
                    }
                }
            }
            return true;
        });
    }

    private static boolean visit(JMSContext context, QueueName place, Queue queue, Selector selector, Visitor visitor)
            throws JMSException {
        try (QueueBrowser browser = selector.browser(context, queue)) {
            Enumeration<?> messages = browser.getEnumeration();
            long seen = 0;
            while (hasMore(messages, seen)) {
                Message message = (Message) messages.nextElement();
                seen++;
                if (!QueueChange.isMarker(message) && !visitor.visit(QueueEntry.of(place, message), queue, message)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Returns true if there are more messages. Asks again at the apparent end of a long queue: Artemis reports an end while it reads paged messages. */
    private static boolean hasMore(Enumeration<?> messages, long seen) {
        boolean more = messages.hasMoreElements();
        for (int time = 0; !more && seen >= LONG_QUEUE && time < REPEATS; time++) {
            LockSupport.parkNanos(PAUSE.toNanos());
            more = messages.hasMoreElements();
        }
        return more;
    }

    /** Returns the position of the entry {@code id}, or of an entry whose mail has that id, in one of {@code places}; empty where there is none. */
    Optional<Location> locate(String id, Collection<QueueName> places) {
        return find(id, places, (entry, queue, message) -> {
            // a JMS client's submission may carry an id of the client's;
            // a message that is no mail is known by the client's id
            boolean isWhole =
                    entry.id().equals(id) && (entry.mail().isPresent() || id.equals(message.getJMSMessageID()));
            boolean bearsId = id.equals(message.getStringProperty(QueuedMailCodec.ID))
                    && message.propertyExists(QueuedMailCodec.STATE);
            String name = bearsId ? QueuedMailCodec.ID : "JMSMessageID";
            String value = bearsId ? id : String.valueOf(message.getJMSMessageID());
            return new Location(entry.place(), queue, Selector.of(name, value).text(), isWhole);
        });
    }

    /** Function that describes the entry found. */
    @FunctionalInterface
    private interface Teller<T> {
        T tell(QueueEntry entry, Queue queue, Message message) throws JMSException;
    }

    private <T> Optional<T> find(String id, Collection<QueueName> places, Teller<T> teller) {
        AtomicReference<Optional<T>> found = new AtomicReference<>(Optional.empty());
        Visitor visitor = (entry, queue, message) -> {
            if (entry.isCalled(id)) {
                found.set(Optional.of(teller.tell(entry, queue, message)));
            }
            return found.get().isEmpty();
        };
        for (int search = 0; search < SEARCHES && found.get().isEmpty(); search++) {
            visitOne(places, id, visitor);
            if (found.get().isEmpty()) {
                visit(places, visitor);
            }
        }
        return found.get();
    }

    /**
     * Returns the mail {@code id} as JSON, with as much content as {@code depth} asks for.
     *
     * @throws NoSuchElementException when there is none
     */
    String inspect(String id, QueueJson.Depth depth) {
        return find(id, List.of(QueueName.values()), (entry, queue, message) -> inspected(entry, message, depth))
                .orElseThrow(
                        () -> new NoSuchElementException("no mail with id " + Printable.line(id) + " in the queue"));
    }

    private static String inspected(QueueEntry entry, Message message, QueueJson.Depth depth) throws JMSException {
        JsonObjectBuilder json = QueueJson.mail(entry);
        entry.mail().ifPresent(mail -> json.add("envelope", QueueJson.envelope(mail.envelope())));
        if (message instanceof BytesMessage) {
            try (StoredMessage content = new StoredMessage(message)) {
                QueueJson.addContent(json, content, depth);
            } catch (IOException e) {
                throw new QueueUnavailableException(e.getMessage(), e);
            }
        }
        return json.build().toString();
    }

    /** Returns true if {@code filter} matches any mail. */
    boolean any(QueueFilter filter) {
        boolean[] found = new boolean[1];
        visit(filter.places(), (entry, queue, message) -> {
            found[0] = filter.matches(entry);
            return !found[0];
        });
        return found[0];
    }
}
