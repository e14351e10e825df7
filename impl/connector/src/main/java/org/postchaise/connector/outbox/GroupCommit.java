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
 * One force of the device for all who wait for one. Whoever comes first while a force is under way leads the next group: it
 * waits for that force to end, closes the group, and does the work of all in it. What they wrote before they came is covered.
 *
 * <p>No lock is held while the device works, so that others go on, and gather.
 *
 * @param <W> what each has to write before the force
 */
final class GroupCommit<W> {

    /** The device. */
    interface Device<W> {
        /** Writes what all of a group want to have written, and forces it. */
        void force(List<W> group) throws IOException;
    }

    private final Device<W> device;
    private final Duration patience;

    /** Those that wait for the next force; empty when nobody does. */
    private Optional<Group<W>> gathering = Optional.empty();

    /** Those of the force that is under way or was the last. */
    private Group<W> forcing = new Group<>();

    GroupCommit(Device<W> device, Duration patience) {
        this.device = device;
        this.patience = patience;
        forcing.end(Optional.empty());
    }

    /**
     * Returns when {@code work}, and all that the caller wrote before, is on the device.
     *
     * @throws IOException when the device fails or takes too long; what was written is on it or not
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

    /** How many wait for a force that is not under way. */
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

    /** Nobody can join it any more. */
    private synchronized void close(Group<W> group) {
        if (gathering.filter(group::equals).isPresent()) {
            gathering = Optional.empty();
            forcing = group;
        }
    }

    private static final class Group<W> {
        /** Guarded by the outer object until the group is closed. */
        private final List<W> work = new ArrayList<>();

        private final Queue<Thread> waiting = new ConcurrentLinkedQueue<>();

        /** Who leads the next group, and is woken first: the device is idle until then. */
        private volatile Optional<Thread> next = Optional.empty();

        private volatile Optional<IOException> failure = Optional.empty();
        private volatile boolean ended;

        /** Each is woken from here: were one to wake the next, the last would wait for all the others to get a processor. */
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
         * However it ended. An interrupt is kept for later: the outcome has to be known. The caller is among those that are
         * woken.
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
