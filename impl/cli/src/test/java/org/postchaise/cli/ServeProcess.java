/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.jr.ob.JSON;

/** The built jar as a server: {@code postchaise serve --eml} in a process of its own. */
final class ServeProcess implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+)");
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final Path mails;
    private final Path log;
    private final Process process;
    private final int port;

    /**
     * A mail that arrived.
     *
     * @param content the content after the server's own header field, in Latin-1
     */
    record Arrived(String sender, List<String> recipients, String content) {}

    private ServeProcess(Path directory, String... more) throws IOException {
        mails = directory.resolve("mails");
        log = directory.resolve("log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                System.getProperty("postchaise.jar"),
                "serve",
                "--listen",
                "127.0.0.1:0",
                "--eml",
                mails.toString()));
        command.addAll(List.of(more));
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        await().atMost(LIMIT).until(() -> listening().isPresent() || !process.isAlive());
        port = listening().orElseThrow(() -> new AssertionError(log()));
    }

    /** Starts one on a free port. */
    static ServeProcess start(Path directory, String... more) throws IOException {
        return new ServeProcess(directory, more);
    }

    private Optional<Integer> listening() {
        Matcher line = LISTENING.matcher(log());
        return line.find() ? Optional.of(Integer.valueOf(line.group(1))) : Optional.empty();
    }

    int port() {
        return port;
    }

    String log() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for {@code count} mails, and takes them. */
    List<Arrived> take(int count) throws IOException {
        await().atMost(LIMIT).until(() -> files().size() >= count);
        List<Arrived> arrived = new ArrayList<>();
        for (Path file : files()) {
            Path envelope = file.resolveSibling(file.getFileName().toString().replace(".eml", ".json"));
            arrived.add(read(file, envelope));
            Files.delete(file);
            Files.delete(envelope);
        }
        assertThat(arrived).hasSize(count);
        return arrived;
    }

    private static Arrived read(Path file, Path envelope) throws IOException {
        Map<String, Object> facts = JSON.std.mapFrom(Files.readAllBytes(envelope));
        List<String> recipients = ((List<?>) facts.get("recipients"))
                .stream().map(one -> (String) ((Map<?, ?>) one).get("address")).toList();
        return new Arrived(
                (String) facts.get("sender"),
                recipients,
                withoutReceived(Files.readString(file, StandardCharsets.ISO_8859_1)));
    }

    /** Returns {@code content} without its first field, which must be Received. */
    static String withoutReceived(String content) {
        assertThat(content).startsWith("Received: ");
        int at = content.indexOf("\r\n") + 2;
        while (content.startsWith("\t", at)) {
            at = content.indexOf("\r\n", at) + 2;
        }
        return content.substring(at);
    }

    private List<Path> files() throws IOException {
        if (!Files.isDirectory(mails)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(mails)) {
            return files.filter(file -> file.getFileName().toString().matches("[^.].*\\.eml"))
                    .toList();
        }
    }

    /** Sends SIGTERM. */
    void signal() {
        process.destroy();
    }

    /** Sends SIGTERM, and returns the exit status. */
    int terminate() throws InterruptedException {
        signal();
        assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                .as("ends on SIGTERM")
                .isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
