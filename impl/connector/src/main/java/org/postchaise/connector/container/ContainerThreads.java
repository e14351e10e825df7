/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.container;

import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkManager;
import java.time.Duration;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.postchaise.engine.log.LineLog;

/**
 * The threads and the timer for the adapter's own work: the container's, or daemon threads outside a container. Source:
 * Jakarta Connectors 2.1, chapter 10 and section 5.3.5.
 */
public final class ContainerThreads {
    private static final System.Logger LOG = LineLog.of("org.postchaise.connector.delivery.Threads");

    private final Starter starter;
    private final Timer timer;
    private final Runnable end;

    private ContainerThreads(Starter starter, Timer timer, Runnable end) {
        this.starter = starter;
        this.timer = timer;
        this.end = end;
    }

    /** The start of work on another thread. */
    @FunctionalInterface
    private interface Starter {
        void start(Runnable work) throws WorkException;
    }

    /** Returns the threads of {@code container}; daemon threads if there is no container, or one without a work manager. */
    public static ContainerThreads of(Optional<BootstrapContext> container) {
        Optional<WorkManager> manager = container.flatMap(own -> Optional.ofNullable(own.getWorkManager()));
        if (manager.isEmpty()) {
            ExecutorService daemons = Executors.newCachedThreadPool(ContainerThreads::daemon);
            return new ContainerThreads(daemons::execute, ownTimer(), daemons::shutdown);
        }
        return new ContainerThreads(
                work -> manager.get().scheduleWork(new Unending(work)), timer(container.get()), () -> {});
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "postchaise-outbox");
        thread.setDaemon(true);
        return thread;
    }

    private static Timer timer(BootstrapContext container) {
        try {
            return container.createTimer();
        } catch (UnavailableException | UnsupportedOperationException e) {
            LOG.log(System.Logger.Level.DEBUG, "the container gives no timer: {0}", e.getMessage());
            return ownTimer();
        }
    }

    private static Timer ownTimer() {
        return new Timer("postchaise-outbox-timer", true);
    }

    /**
     * Starts {@code work} on another thread.
     *
     * @throws RejectedExecutionException when no thread is available
     */
    public void start(Runnable work) {
        try {
            starter.start(work);
        } catch (WorkException e) {
            throw new RejectedExecutionException(e.getMessage(), e);
        }
    }

    /** Schedules {@code action}, which must be quick, after {@code wait}; the returned task can be cancelled. */
    public TimerTask after(Duration wait, Runnable action) {
        TimerTask task = new TimerTask() {
            @Override
            public void run() {
                action.run();
            }
        };
        timer.schedule(task, Math.max(0, wait.toMillis()));
        return task;
    }

    /** Stops starting work; work in progress continues. */
    public void close() {
        timer.cancel();
        end.run();
    }

    /** Work that ignores the container's release request, since the outbox, which the adapter's stop closes, ends the work. */
    private record Unending(Runnable work) implements Work {
        @Override
        public void run() {
            work.run();
        }

        @Override
        public void release() {}
    }
}
