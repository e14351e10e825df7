/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.crash.queue;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Mails and notices accepted by all peers. Thread-safe. */
final class Records {
    private final Queue<Copy> copies = new ConcurrentLinkedQueue<>();
    private final Queue<Copy> notices = new ConcurrentLinkedQueue<>();

    /**
     * Accepted mail, or accepted notice of a failure.
     *
     * @param id the mail's id
     * @param recipient the recipient of the mail, or the recipient in the notice
     * @param time the time of the end of the content, in ms
     * @param answered true if the client got the reply
     */
    record Copy(String id, String recipient, long time, boolean answered) {
        String who() {
            return id + " " + recipient;
        }
    }

    void taken(Copy copy) {
        copies.add(copy);
    }

    void bounced(Copy notice) {
        notices.add(notice);
    }

    List<Copy> copies() {
        return List.copyOf(copies);
    }

    List<Copy> notices() {
        return List.copyOf(notices);
    }
}
