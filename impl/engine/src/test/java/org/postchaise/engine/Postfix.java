/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * Postfix's own programs, where they are installed, with a configuration directory of their own: nothing in {@code /etc/postfix}
 * is read, which has no main.cf on a machine where the package was installed with "No configuration".
 *
 * <p>Every run has a time limit, and its streams are files, so that none of them can fill up.
 */
public final class Postfix {
    private static final Path COMMANDS = Path.of("/usr/sbin");
    private static final Path TABLE_TYPES = Path.of("/usr/share/postfix/dynamicmaps.cf");
    private static final int LIMIT_SECONDS = 60;

    /** What a queue is made of, below {@code queue_directory}. */
    private static final List<String> QUEUES = List.of(
            "incoming",
            "active",
            "deferred",
            "defer",
            "bounce",
            "corrupt",
            "hold",
            "saved",
            "trace",
            "flush",
            "maildrop");

    private final Path directory;
    private final List<String> inside;

    /**
     * What a program said.
     *
     * @param status its exit status
     */
    public record Answer(int status, String out, String err) {}

    /** A program that runs. */
    public record Run(Process process, List<String> command, Path out, Path err) {
        /** What it said, when it has ended; it is killed when it does not end in time. */
        public Answer answer() {
            try {
                if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError(command + " did not end in " + LIMIT_SECONDS + " s: " + text(err));
                }
                Answer answer = new Answer(process.exitValue(), text(out), text(err));
                Files.delete(out);
                Files.delete(err);
                return answer;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    private Postfix(Path directory, List<String> inside) {
        this.directory = directory;
        this.inside = inside;
    }

    /** With its configuration in {@code directory}, which it makes. */
    public static Postfix in(Path directory) {
        Postfix postfix = new Postfix(directory, List.of());
        try {
            Files.createDirectories(directory);
            // the package's list of table types in libraries of their own, as far as these are installed
            StringBuilder types = new StringBuilder();
            for (String line : Files.isReadable(TABLE_TYPES) ? Files.readAllLines(TABLE_TYPES) : List.<String>of()) {
                String[] fields = line.split("\\s+", -1);
                if (!line.startsWith("#")
                        && fields.length > 2
                        && Files.exists(Path.of("/usr/lib/postfix").resolve(fields[1]))) {
                    types.append(line).append('\n');
                }
            }
            postfix.write("dynamicmaps.cf", types.toString());
            postfix.configure("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return postfix;
    }

    /** The same, whose daemons have {@code resolvConf} as their resolver's configuration; root only. */
    public Postfix resolvingBy(Path resolvConf) {
        return new Postfix(
                directory,
                List.of(
                        "/usr/bin/unshare",
                        "-m",
                        "/bin/sh",
                        "-c",
                        "mount --bind \"$0\" /etc/resolv.conf && exec \"$@\"",
                        resolvConf.toString()));
    }

    /** Skips the test, with a printed reason, where Postfix or one of the table types is missing; in CI, fails it. */
    public Postfix assumeInstalled(String... types) {
        String missing = "";
        if (!Files.isExecutable(COMMANDS.resolve("postmap"))) {
            missing = "Postfix (package postfix) is not installed";
        } else {
            Set<String> known = types.length == 0 ? Set.of() : types();
            for (String type : types) {
                missing = known.contains(type)
                        ? missing
                        : "Postfix's table type " + type + " (package postfix-" + type + ") is not installed";
            }
        }
        if (!missing.isEmpty() && "true".equals(System.getenv("CI"))) {
            throw new AssertionError(missing + "; in CI this test must run");
        }
        if (!missing.isEmpty()) {
            System.out.println("skipped: " + missing);
        }
        Assumptions.assumeTrue(missing.isEmpty(), missing);
        return this;
    }

    /** The table types it knows. */
    public Set<String> types() {
        return Set.copyOf(postconf("-m").out().lines().toList());
    }

    /** Writes main.cf: what these programs need, and {@code lines}. */
    public void configure(String lines) {
        write("main.cf", """
                compatibility_level = 3.7
                meta_directory = DIRECTORY
                queue_directory = DIRECTORY/queue
                data_directory = DIRECTORY/data
                inet_interfaces = loopback-only
                """.replace("DIRECTORY", directory.toString()) + lines);
        write("master.cf", "");
    }

    /**
     * Writes a file of the configuration, or a table. It gets an old date: Postfix waits, for up to two seconds at each start of
     * a program, until a file that was written just now can't be in the writer's hands any more.
     */
    public Path write(String name, String text) {
        try {
            Path file = Files.writeString(directory.resolve(name), text);
            return Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH.plusSeconds(86400)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** postconf(1). */
    public Answer postconf(String... arguments) {
        return start("", Map.of(), command("postconf", arguments)).answer();
    }

    /** postmap(1), with keys, one a line, on its standard input. */
    public Answer postmap(String input, String... arguments) {
        return start(input, Map.of(), command("postmap", arguments)).answer();
    }

    /** What postmap says of {@code keys} in a table, all of which it is asked in one run. */
    public Answer query(String table, List<String> keys) {
        return startQuery(table, keys).answer();
    }

    /** Starts what {@link #query} waits for. */
    public Run startQuery(String table, List<String> keys) {
        return start(String.join("\n", keys) + "\n", Map.of(), command("postmap", "-q", "-", table));
    }

    /** Starts any program, with {@code environment} added to ours. */
    public Run start(String input, Map<String, String> environment, List<String> command) {
        try {
            Path in = Files.writeString(Files.createTempFile(directory, "run", ".in"), input);
            Path out = Files.createTempFile(directory, "run", ".out");
            Path err = Files.createTempFile(directory, "run", ".err");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().put("MAIL_CONFIG", directory.toString());
            builder.environment().putAll(environment);
            Process process = builder.start();
            Files.delete(in); // it stays open where it is read
            return new Run(process, List.copyOf(command), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A command line of one of its programs. */
    public static List<String> command(String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(COMMANDS.resolve(program).toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Starts a master(8) with nothing but a proxymap(8) that opens {@code tables}; root only. */
    public AutoCloseable startProxymap(List<String> tables) {
        StringBuilder allowed = new StringBuilder("proxy_read_maps =\n");
        tables.forEach(table -> allowed.append("  proxy:").append(table).append('\n'));
        return startMaster(allowed.toString(), "proxymap unix - - n - - proxymap\n");
    }

    /**
     * Starts a master(8) with these lines of main.cf and services of master.cf, the first of which, one that is private, it waits
     * for; root only. It has a queue.
     */
    public AutoCloseable startMaster(String lines, String services) {
        prepare(lines, services);
        try {
            List<String> command = new ArrayList<>(inside);
            // ends by itself, should this process be killed
            command.addAll(List.of("/usr/lib/postfix/sbin/master", "-c", directory.toString(), "-d", "-e", "300"));
            Run master = start("", Map.of(), command);
            Path socket = socket(services.substring(0, services.indexOf(' ')));
            for (int i = 0;
                    !Files.exists(socket)
                            && i < 10 * LIMIT_SECONDS
                            && master.process().isAlive();
                    i++) {
                Thread.sleep(100);
            }
            if (!Files.exists(socket)) {
                master.process().destroyForcibly();
                throw new AssertionError("no " + socket + ": " + text(master.err()));
            }
            return () -> {
                master.process().destroy();
                master.answer();
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What {@link #startMaster} does before it starts: mail that is submitted in between waits in the queue. */
    public void prepare(String lines, String services) {
        configure(lines);
        write("master.cf", services);
        try {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.createDirectories(directory.resolve("queue/pid"));
            for (String owned : List.of("data", "queue/private", "queue/public")) {
                owned(owned);
            }
            for (String queue : QUEUES) {
                owned("queue/" + queue);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void owned(String name) throws IOException {
        Path made = Files.createDirectories(directory.resolve(name));
        Files.setOwner(
                made, made.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postfix"));
    }

    /** Where its configuration is. */
    public Path directory() {
        return directory;
    }

    /** Where a service of {@link #startMaster} listens. */
    public Path socket(String service) {
        return directory.resolve("queue/private").resolve(service);
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
