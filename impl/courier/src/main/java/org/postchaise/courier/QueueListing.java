/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** List of the mails that a filter matches, up to a limit. Thread-safe. */
final class QueueListing {
    private static final int SHORT = 100;

    private final QueueFilter filter;
    private final int limit;
    private final Set<String> shown = new HashSet<>();
    private final List<JsonObject> mails = new ArrayList<>();
    private boolean more;

    QueueListing(QueueFilter filter, int limit) {
        this.filter = filter;
        this.limit = limit;
    }

    /** Adds {@code entry} if it matches; returns false if the list is full. */
    synchronized boolean add(QueueEntry entry) {
        if (!filter.matches(entry) || shown.contains(entry.id())) {
            return true;
        }
        if (shown.size() == limit) {
            more = true;
            return false;
        }
        shown.add(entry.id());
        mails.add(QueueJson.mail(entry).build());
        return true;
    }

    synchronized boolean isEmpty() {
        return mails.isEmpty();
    }

    /** Returns true if the list takes little memory. */
    synchronized boolean isShort() {
        return mails.size() <= SHORT;
    }

    /**
     * Returns the list as JSON.
     *
     * @param age the time since the search began
     * @param partial true if the search has not ended
     */
    synchronized String json(Duration age, boolean partial) {
        JsonObjectBuilder list = QueuedMailCodec.JSON
                .createObjectBuilder()
                .add("mails", QueuedMailCodec.JSON.createArrayBuilder(mails))
                .add("shown", mails.size())
                .add("more", more || partial)
                .add("age", age.toSeconds());
        return (partial ? list.add("partial", true) : list).build().toString();
    }
}
