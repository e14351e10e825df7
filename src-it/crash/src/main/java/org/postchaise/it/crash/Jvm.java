/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** JVM process that takes commands, one in a line, and answers in lines. */
public final class Jvm {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String ENDED = "ended";

    private final Process process;
    private final Path log;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    /**
     * Starts a JVM with small memory.
     *
     * @param arguments the options, the main class and its arguments
     * @param log the file for its standard error
     */
    public Jvm(List<String> arguments, Path log) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Xmx256m"));
        line.addAll(arguments);
        this.log = log;
        this.process = new ProcessBuilder(line)
                .redirectError(Redirect.appendTo(log.toFile()))
                .start();
        Thread reader = new Thread(this::read, "output of " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader out = process.inputReader(StandardCharsets.US_ASCII)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            lines.add("lost: " + e.getMessage());
        }
        lines.add(ENDED);
    }

    String pid() {
        return Long.toString(process.pid());
    }

    /** Sends a command. */
    public void order(String text) throws IOException {
        Writer orders = process.outputWriter(StandardCharsets.US_ASCII);
        orders.write(text + "\n");
        orders.flush();
    }

    /** Returns the lines printed before a line that begins with {@code last}. */
    public List<String> await(String last) throws IOException {
        List<String> all = new ArrayList<>();
        try {
            for (String line = next(); !line.startsWith(last); line = next()) {
                if (line.equals(ENDED)) {
                    throw new IOException("process " + pid() + " has ended, after " + all + "; see " + log);
                }
                all.add(line);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for process " + pid(), e);
        }
        return all;
    }

    private String next() throws IOException, InterruptedException {
        String line = lines.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
        if (line == null) {
            throw new IOException("process " + pid() + " said nothing for " + LIMIT.toSeconds() + " s; see " + log);
        }
        return line;
    }

    /** Kills the process as {@code kill -9} does, and waits for its end. */
    public void kill() throws IOException {
        process.destroyForcibly();
        awaitEnd();
    }

    void awaitEnd() throws IOException {
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("process " + pid() + " does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the end of process " + pid(), e);
        }
    }
}
