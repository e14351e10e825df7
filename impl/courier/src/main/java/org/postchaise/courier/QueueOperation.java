/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** What an operator does to mails: the rows say where, what becomes of the mail, and how postsuper(1) calls it. */
@SuppressWarnings("ImmutableEnumChecker") // nobody changes the sets, and the functions have no state
enum QueueOperation {
    HOLD(EnumSet.of(Place.ACTIVE, Place.DEFERRED), Optional.of(Place.HOLD), mail -> mail, "Placed on hold"),
    RELEASE(EnumSet.of(Place.HOLD), Optional.of(Place.ACTIVE), QueuedMail::dueNow, "Released from hold"),
    REQUEUE(EnumSet.allOf(Place.class), Optional.of(Place.ACTIVE), QueuedMail::requeued, "Requeued"),
    FLUSH(EnumSet.of(Place.DEFERRED), Optional.of(Place.ACTIVE), QueuedMail::dueNow, "Flushed"),
    DELETE(
            EnumSet.allOf(Place.class),
            Optional.empty(),
            mail -> mail.fail("5.3.0", "deleted from the queue by the operator"),
            "Deleted"),
    EXPIRE(
            EnumSet.of(Place.ACTIVE, Place.DEFERRED, Place.HOLD),
            Optional.of(Place.ACTIVE),
            mail -> mail.orderExpiry().dueNow(),
            "Force-expired");

    private final Set<Place> from;
    private final Optional<Place> to;
    private final UnaryOperator<QueuedMail> change;
    private final String done;

    QueueOperation(Set<Place> from, Optional<Place> to, UnaryOperator<QueuedMail> change, String done) {
        this.from = from;
        this.to = to;
        this.change = change;
        this.done = done;
    }

    /**
     * Where the mails are that {@code filter} means; dead letters must be asked for by queue or id.
     *
     * @throws IllegalArgumentException when the filter names a queue that the operation does nothing to
     */
    Set<Place> places(QueueFilter filter) {
        Set<Place> places = filter.places();
        places.retainAll(from);
        if (places.isEmpty()) {
            throw new IllegalArgumentException("filter term queue= leaves nothing to be "
                    + done.toLowerCase(Locale.ROOT) + "; expected "
                    + from.stream().map(Place::text).collect(Collectors.joining(" or ")));
        }
        if (!filter.namesQueue() && filter.id().isEmpty()) {
            places.remove(Place.DEAD);
        }
        return places;
    }

    /** Where the mail goes; empty: nowhere. */
    Optional<Place> to() {
        return to;
    }

    /** What becomes of the mail's state. */
    QueuedMail change(QueuedMail mail) {
        return change.apply(mail);
    }

    /** Whether it can be done to {@code entry}: what is no mail can only be removed. */
    boolean canChange(QueueEntry entry) {
        return entry.mail().isPresent() || to.isEmpty();
    }

    /** The line for the log that sums up. */
    String total(long count) {
        return done + ": " + count + (count == 1 ? " message" : " messages");
    }

    /** The line for the log about one mail. */
    String line(String id) {
        return id + ": " + (this == DELETE ? "removed" : this == EXPIRE ? "expired" : done.toLowerCase(Locale.ROOT));
    }
}
