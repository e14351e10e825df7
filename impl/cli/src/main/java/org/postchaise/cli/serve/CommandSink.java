/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli.serve;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.postchaise.api.Recipient;
import org.postchaise.engine.log.LineLog;
import org.postchaise.engine.server.intake.AcceptedMessage;
import org.postchaise.engine.server.intake.IntakeSink;
import org.postchaise.engine.server.listen.ServerLog;
import org.postchaise.engine.server.view.ServerReply;

/**
 * A sink that runs a command for each mail, with the content on its standard input and the envelope in its environment: {@code QUEUE_ID},
 * {@code SENDER}, {@code RECIPIENTS} (one a line), {@code CLIENT_ADDRESS}, {@code CLIENT_HOSTNAME}, {@code CLIENT_HELO}. The exit status is
 * that of sysexits.h, as for pipe(8): 0 accepts, 75 or a signal asks the client to try again, others refuse. A mail whose recipients are
 * longer than the system permits for a string of the environment, 128 KiB, is refused.
 */
public final class CommandSink implements IntakeSink {
    private static final Logger LOG = LineLog.of(ServerLog.NAME);

    /** The lowest status that stands for a signal. */
    private static final int SIGNAL = 128;

    /** The maximum size of one string of the environment in Linux, without its name. */
    private static final int MOST_RECIPIENTS = 128 * 1024 - 100;

    private static final ServerReply LATER = ServerReply.of(451, "4.3.0", "Error: temporary failure");

    /** The replies to the statuses of sysexits.h that refuse, with the status codes of pipe(8). */
    private static final Map<Integer, ServerReply> REFUSALS = Map.of(
            65, ServerReply.of(554, "5.6.0", "Error: data format error"),
            67, ServerReply.of(550, "5.1.1", "Error: user unknown"),
            68, ServerReply.of(550, "5.1.2", "Error: host name unknown"),
            73, ServerReply.of(554, "5.2.0", "Error: can't create user output file"),
            75, LATER,
            76, ServerReply.of(554, "5.5.0", "Error: remote error in protocol"),
            77, ServerReply.of(554, "5.7.0", "Error: permission denied"),
            78, ServerReply.of(554, "5.3.5", "Error: local configuration error"));

    private final String command;
    private final Duration limit;

    /**
     * Creates the sink.
     *
     * @param command the command for the shell {@code /bin/sh}
     * @param limit the time limit of one run; then the command is stopped, and the client asked to try again
     */
    public CommandSink(String command, Duration limit) {
        this.command = command;
        this.limit = limit;
    }

    @Override
    public List<ServerReply> accept(AcceptedMessage message) {
        if (recipients(message).getBytes(StandardCharsets.UTF_8).length > MOST_RECIPIENTS) {
            return List.of(ServerReply.of(554, "5.5.3", "Error: too many recipients for a command"));
        }
        try {
            return reply(message, run(message));
        } catch (IOException e) {
            return Replies.failed(message, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Replies.failed(message, new IOException("interrupted", e));
        }
    }

    /** Returns the reply to an exit status; empty for a command that was stopped at the time limit. */
    private List<ServerReply> reply(AcceptedMessage message, OptionalInt status) {
        if (status.isEmpty()) {
            LOG.log(Level.WARNING, "{0}: the command was stopped at its time limit", message.queueId());
            return List.of(LATER);
        }
        int code = status.getAsInt();
        if (code == 0) {
            return Replies.queued(message);
        }
        LOG.log(Level.WARNING, "{0}: the command ended with status {1}", message.queueId(), code);
        return List.of(
                code >= SIGNAL
                        ? LATER
                        : REFUSALS.getOrDefault(code, ServerReply.of(554, "5.3.0", "Error: command failed")));
    }

    /** Returns the exit status of the command; empty if the command was stopped at the time limit. */
    private OptionalInt run(AcceptedMessage message) throws IOException, InterruptedException {
        // a file and no pipe: a command that does not read, or leaves the pipe to a child, can't hold the session
        Path input = Files.createTempFile("postchaise-command-", ".eml");
        Process process;
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(input));
                    InputStream in = message.content().open()) {
                LineFeeds.copy(in, out);
            }
            ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", command)
                    .redirectInput(input.toFile())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().putAll(environment(message));
            process = builder.start();
        } finally {
            // the command has the file open
            Files.deleteIfExists(input);
        }
        boolean ended = false;
        try {
            ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            return ended ? OptionalInt.of(process.exitValue()) : OptionalInt.empty();
        } finally {
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
    }

    private static String recipients(AcceptedMessage message) {
        return message.envelope().recipients().stream().map(Recipient::address).collect(Collectors.joining("\n"));
    }

    private static Map<String, String> environment(AcceptedMessage message) {
        return Map.of(
                "QUEUE_ID", message.queueId(),
                "SENDER", message.envelope().sender(),
                "RECIPIENTS", recipients(message),
                "CLIENT_ADDRESS", message.session().client().address(),
                "CLIENT_HOSTNAME", message.session().client().name(),
                "CLIENT_HELO", message.session().heloName().orElse(""));
    }
}
