/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/** Measurement of Postfix's postmap(1), if installed, with a configuration of its own. */
final class Postmap {
    private static final Path PROGRAM = Path.of("/usr/sbin/postmap");
    private static final int RUNS = 3;

    private final Path directory;

    private Postmap(Path directory) {
        this.directory = directory;
    }

    static Postmap in(Path directory) throws IOException {
        Path main = Files.writeString(
                directory.resolve("main.cf"), "compatibility_level = 3.6\nmeta_directory = " + directory + "\n");
        Files.setLastModifiedTime(main, FileTime.from(Instant.EPOCH.plusSeconds(86400)));
        if (!Files.isExecutable(PROGRAM)) {
            System.out.println("skipped: the comparison with Postfix, which is not installed");
        }
        return new Postmap(directory);
    }

    /**
     * Returns the seconds to open the table, look up one key and end, less those for an empty table of the same type.
     */
    OptionalDouble load(String type, String table) throws IOException, InterruptedException {
        return minus(query(type, table, List.of("key")), query(type, "none", List.of("key")));
    }

    /** Returns the microseconds for a lookup: those of all keys but one in one process. */
    OptionalDouble lookup(String type, String table, List<String> keys) throws IOException, InterruptedException {
        OptionalDouble seconds = minus(query(type, table, keys), query(type, table, keys.subList(0, 1)));
        return seconds.isEmpty() ? seconds : OptionalDouble.of(seconds.getAsDouble() * 1e6 / (keys.size() - 1));
    }

    /** Returns the seconds to compile a table. */
    OptionalDouble compile(String type, String table) throws IOException, InterruptedException {
        return run(List.of(PROGRAM.toString(), "-c", directory.toString(), type + ":" + directory.resolve(table)));
    }

    private OptionalDouble query(String type, String table, List<String> keys)
            throws IOException, InterruptedException {
        Files.write(directory.resolve("keys"), keys);
        OptionalDouble best = OptionalDouble.empty();
        for (int i = 0; i < RUNS; i++) {
            OptionalDouble seconds = run(List.of(
                    PROGRAM.toString(), "-c", directory.toString(), "-q", "-", type + ":" + directory.resolve(table)));
            if (best.isEmpty() || seconds.getAsDouble() < best.getAsDouble()) {
                best = seconds;
            }
        }
        return best;
    }

    private OptionalDouble run(List<String> arguments) throws IOException, InterruptedException {
        if (!Files.isExecutable(PROGRAM)) {
            return OptionalDouble.empty();
        }
        List<String> command = new ArrayList<>(arguments);
        Path keys = directory.resolve("keys");
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectInput(
                        Files.exists(keys)
                                ? keys.toFile()
                                : Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(directory.resolve("postmap.err").toFile())
                .start();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IOException(command + " did not end in 5 minutes");
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        String said = Files.readString(directory.resolve("postmap.err"));
        if (said.contains("fatal")) {
            throw new IOException(command + ": " + said);
        }
        return OptionalDouble.of(seconds);
    }

    private static OptionalDouble minus(OptionalDouble a, OptionalDouble b) {
        return a.isEmpty() || b.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.max(0, a.getAsDouble() - b.getAsDouble()));
    }
}
