/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli.serve;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.postchaise.engine.client.delivery.MailClient;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.SmtpClient;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.server.intake.IntakeSink;
import picocli.CommandLine.Option;

/** The options of {@code postchaise serve} that say where mail goes; one of them is given. */
public final class SinkOptions {
    private static final Duration COMMAND_LIMIT = Duration.ofMinutes(10);
    private static final String PAGE = "127.0.0.1:8025";

    @Option(names = "--maildir", paramLabel = "DIR", description = "Delivers all mail into this Maildir.")
    private Optional<Path> maildir = Optional.empty();

    @Option(
            names = "--eml",
            paramLabel = "DIR",
            description = "Stores each mail in this directory: ID.eml, octet for octet, and ID.json, the envelope.")
    private Optional<Path> eml = Optional.empty();

    @Option(
            names = "--command",
            paramLabel = "COMMAND",
            description =
                    "Runs this shell command for each mail, with the content on standard input and QUEUE_ID, SENDER,"
                            + " RECIPIENTS, CLIENT_ADDRESS, CLIENT_HOSTNAME, CLIENT_HELO in the environment. Its exit status is that"
                            + " of sysexits.h: 0 accepts, 71 and 75 defer, others refuse.")
    private Optional<String> command = Optional.empty();

    @SuppressWarnings("UnusedVariable") // the sink without another option
    @Option(names = "--discard", description = "Drops all mail.")
    private boolean discard;

    @Option(
            names = "--relay",
            description = "Delivers each mail at once as send does; the client hears what became of it.")
    private boolean relay;

    @Option(
            names = "--mailbox",
            arity = "0..1",
            fallbackValue = PAGE,
            paramLabel = "HOST:PORT",
            description =
                    "Keeps the latest mail in memory, and shows it on a page of this address. Default: " + PAGE + ".")
    private Optional<String> mailbox = Optional.empty();

    /**
     * A sink in use.
     *
     * @param sink the sink
     * @param shown one line that tells where to see the mail; empty if there is nothing to see
     * @param closing the end of what the sink uses
     */
    public record Opened(IntakeSink sink, Optional<String> shown, Runnable closing) implements AutoCloseable {
        @Override
        public void close() {
            closing.run();
        }
    }

    /**
     * Opens the sink.
     *
     * @throws IOException when a directory or an address can't be used
     */
    public Opened open(Settings settings) throws IOException {
        if (maildir.isPresent()) {
            return plain(new MaildirSink(maildir.get(), settings.get(SmtpClient.MYHOSTNAME)));
        }
        if (eml.isPresent()) {
            return plain(new EmlSink(eml.get()));
        }
        if (command.isPresent()) {
            return plain(new CommandSink(command.get(), COMMAND_LIMIT));
        }
        if (relay) {
            MailClient client = MailClient.of(settings, EngineListener.NONE);
            return new Opened(new RelaySink(client), Optional.empty(), client::close);
        }
        if (mailbox.isPresent()) {
            MailboxSink kept = new MailboxSink();
            MailboxPage page = MailboxPage.start(mailbox.get(), kept);
            return new Opened(kept, Optional.of("mailbox at " + page.url()), page::close);
        }
        return plain(new DiscardSink());
    }

    private static Opened plain(IntakeSink sink) {
        return new Opened(sink, Optional.empty(), () -> {});
    }
}
