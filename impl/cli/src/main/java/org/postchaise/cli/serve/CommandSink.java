/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli.serve;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
 * that of sysexits.h, as for pipe(8): 0 accepts, 75 asks the client to try again, others refuse.
 */
public final class CommandSink implements IntakeSink {
    private static final Logger LOG = LineLog.of(ServerLog.NAME);
    private static final int TEMPORARY_FAILURE = 75;

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
        try {
            int status = run(message);
            if (status == 0) {
                return Replies.queued(message);
            }
            LOG.log(Level.WARNING, "{0}: the command ended with status {1}", message.queueId(), status);
            return List.of(
                    status == TEMPORARY_FAILURE
                            ? ServerReply.of(451, "4.3.0", "Error: temporary failure")
                            : ServerReply.of(554, "5.3.0", "Error: command failed"));
        } catch (IOException e) {
            return Replies.failed(message, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Replies.failed(message, new IOException("interrupted", e));
        }
    }

    /** Returns the exit status of the command. */
    private int run(AcceptedMessage message) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment(message));
        Process process = builder.start();
        // a command that reads nothing must not hold the session: its end closes the pipe
        process.onExit().orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS).exceptionally(late -> process.destroyForcibly());
        try (OutputStream out = new BufferedOutputStream(process.getOutputStream());
                InputStream in = message.content().open()) {
            LineFeeds.copy(in, out);
        } catch (IOException closedByCommand) {
            // the exit status tells what the command did
        }
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            return TEMPORARY_FAILURE;
        }
        return process.exitValue();
    }

    private static Map<String, String> environment(AcceptedMessage message) {
        return Map.of(
                "QUEUE_ID", message.queueId(),
                "SENDER", message.envelope().sender(),
                "RECIPIENTS",
                        message.envelope().recipients().stream()
                                .map(Recipient::address)
                                .collect(Collectors.joining("\n")),
                "CLIENT_ADDRESS", message.session().client().address(),
                "CLIENT_HOSTNAME", message.session().client().name(),
                "CLIENT_HELO", message.session().heloName().orElse(""));
    }
}
