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
import org.postchaise.engine.event.Printable;

/**
 * The queues as they are, seen without taking anything out of them. Mails move meanwhile: one that changes its queue may be seen
 * twice (it is shown once) or not at all, as with Postfix; what a consumer holds in its buffer is seen as well.
 */
final class QueueSurvey {
    /** A mail that is not found may have been on its way. */
    private static final int SEARCHES = 2;

    /** From how many messages on a queue may be paged. */
    private static final int LONG_QUEUE = 100;

    private static final int REPEATS = 3;
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final QueueSessions sessions;

    QueueSurvey(QueueSessions sessions) {
        this.sessions = sessions;
    }

    /** Sees one message after the other, and says whether to go on. */
    @FunctionalInterface
    interface Visitor {
        /** Sees one. */
        boolean visit(QueueEntry entry, Queue queue, Message message) throws JMSException;
    }

    /**
     * Where a mail is.
     *
     * @param selector finds its message there
     * @param isWhole whether it is all that the id means; else the id is that of several parts or submissions
     */
    record Location(Place place, Queue queue, String selector, boolean isWhole) {}

    /** Shows {@code visitor} what is in the queues of {@code places}. */
    void visit(Collection<Place> places, Visitor visitor) {
        visit(places, Selector.ALL, visitor);
    }

    /**
     * Shows {@code visitor} the entry with the queue's own id {@code id}, as far as its message says so: the broker sends nothing else, which takes a fraction of a
     * visit to all. What a client has submitted need not bear its id, and what a client calls its mails is no such id: those need a visit to all.
     */
    void visitOne(Collection<Place> places, String id, Visitor visitor) {
        if (QueuedMailCodec.isOwnId(id)) {
            visit(places, Selector.of(QueuedMailCodec.ID, id), visitor);
        }
    }

    private void visit(Collection<Place> places, Selector selector, Visitor visitor) {
        sessions.untransacted(context -> {
            for (Place place : places) {
                for (Queue queue : sessions.queues(place)) {
                    if (!visit(context, place, queue, selector, visitor)) {
                        return false;
                    }
                }
            }
            return true;
        });
    }

    private static boolean visit(JMSContext context, Place place, Queue queue, Selector selector, Visitor visitor)
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

    /** Asks again at what looks like the end of a long queue: Artemis says so too while it reads what it has paged. */
    private static boolean hasMore(Enumeration<?> messages, long seen) {
        boolean more = messages.hasMoreElements();
        for (int time = 0; !more && seen >= LONG_QUEUE && time < REPEATS; time++) {
            LockSupport.parkNanos(PAUSE.toNanos());
            more = messages.hasMoreElements();
        }
        return more;
    }

    /** Where the entry {@code id} is, or one of those whose mail has that id, when it is in one of {@code places}. */
    Optional<Location> locate(String id, Collection<Place> places) {
        return find(id, places, (entry, queue, message) -> {
            // what a client has submitted bears an id of the client's
            // what is no mail is known by what the client calls it
            boolean isWhole =
                    entry.id().equals(id) && (entry.mail().isPresent() || id.equals(message.getJMSMessageID()));
            boolean bearsId = id.equals(message.getStringProperty(QueuedMailCodec.ID))
                    && message.propertyExists(QueuedMailCodec.STATE);
            String name = bearsId ? QueuedMailCodec.ID : "JMSMessageID";
            String value = bearsId ? id : String.valueOf(message.getJMSMessageID());
            return new Location(entry.place(), queue, Selector.of(name, value).text(), isWhole);
        });
    }

    /** What is told of the one mail that is looked for. */
    @FunctionalInterface
    private interface Teller<T> {
        T tell(QueueEntry entry, Queue queue, Message message) throws JMSException;
    }

    private <T> Optional<T> find(String id, Collection<Place> places, Teller<T> teller) {
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
     * The mail {@code id} as JSON, with what {@code depth} says of its content.
     *
     * @throws NoSuchElementException when there is none
     */
    String inspect(String id, QueueJson.Depth depth) {
        return find(id, List.of(Place.values()), (entry, queue, message) -> inspected(entry, message, depth))
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

    /** Whether {@code filter} means any mail at all. */
    boolean any(QueueFilter filter) {
        boolean[] found = new boolean[1];
        visit(filter.places(), (entry, queue, message) -> {
            found[0] = filter.matches(entry);
            return !found[0];
        });
        return found[0];
    }
}
