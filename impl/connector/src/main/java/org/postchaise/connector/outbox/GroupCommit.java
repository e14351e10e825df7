/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * A group commit: one force of the device for all threads that wait for one. The first thread that arrives during a force
 * becomes the leader of the next group: it waits for the end of the current force, closes the group, and does the work of all
 * members. All that a member has written before joining is covered by the force.
 *
 * <p>No lock is held while the device works, so that other threads can go on and join the next group.
 *
 * @param <W> the work that each member needs done before the force
 */
final class GroupCommit<W> {

    /** The device. */
    interface Device<W> {
        /** Writes the work of all members of a group, and forces the device. */
        void force(List<W> group) throws IOException;
    }

    private final Device<W> device;
    private final Duration patience;

    /** The group that waits for the next force; empty if no thread waits. */
    private Optional<Group<W>> gathering = Optional.empty();

    /** The group of the current or last force. */
    private Group<W> forcing = new Group<>();

    GroupCommit(Device<W> device, Duration patience) {
        this.device = device;
        this.patience = patience;
        forcing.end(Optional.empty());
    }

    /**
     * Returns when {@code work}, and all that the caller has written before, is on the device.
     *
     * @throws IOException when the device fails or takes too long; the written data may or may not be on the device
     */
    void force(W work) throws IOException {
        Group<W> group = new Group<>();
        Group<W> joined = join(group, work);
        if (joined.equals(group)) {
            lead(group);
        } else {
            joined.waiting.add(Thread.currentThread());
            joined.awaitEnd(patience);
        }
        joined.requireSuccess();
    }

    private synchronized Group<W> join(Group<W> mine, W work) {
        if (gathering.isEmpty()) {
            gathering = Optional.of(mine);
        }
        gathering.get().work.add(work);
        return gathering.get();
    }

    /** Returns the number of members that wait for a force that has not begun. */
    synchronized int waiting() {
        return gathering.map(group -> group.work.size()).orElse(0);
    }

    private void lead(Group<W> group) {
        Optional<IOException> failure = Optional.of(new IOException("the force of the outbox did not end in order"));
        try {
            Group<W> former = former();
            former.next = Optional.of(Thread.currentThread());
            former.awaitEnd(patience);
            close(group);
            device.force(group.work);
            failure = Optional.empty();
        } catch (IOException e) {
            failure = Optional.of(e);
        } finally {
            close(group);
            group.end(failure);
        }
    }

    private synchronized Group<W> former() {
        return forcing;
    }

    /** Closes the group for new members. */
    private synchronized void close(Group<W> group) {
        if (gathering.filter(group::equals).isPresent()) {
            gathering = Optional.empty();
            forcing = group;
        }
    }

    private static final class Group<W> {
        /** The work of the members; guarded by the outer object until the group is closed. */
        private final List<W> work = new ArrayList<>();

        private final Queue<Thread> waiting = new ConcurrentLinkedQueue<>();

        /** The leader of the next group, woken first, since the device is idle until then. */
        private volatile Optional<Thread> next = Optional.empty();

        private volatile Optional<IOException> failure = Optional.empty();
        private volatile boolean ended;

        /**
         * Ends the group and wakes its members. This thread wakes all of them: if each member woke the next, the last would
         * wait until every other one had been given a processor.
         */
        void end(Optional<IOException> why) {
            failure = why;
            ended = true;
            next.ifPresent(LockSupport::unpark);
            waiting.forEach(LockSupport::unpark);
        }

        void requireSuccess() throws IOException {
            if (failure.isPresent()) {
                throw new IOException(failure.get().getMessage(), failure.get());
            }
        }

        /**
         * Waits for the end of the group, successful or not. An interrupt is postponed, since the outcome has to be known.
         * The caller must be among the threads to be woken.
         */
        void awaitEnd(Duration patience) throws IOException {
            long end = System.nanoTime() + patience.toNanos();
            boolean interrupted = false;
            try {
                while (!ended) {
                    long left = end - System.nanoTime();
                    if (left <= 0) {
                        throw new IOException(
                                "the outbox was not forced to its device within " + patience.toSeconds() + " s");
                    }
                    LockSupport.parkNanos(this, left);
                    interrupted |= Thread.interrupted();
                }
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
