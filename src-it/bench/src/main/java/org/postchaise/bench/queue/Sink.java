/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.queue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.postchaise.bench.client.SmtpPrograms;

/** Observed smtp-sink. */
record Sink(SmtpPrograms program) implements AutoCloseable {
    /** Option by which smtp-sink prints its counts. */
    private static final String COUNTED = "-c";

    /**
     * Starts an smtp-sink with a directory {@code name} in {@code directory}; {@code options} are added to that for
     * counts.
     */
    static Sink start(Path directory, String name, String... options) throws IOException, InterruptedException {
        return new Sink(SmtpPrograms.start(Files.createDirectories(directory.resolve(name)), counted(options)));
    }

    /** Starts an smtp-sink on the port of a stopped one. */
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

    /** Returns the address as a next hop. */
    String hop() {
        return "[127.0.0.1]:" + port();
    }

    long messages() throws IOException {
        return program.messages();
    }

    /** Waits until smtp-sink has {@code total} messages; returns a reading of {@link System#nanoTime()} right after. */
    long await(long total) throws IOException, InterruptedException {
        Count has = this::messages;
        return has.reach(total, "mails that smtp-sink has");
    }

    /** Checks that smtp-sink has exactly {@code total} messages. */
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
