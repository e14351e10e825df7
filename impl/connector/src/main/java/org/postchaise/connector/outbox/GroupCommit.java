/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One force of the device for all who wait for one. Whoever comes first while a force is under way leads the next group: it
 * waits for that force to end, closes the group, and forces for all in it. What they wrote before they came is covered.
 *
 * <p>No lock is held while the device is forced, so that others go on writing.
 */
final class GroupCommit {

    /** The device. */
    interface Device {
        void force() throws IOException;
    }

    private final Device device;
    private final Duration patience;

    /** Those that wait for the next force; empty when nobody does. */
    private Optional<Group> gathering = Optional.empty();

    /** Those of the force that is under way or was the last. */
    private Group forcing = Group.ENDED;

    GroupCommit(Device device, Duration patience) {
        this.device = device;
        this.patience = patience;
    }

    /**
     * Returns when all that the caller wrote before is on the device.
     *
     * @throws IOException when the device fails or takes too long; what was written is on it or not
     */
    void force() throws IOException {
        Group group = new Group();
        Group joined = join(group);
        if (joined.equals(group)) {
            lead(group);
        }
        joined.await(patience);
    }

    private synchronized Group join(Group mine) {
        if (gathering.isEmpty()) {
            gathering = Optional.of(mine);
        }
        gathering.get().size++;
        return gathering.get();
    }

    /** How many wait for a force that is not under way. */
    synchronized int waiting() {
        return gathering.map(group -> group.size).orElse(0);
    }

    private void lead(Group group) {
        Optional<IOException> failure = Optional.of(new IOException("the force of the outbox did not end in order"));
        try {
            former().awaitEnd(patience);
            close(group);
            device.force();
            failure = Optional.empty();
        } catch (IOException e) {
            failure = Optional.of(e);
        } finally {
            close(group);
            group.end(failure);
        }
    }

    private synchronized Group former() {
        return forcing;
    }

    /** Nobody can join it any more. */
    private synchronized void close(Group group) {
        if (gathering.filter(group::equals).isPresent()) {
            gathering = Optional.empty();
            forcing = group;
        }
    }

    private static final class Group {
        static final Group ENDED = new Group();

        static {
            ENDED.end(Optional.empty());
        }

        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile Optional<IOException> failure = Optional.empty();

        /** Guarded by the outer object. */
        private int size;

        void end(Optional<IOException> why) {
            failure = why;
            ended.countDown();
        }

        void await(Duration patience) throws IOException {
            awaitEnd(patience);
            if (failure.isPresent()) {
                throw new IOException(failure.get().getMessage(), failure.get());
            }
        }

        /** However it ended. An interrupt is kept for later: the outcome has to be known. */
        void awaitEnd(Duration patience) throws IOException {
            long end = System.nanoTime() + patience.toNanos();
            boolean interrupted = false;
            try {
                while (true) {
                    try {
                        if (ended.await(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                            return;
                        }
                        throw new IOException(
                                "the outbox was not forced to its device within " + patience.toSeconds() + " s");
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
