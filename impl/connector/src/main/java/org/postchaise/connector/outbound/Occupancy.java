/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import jakarta.resource.spi.IllegalStateException;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The exclusive use of a managed connection by one thread: one delivery or probe at a time; a second thread is refused and
 * never waits.
 *
 * <p>The use begins before the enlistment in a transaction. Until the delivery begins, the same thread may end the use from
 * within the enlistment, since a container that enlists may dissociate the connection's handles and pool the connection.
 */
final class Occupancy {
    private Optional<Thread> holder = Optional.empty();
    private boolean atWork;

    /**
     * Begins the use by this thread.
     *
     * @return true if {@code valid} holds; otherwise the connection stays free
     * @throws IllegalStateException when another use is in progress
     */
    synchronized boolean begin(BooleanSupplier valid) throws IllegalStateException {
        if (holder.isPresent()) {
            throw new IllegalStateException("connection is in use by thread "
                    + holder.get().getName() + "; a connection delivers one mail at a time");
        }
        if (valid.getAsBoolean()) {
            holder = Optional.of(Thread.currentThread());
            atWork = false;
        }
        return holder.isPresent();
    }

    /** Marks the delivery as begun, if this thread still uses the connection and {@code valid} holds; returns true in that case. */
    synchronized boolean work(BooleanSupplier valid) {
        atWork = isMine() && valid.getAsBoolean();
        return atWork;
    }

    /** Begins the use by this thread with the delivery begun; returns false if another use is in progress. */
    synchronized boolean tryWork() {
        if (holder.isPresent()) {
            return false;
        }
        holder = Optional.of(Thread.currentThread());
        atWork = true;
        return true;
    }

    /** Ends the use by this thread, if there is one. */
    synchronized void end() {
        if (isMine()) {
            holder = Optional.empty();
            atWork = false;
        }
    }

    /**
     * Runs {@code change} and ends the use by this thread before its delivery has begun.
     *
     * @return the thread whose use prevents the change, in which case the change was not made; empty otherwise
     */
    synchronized Optional<Thread> end(Runnable change) {
        if (holder.isPresent() && (atWork || !isMine())) {
            return holder;
        }
        holder = Optional.empty();
        change.run();
        return Optional.empty();
    }

    /** Returns true if this thread uses the connection. */
    synchronized boolean isMine() {
        return holder.filter(Thread.currentThread()::equals).isPresent();
    }
}
