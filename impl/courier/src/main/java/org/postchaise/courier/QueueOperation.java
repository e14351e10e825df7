/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Operator's command on mails: the constants give the queues, the target queue, the change of the mail, and
 * postsuper(1)'s word for the log.
 */
@SuppressWarnings("ImmutableEnumChecker") // nobody changes the sets, and the functions have no state
enum QueueOperation {
    HOLD(EnumSet.of(QueueName.ACTIVE, QueueName.DEFERRED), Optional.of(QueueName.HOLD), mail -> mail, "Placed on hold"),
    RELEASE(EnumSet.of(QueueName.HOLD), Optional.of(QueueName.ACTIVE), QueuedMail::dueNow, "Released from hold"),
    REQUEUE(EnumSet.allOf(QueueName.class), Optional.of(QueueName.ACTIVE), QueuedMail::requeued, "Requeued"),
    FLUSH(EnumSet.of(QueueName.DEFERRED), Optional.of(QueueName.ACTIVE), QueuedMail::dueNow, "Flushed"),
    DELETE(
            EnumSet.allOf(QueueName.class),
            Optional.empty(),
            mail -> mail.fail("5.3.0", "deleted from the queue by the operator"),
            "Deleted"),
    EXPIRE(
            EnumSet.of(QueueName.ACTIVE, QueueName.DEFERRED, QueueName.HOLD),
            Optional.of(QueueName.ACTIVE),
            mail -> mail.orderExpiry().dueNow(),
            "Force-expired");

    private final Set<QueueName> from;
    private final Optional<QueueName> to;
    private final UnaryOperator<QueuedMail> change;
    private final String done;

    QueueOperation(Set<QueueName> from, Optional<QueueName> to, UnaryOperator<QueuedMail> change, String done) {
        this.from = from;
        this.to = to;
        this.change = change;
        this.done = done;
    }

    /**
     * Returns the places of the mails that {@code filter} matches; dead letters only where the filter names a queue or
     * an id.
     *
     * @throws IllegalArgumentException when the filter names a queue to which the operation does not apply
     */
    Set<QueueName> places(QueueFilter filter) {
        Set<QueueName> places = filter.places();
        places.retainAll(from);
        if (places.isEmpty()) {
            throw new IllegalArgumentException("filter term queue= leaves nothing to be "
                    + done.toLowerCase(Locale.ROOT) + "; expected "
                    + from.stream().map(QueueName::text).collect(Collectors.joining(" or ")));
        }
        if (!filter.namesQueue() && filter.id().isEmpty()) {
            places.remove(QueueName.DEAD);
        }
        return places;
    }

    /** Returns the place to which the mail goes; empty where the mail is removed. */
    Optional<QueueName> to() {
        return to;
    }

    /** Returns the mail's state after the operation. */
    QueuedMail change(QueuedMail mail) {
        return change.apply(mail);
    }

    /** Returns true if the operation applies to {@code entry}: a message that is no mail can only be removed. */
    boolean canChange(QueueEntry entry) {
        return entry.mail().isPresent() || to.isEmpty();
    }

    /** Returns the log line with the number of changed mails. */
    String total(long count) {
        return done + ": " + count + (count == 1 ? " message" : " messages");
    }

    /** Returns the log line about one mail. */
    String line(String id) {
        return id + ": " + (this == DELETE ? "removed" : this == EXPIRE ? "expired" : done.toLowerCase(Locale.ROOT));
    }
}
