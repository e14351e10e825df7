/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.queue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.postchaise.bench.client.SmtpPrograms;

/** An smtp-sink that is watched. */
record Sink(SmtpPrograms program) implements AutoCloseable {
    /** It tells its counts. */
    private static final String COUNTED = "-c";

    /** One of its own name in {@code directory}; {@code options} beside what it is watched by. */
    static Sink start(Path directory, String name, String... options) throws IOException, InterruptedException {
        return new Sink(SmtpPrograms.start(Files.createDirectories(directory.resolve(name)), counted(options)));
    }

    /** The same where another one was. */
    static Sink start(Path directory, String name, int port, String... options)
            throws IOException, InterruptedException {
        return new Sink(SmtpPrograms.start(Files.createDirectories(directory.resolve(name)), port, counted(options)));
    }

    private static String[] counted(String... options) {
        return Stream.concat(Stream.of(COUNTED), List.of(options).stream()).toArray(String[]::new);
    }

    int port() {
        return program.port();
    }

    /** As a next hop. */
    String hop() {
        return "[127.0.0.1]:" + port();
    }

    long messages() throws IOException {
        return program.messages();
    }

    /** Waits until it has {@code total} messages; gives a reading of {@link System#nanoTime()} right after. */
    long await(long total) throws IOException, InterruptedException {
        Count has = this::messages;
        return has.reach(total, "mails that smtp-sink has");
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
