/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.crash.queue;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What all peers have seen. Thread-safe. */
final class Records {
    private final Queue<Copy> copies = new ConcurrentLinkedQueue<>();
    private final Queue<Copy> notices = new ConcurrentLinkedQueue<>();

    /**
     * A mail, or the news of its failure, that was taken.
     *
     * @param id of the mail
     * @param recipient who has it, or of whom the news is
     * @param time when its content had ended, in ms
     * @param answered whether the client was told
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
