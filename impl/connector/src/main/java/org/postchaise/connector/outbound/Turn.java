/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import jakarta.resource.spi.IllegalStateException;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Whose turn it is with a managed connection: one delivery or probe at a time, checked and never waited for.
 *
 * <p>A turn begins with the enlistment in a transaction. Until it is at work, its own thread may end it from within: a
 * container that enlists may take the connection's handles away and pool it.
 */
final class Turn {
    private Optional<Thread> holder = Optional.empty();
    private boolean atWork;

    /**
     * Begins a turn of this thread.
     *
     * @return whether {@code valid} holds; else there is no turn
     * @throws IllegalStateException when it is the turn of another one
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

    /** Goes to work, if this is still the turn of this thread, and {@code valid} holds. */
    synchronized boolean work(BooleanSupplier valid) {
        atWork = isMine() && valid.getAsBoolean();
        return atWork;
    }

    /** Begins a turn at once at work, unless it is the turn of another one. */
    synchronized boolean tryWork() {
        if (holder.isPresent()) {
            return false;
        }
        holder = Optional.of(Thread.currentThread());
        atWork = true;
        return true;
    }

    /** Ends the turn of this thread, if it has one. */
    synchronized void end() {
        if (isMine()) {
            holder = Optional.empty();
            atWork = false;
        }
    }

    /**
     * Makes a change that no turn survives.
     *
     * @return the thread in whose turn that can't be; the change was not made then
     */
    synchronized Optional<Thread> end(Runnable change) {
        if (holder.isPresent() && (atWork || !isMine())) {
            return holder;
        }
        holder = Optional.empty();
        change.run();
        return Optional.empty();
    }

    /** Whether it is the turn of this thread. */
    synchronized boolean isMine() {
        return holder.filter(Thread.currentThread()::equals).isPresent();
    }
}
