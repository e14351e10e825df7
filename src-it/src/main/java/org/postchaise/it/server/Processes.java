/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.server;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Termination of processes that this process has started. */
final class Processes {
    private static final Duration KILL_LIMIT = Duration.ofSeconds(20);

    private Processes() {}

    /** Kills a process and its descendants, and waits until they have ended. */
    static void kill(ProcessHandle process) {
        List<ProcessHandle> all =
                Stream.concat(process.descendants(), Stream.of(process)).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(one -> awaitExit(one, KILL_LIMIT));
    }

    /** Asks a process and its descendants to end; kills those that run after {@code limit}. */
    static void end(ProcessHandle process, Duration limit) {
        List<ProcessHandle> all =
                Stream.concat(process.descendants(), Stream.of(process)).toList();
        all.forEach(ProcessHandle::destroy);
        all.forEach(one -> awaitExit(one, limit));
        all.forEach(Processes::kill);
    }

    private static void awaitExit(ProcessHandle process, Duration limit) {
        try {
            process.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException stillThere) {
            // the caller kills the process next, or gives up
        } catch (ExecutionException e) {
            throw new ServerException("process " + process.pid() + " could not be awaited", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
