/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postchaise.connector.outbox.TestSubmissions.CLOCK;
import static org.postchaise.connector.outbox.TestSubmissions.commit;
import static org.postchaise.connector.outbox.TestSubmissions.drain;
import static org.postchaise.connector.outbox.TestSubmissions.submission;
import static org.postchaise.connector.outbox.TestSubmissions.text;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postchaise.api.MessageSource;

/** The outbox in a real directory. */
class OutboxDirectoryTest {
    private static final int MAILS = 200;
    private static final long LIMIT = 60;

    @TempDir
    private Path directory;

    private static Outbox open(Path where) throws IOException {
        return Outbox.open(where, OutboxSettings.DEFAULT, CLOCK);
    }

    @Test
    void mailIsThereAfterARestart() throws IOException {
        byte[] large = new byte[300_000];
        try (Outbox outbox = open(directory)) {
            commit(outbox, "small");
            Branch branch = outbox.begin();
            branch.stage(submission(1), MessageSource.of(large));
            branch.commit();
        }
        try (Outbox outbox = open(directory)) {
            assertThat(outbox.damages()).isEmpty();
            List<OutboxMail> mails = drain(outbox);
            assertThat(text(mails.get(0))).isEqualTo("small");
            assertThat(mails.get(1).content().open()).hasBinaryContent(large);
            mails.get(1).settle(List.of());
            mails.get(1).done();
            mails.get(0).done();
        }
        try (Outbox outbox = open(directory)) {
            assertThat(outbox.next()).isEmpty();
        }
    }

    @Test
    void aSecondStartInTheSameProcessIsToldWhoHoldsTheDirectory() throws IOException {
        try (Outbox outbox = open(directory)) {
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(() -> open(directory))
                        .isInstanceOf(IOException.class)
                        .hasMessage("outbox directory " + directory + " is in use by process "
                                + ManagementFactory.getRuntimeMXBean().getName()
                                + " since 2026-11-21T12:00:00Z, which is this process; expected a directory that no"
                                + " other outbox uses");
            }
            commit(outbox, "x");
        }
        open(directory).close();
    }

    @Test
    void aSecondProcessIsToldWhoHoldsTheDirectory() throws Exception {
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(holder.getInputStream().read()).isEqualTo('h');
            assertThatThrownBy(() -> open(directory))
                    .hasMessageContaining("is in use by process " + holder.pid() + "@")
                    .hasMessageContaining(
                            " since 2026-11-21T12:00:00Z; expected a directory that no other outbox uses");
        } finally {
            holder.destroyForcibly();
            assertThat(holder.waitFor(LIMIT, TimeUnit.SECONDS)).isTrue();
        }
        try (Outbox outbox = open(directory)) {
            assertThat(drain(outbox)).hasSize(1);
        }
    }

    /** Commits a mail and waits to be killed. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws Exception {
            commit(open(Path.of(arguments[0])), "of a killed process");
            System.out.print('h');
            System.out.flush();
            TimeUnit.SECONDS.sleep(LIMIT);
        }
    }

    @Test
    void aDirectoryThatCannotBeUsedIsNamed() throws IOException {
        Path missing = directory.resolve("missing");
        assertThatThrownBy(() -> open(missing))
                .hasMessage("outbox directory " + missing + " does not exist; expected an existing directory");
        assertThat(missing).doesNotExist();
        Path file = Files.writeString(directory.resolve("file"), "x");
        assertThatThrownBy(() -> open(file))
                .hasMessage("outbox directory " + file + " is not a directory; expected an existing directory");
    }

    @Test
    void aReadOnlyDirectoryIsNamed() throws IOException {
        Path closed = Files.createDirectory(directory.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
        if (!Files.isWritable(closed)) {
            assertRefusesReadOnly(closed);
            return;
        }
        // root may write to any directory, but not to a file system that is mounted so
        try (Tmpfs mounted = Tmpfs.mount(closed, "ro,size=1m")) {
            assertRefusesReadOnly(mounted.path());
        }
    }

    private static void assertRefusesReadOnly(Path where) {
        assertThatThrownBy(() -> open(where))
                .hasMessage("outbox directory " + where
                        + " can't be read and written by this process; expected one that can");
    }

    @Test
    void interruptedThreadsLoseNothing() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Thread> working = new ArrayList<>();
        AtomicBoolean over = new AtomicBoolean();
        try (Outbox outbox = open(directory)) {
            List<Future<Integer>> committed = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                committed.add(threads.submit(() -> {
                    synchronized (working) {
                        working.add(Thread.currentThread());
                    }
                    for (int mail = 0; mail < MAILS; mail++) {
                        commit(outbox, "x".repeat(mail));
                    }
                    return MAILS;
                }));
            }
            Future<?> interrupter = threads.submit(() -> {
                while (!over.get()) {
                    synchronized (working) {
                        working.forEach(Thread::interrupt);
                    }
                    Thread.onSpinWait();
                }
            });
            for (Future<Integer> count : committed) {
                assertThat(count.get(LIMIT, TimeUnit.SECONDS)).isEqualTo(MAILS);
            }
            over.set(true);
            interrupter.get(LIMIT, TimeUnit.SECONDS);
            assertThat(outbox.waiting()).isEqualTo(3 * MAILS);
        } finally {
            over.set(true);
            threads.shutdownNow();
        }
        try (Outbox outbox = open(directory)) {
            assertThat(outbox.damages()).isEmpty();
            assertThat(drain(outbox)).hasSize(3 * MAILS);
        }
    }

    @Test
    void manyThreadsShareForces() throws Exception {
        MemoryFiles files = new MemoryFiles();
        int count = 64;
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try (Outbox outbox = new Outbox(new SlowForces(files), OutboxSettings.DEFAULT, CLOCK)) {
            int before = files.forces();
            List<Future<Long>> ids = new ArrayList<>();
            for (int i = 0; i < 10 * count; i++) {
                ids.add(threads.submit(() -> commit(outbox, "x")));
            }
            for (Future<Long> id : ids) {
                id.get(LIMIT, TimeUnit.SECONDS);
            }
            assertThat(files.forces() - before).isLessThan(10 * count / 4);
            assertThat(outbox.waiting()).isEqualTo(10 * count);
        } finally {
            threads.shutdownNow();
        }
        assertThat(new Outbox(files, OutboxSettings.DEFAULT, CLOCK).waiting()).isEqualTo(10 * count);
    }

    @Test
    void aFullDeviceRefusesThoseOfAGroupThatHaveNoRoomAndNoOthers() throws Exception {
        MemoryFiles files = new MemoryFiles();
        int count = 64;
        ExecutorService threads = Executors.newFixedThreadPool(count);
        Set<String> kept = new HashSet<>();
        int refused = 0;
        try (Outbox outbox = new Outbox(new SlowForces(files), OutboxSettings.DEFAULT, CLOCK)) {
            files.leaveSpace(40_000);
            Map<String, Future<Long>> all = new HashMap<>();
            for (int i = 0; i < 4 * count; i++) {
                String text = i + " " + "x".repeat(i % 4 == 0 ? 3000 : 10);
                all.put(text, threads.submit(() -> commit(outbox, text)));
            }
            for (Map.Entry<String, Future<Long>> one : all.entrySet()) {
                try {
                    one.getValue().get(LIMIT, TimeUnit.SECONDS);
                    kept.add(one.getKey());
                } catch (ExecutionException e) {
                    assertThat(e.getCause())
                            .isInstanceOf(RolledBackException.class)
                            .hasMessage("the outbox rolled back: No space left on device");
                    refused++;
                }
            }
            assertThat(outbox.waiting()).isEqualTo(kept.size());
            assertThat(outbox.branches()).isEmpty();
            files.leaveSpace(Long.MAX_VALUE);
            commit(outbox, "after");
            kept.add("after");
        } finally {
            threads.shutdownNow();
        }
        assertThat(refused).isPositive();
        assertThat(kept.size()).isGreaterThan(1);
        Outbox found = new Outbox(files, OutboxSettings.DEFAULT, CLOCK);
        assertThat(found.damages()).isEmpty();
        Set<String> texts = new HashSet<>();
        for (OutboxMail mail : drain(found)) {
            texts.add(text(mail));
        }
        assertThat(texts).isEqualTo(kept);
    }

    /** A device that needs 5 ms for a force. */
    private record SlowForces(MemoryFiles files) implements JournalFiles {
        @Override
        public List<String> names() {
            return files.names();
        }

        @Override
        public JournalFile create(String name) throws IOException {
            return slow(files.create(name));
        }

        @Override
        public JournalFile open(String name) throws IOException {
            return files.open(name);
        }

        @Override
        public void delete(String name) {
            files.delete(name);
        }

        @Override
        public void rename(String from, String to) {
            files.rename(from, to);
        }

        @Override
        public void force() {
            files.force();
        }

        @Override
        public String describe(String name) {
            return name;
        }

        private static JournalFile slow(JournalFile file) {
            return new JournalFile() {
                @Override
                public void write(ByteBuffer octets, long position) throws IOException {
                    file.write(octets, position);
                }

                @Override
                public int read(ByteBuffer octets, long position) throws IOException {
                    return file.read(octets, position);
                }

                @Override
                public void force() throws IOException {
                    try {
                        TimeUnit.MILLISECONDS.sleep(5);
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    file.force();
                }

                @Override
                public long size() throws IOException {
                    return file.size();
                }

                @Override
                public void truncate(long size) throws IOException {
                    file.truncate(size);
                }

                @Override
                public void close() throws IOException {
                    file.close();
                }
            };
        }
    }
}
