/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import jakarta.resource.spi.IllegalStateException;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Who is busy with a managed connection: one delivery or probe at a time, checked and never waited for.
 *
 * <p>A thread occupies it from the enlistment in a transaction on. Until it is at work, it may itself end that from within: a
 * container that enlists may take the connection's handles away and pool it.
 */
final class Occupancy {
    private Optional<Thread> holder = Optional.empty();
    private boolean atWork;

    /**
     * This thread occupies the connection.
     *
     * @return whether {@code valid} holds; else nobody occupies it
     * @throws IllegalStateException when another one does
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

    /** Goes to work, if this thread still occupies the connection, and {@code valid} holds. */
    synchronized boolean work(BooleanSupplier valid) {
        atWork = isMine() && valid.getAsBoolean();
        return atWork;
    }

    /** This thread occupies the connection, at once at work, unless another one does. */
    synchronized boolean tryWork() {
        if (holder.isPresent()) {
            return false;
        }
        holder = Optional.of(Thread.currentThread());
        atWork = true;
        return true;
    }

    /** This thread occupies it no longer, if it did. */
    synchronized void end() {
        if (isMine()) {
            holder = Optional.empty();
            atWork = false;
        }
    }

    /**
     * Makes a change after which nobody occupies the connection.
     *
     * @return the thread that occupies it so that it can't be; the change was not made then
     */
    synchronized Optional<Thread> end(Runnable change) {
        if (holder.isPresent() && (atWork || !isMine())) {
            return holder;
        }
        holder = Optional.empty();
        change.run();
        return Optional.empty();
    }

    /** Whether this thread occupies it. */
    synchronized boolean isMine() {
        return holder.filter(Thread.currentThread()::equals).isPresent();
    }
}
