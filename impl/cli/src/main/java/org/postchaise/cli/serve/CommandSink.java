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
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.postchaise.api.Recipient;
import org.postchaise.engine.log.LineLog;
import org.postchaise.engine.net.Deadline;
import org.postchaise.engine.server.intake.AcceptedMessage;
import org.postchaise.engine.server.intake.IntakeSink;
import org.postchaise.engine.server.listen.ServerLog;
import org.postchaise.engine.server.view.ServerReply;

/**
 * A sink that runs a command for each mail, with the content on its standard input and the envelope in its environment: {@code QUEUE_ID},
 * {@code SENDER}, {@code RECIPIENTS} (one a line), {@code CLIENT_ADDRESS}, {@code CLIENT_HOSTNAME}, {@code CLIENT_HELO}. The command's exit
 * status and output decide about the reply as in pipe(8), see {@link CommandReply}; at the time limit the client is asked to try again.
 */
public final class CommandSink implements IntakeSink {
    private static final Logger LOG = LineLog.of(ServerLog.NAME);

    /** The maximum size of the recipients: Linux permits 128 KiB for one string of the environment. */
    private static final int MOST_RECIPIENTS = 128 * 1024 - "RECIPIENTS=".length() - 1;

    /** The time after which output is read while the command runs, in milliseconds. */
    private static final int PAUSE = 20;

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
            LOG.log(
                    Level.WARNING,
                    "{0}: the {1} recipients are longer than an environment may hold",
                    message.queueId(),
                    message.envelope().recipients().size());
            return List.of(ServerReply.of(451, "4.5.3", "Error: too many recipients for a command"));
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

    private static List<ServerReply> reply(AcceptedMessage message, CommandReply result) {
        if (result.accepts()) {
            return Replies.queued(message);
        }
        ServerReply reply = result.reply();
        LOG.log(Level.WARNING, "{0}: {1}", message.queueId(), reply);
        return List.of(reply);
    }

    private CommandReply run(AcceptedMessage message) throws IOException, InterruptedException {
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
                    .redirectErrorStream(true);
            builder.environment().putAll(environment(message));
            process = builder.start();
        } finally {
            // the command has the file open
            Files.deleteIfExists(input);
        }
        return result(process);
    }

    /** Waits for the command's end, and meanwhile reads what it writes, without waiting: a child may hold the pipe open. */
    private CommandReply result(Process process) throws InterruptedException {
        CommandOutput output = new CommandOutput();
        Deadline end = Deadline.in(limit);
        boolean ended = false;
        try (InputStream written = process.getInputStream()) {
            while (!ended && !end.passed()) {
                ended = process.waitFor(PAUSE, TimeUnit.MILLISECONDS);
                output.readAvailable(written);
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the output of a command can't be closed", e);
        } finally {
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
        return ended ? CommandReply.of(process.exitValue(), output.line()) : CommandReply.ofTimeLimit(output.line());
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
