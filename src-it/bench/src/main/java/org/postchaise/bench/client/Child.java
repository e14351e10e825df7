/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.client;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** JVM with this process's class path that answers each line with a line, and ends with its standard input. */
public final class Child implements AutoCloseable {
    private final String name;
    private final Process process;
    private final BufferedReader from;
    private final BufferedWriter to;

    private Child(String name, Process process) {
        this.name = name;
        this.process = process;
        this.from = process.inputReader(StandardCharsets.US_ASCII);
        this.to = process.outputWriter(StandardCharsets.US_ASCII);
    }

    /** Runs {@code main}; its standard error goes to a file in {@code directory}. */
    public static Child start(Path directory, List<String> options, Class<?> main, String... arguments)
            throws IOException {
        String name = main.getSimpleName() + "-" + String.join("-", arguments).replaceAll("[^A-Za-z0-9_-]", "");
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        // a class path among the options is the last one, which counts
        command.addAll(options);
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return new Child(
                name,
                new ProcessBuilder(command)
                        .redirectError(directory.resolve(name + ".err").toFile())
                        .start());
    }

    /** Returns the process. */
    public ProcessHandle process() {
        return process.toHandle();
    }

    /** Returns the figures in the answer to {@code request}. */
    public Figures figures(String request) throws IOException {
        ask(request);
        return figures();
    }

    /** Sends a request, whose answer {@link #figures()} or {@link #line} returns. */
    public void ask(String request) throws IOException {
        to.write(request + "\n");
        to.flush();
    }

    /** Returns the next figures printed by the process. */
    Figures figures() throws IOException {
        return Figures.parse(line(Figures.PREFIX));
    }

    /** Returns the next line that begins with {@code prefix}. */
    public String line(String prefix) throws IOException {
        for (String line = from.readLine(); line != null; line = from.readLine()) {
            if (line.startsWith(prefix)) {
                return line;
            }
        }
        throw new IOException(name + " ended; its .err file says why");
    }

    @Override
    public void close() {
        try {
            to.close();
        } catch (IOException ended) {
            // the process has ended already
        }
        process.onExit().completeOnTimeout(process, 10, TimeUnit.SECONDS).join();
        process.destroyForcibly();
    }
}
