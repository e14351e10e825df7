/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupCommitTest {
    private static final int THREADS = 64;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger forces = new AtomicInteger();
    private final List<Integer> written = new CopyOnWriteArrayList<>();
    private final Semaphore device = new Semaphore(0);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private void slow(List<Integer> group) throws IOException {
        forces.incrementAndGet();
        written.addAll(group);
        try {
            if (!device.tryAcquire(60, TimeUnit.SECONDS)) {
                throw new IOException("nobody released the device");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private List<Future<?>> forceInThreads(GroupCommit<Integer> commits, AtomicInteger started) {
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            all.add(threads.submit(() -> {
                started.incrementAndGet();
                commits.force(1);
                return 0;
            }));
        }
        return all;
    }

    @Test
    void oneForceServesAllThatWaitForOne() throws Exception {
        GroupCommit<Integer> commits = new GroupCommit<>(this::slow, PATIENCE);
        Future<?> first = threads.submit(() -> {
            commits.force(1);
            return 0;
        });
        Awaitility.await().until(() -> forces.get() == 1);
        AtomicInteger started = new AtomicInteger();
        List<Future<?>> others = forceInThreads(commits, started);
        Awaitility.await().until(() -> started.get() == THREADS && commits.waiting() == THREADS);
        assertThat(forces).hasValue(1);
        device.release();
        first.get(60, TimeUnit.SECONDS);
        assertThat(others).noneMatch(Future::isDone);
        device.release();
        for (Future<?> other : others) {
            other.get(60, TimeUnit.SECONDS);
        }
        assertThat(forces).hasValue(2);
        assertThat(written).hasSize(1 + THREADS);
    }

    @Test
    void aFailureIsEverybodysInTheGroupAndNobodysAfterIt() throws Exception {
        GroupCommit<Integer> commits = new GroupCommit<>(
                group -> {
                    slow(group);
                    if (forces.get() == 2) {
                        throw new IOException("Input/output error");
                    }
                },
                PATIENCE);
        Future<?> first = threads.submit(() -> {
            commits.force(1);
            return 0;
        });
        Awaitility.await().until(() -> forces.get() == 1);
        AtomicInteger started = new AtomicInteger();
        List<Future<?>> others = forceInThreads(commits, started);
        Awaitility.await().until(() -> commits.waiting() == THREADS);
        device.release(2);
        first.get(60, TimeUnit.SECONDS);
        for (Future<?> other : others) {
            assertThatThrownBy(() -> other.get(60, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("Input/output error");
        }
        device.release();
        commits.force(1);
        assertThat(forces).hasValue(3);
    }

    @Test
    void aDeviceThatHangsIsNotWaitedForForever() throws Exception {
        GroupCommit<Integer> commits = new GroupCommit<>(this::slow, Duration.ofMillis(50));
        Future<?> first = threads.submit(() -> {
            commits.force(1);
            return 0;
        });
        Awaitility.await().until(() -> forces.get() == 1);
        assertThatThrownBy(() -> commits.force(1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("was not forced");
        device.release();
        first.get(60, TimeUnit.SECONDS);
    }
}
