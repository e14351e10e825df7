/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.queue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.postchaise.bench.client.SmtpPrograms;

/** An smtp-sink that is watched. */
record Sink(SmtpPrograms program) implements AutoCloseable {
    private static final long LOOK_MILLIS = 2;

    /** Nobody waits longer for the next mail. */
    private static final Duration SILENCE = Duration.ofSeconds(60);

    /** One of its own name in {@code directory}. */
    static Sink start(Path directory, String name) throws IOException, InterruptedException {
        return new Sink(SmtpPrograms.start(Files.createDirectories(directory.resolve(name)), "-c"));
    }

    int port() {
        return program.port();
    }

    long messages() throws IOException {
        return program.messages();
    }

    /**
     * Waits until it has {@code total} messages.
     *
     * @return a reading of {@link System#nanoTime()} right after
     * @throws IOException when none comes for a minute
     */
    long await(long total) throws IOException, InterruptedException {
        long had = messages();
        long last = System.nanoTime();
        while (had < total) {
            Thread.sleep(LOOK_MILLIS);
            long has = messages();
            if (has > had) {
                had = has;
                last = System.nanoTime();
            } else if (System.nanoTime() - last > SILENCE.toNanos()) {
                throw new IOException("smtp-sink has " + had + " of " + total + " mails, and got none for "
                        + SILENCE.toSeconds() + " s");
            }
        }
        return System.nanoTime();
    }

    /** Fails unless it has exactly {@code total}. */
    void require(long total) throws IOException {
        long has = messages();
        if (has != total) {
            throw new IOException("smtp-sink has " + has + " mails; expected " + total);
        }
    }

    @Override
    public void close() {
        program.close();
    }
}
