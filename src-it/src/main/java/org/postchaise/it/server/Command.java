/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Program run to its end, within a time limit.
 *
 * @param line the program and its arguments
 * @param environment the variables added to this process's environment
 * @param limit the time after which the program is killed
 */
public record Command(List<String> line, Map<String, String> environment, Duration limit) {
    private static final Duration DEFAULT_LIMIT = Duration.ofMinutes(3);

    /** Returns a command with this process's environment, and a limit of three minutes. */
    public static Command of(String... line) {
        return new Command(List.of(line), Map.of(), DEFAULT_LIMIT);
    }

    /**
     * Runs the program, and returns its standard output and standard error.
     *
     * @throws ServerException when the program can't be started, exits with another code than 0, or takes too long
     */
    public String run() {
        Result result = tryRun();
        if (result.code() != 0) {
            throw new ServerException(name() + " exited with " + result.code() + ": " + result.output());
        }
        return result.output();
    }

    /**
     * Runs the program, and returns its exit code, standard output and standard error.
     *
     * @throws ServerException when the program can't be started or takes too long
     */
    public Result tryRun() {
        try {
            // a file, not a pipe: a background process of the program would keep the pipe open
            Path output = Files.createTempFile("command", ".out");
            try {
                return run(output);
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new ServerException(name() + " could not be run: " + e.getMessage(), e);
        }
    }

    private Result run(Path output) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ServerException(name() + " did not end within " + limit.toSeconds() + " s: "
                        + Files.readString(output, StandardCharsets.ISO_8859_1));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException(name() + " was interrupted", e);
        } finally {
            Processes.kill(process.toHandle());
        }
        return new Result(
                process.exitValue(),
                Files.readString(output, StandardCharsets.ISO_8859_1).strip());
    }

    private String name() {
        return Path.of(line.get(0)).getFileName().toString();
    }

    /**
     * Result of a program.
     *
     * @param code the exit code
     * @param output the standard output and standard error
     */
    public record Result(int code, String output) {}
}
