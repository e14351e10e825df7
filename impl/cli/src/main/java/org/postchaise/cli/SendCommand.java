/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.api.Recipient;
import org.postchaise.engine.client.delivery.ConnectionKey;
import org.postchaise.engine.client.delivery.MailClient;
import org.postchaise.engine.client.delivery.SessionStore;
import org.postchaise.engine.client.transaction.DeliveryRequest;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.content.SpooledContent;
import org.postchaise.engine.content.outgoing.InternationalMail;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.log.DeliveryLog;
import org.postchaise.engine.log.Printable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postchaise send}: makes one delivery attempt in the foreground. */
@Command(
        name = "send",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "Delivers the message on standard input, once, where the settings route each recipient (relayhost,"
                        + " transport_maps, MX records), and prints what became of each. Queues nothing.",
        footerHeading = "%nFormats:%n",
        footer = {
            "  text  a line for each recipient, as Postfix logs it",
            "  json  one object: sender, and an array recipients; times in seconds"
        },
        exitCodeListHeading = "%nExit status, as of sendmail(1):%n",
        exitCodeList = {
            "0:delivered to all recipients",
            "64:the arguments are wrong; nothing was tried",
            "65:an address is malformed; nothing was tried",
            "69:refused for good for at least one recipient, and none is worth another try",
            "70:a fault of this program",
            "74:the message could not be read or spooled; nothing was sent",
            "75:at least one recipient is worth another try, or in doubt",
            "78:the settings can't be used; nothing was tried"
        })
final class SendCommand implements Callable<Integer> {
    private final InputStream input;
    private final long began = System.nanoTime();

    @Spec
    private CommandSpec spec;

    @Mixin
    private SettingsOptions options;

    @Option(
            names = "--next-hop",
            paramLabel = "HOST:PORT",
            description = "Where to deliver for all recipients, whatever the settings say: domain, [host], host:port,"
                    + " unix:path; lmtp: before it for LMTP.")
    private String nextHop = "";

    @Option(
            names = {"-f", "--from"},
            required = true,
            paramLabel = "SENDER",
            description = "The envelope sender; \"<>\" or an empty argument is the null sender.")
    private String sender;

    @Option(
            names = "-X",
            paramLabel = "V[xy]",
            description = "-XV: each recipient gets the mail from a return path that names it (VERP, see"
                    + " default_verp_delimiters); -XVxy: with x and y as delimiters. As sendmail(1).")
    private String verp = "";

    @Option(names = "--format", paramLabel = "FORMAT", description = "text (default) or json.")
    private ReportFormat format = ReportFormat.TEXT;

    @Option(
            names = {"-v", "--verbose"},
            description =
                    "Prints the SMTP dialogue to standard error, without credentials and message content, and names each"
                            + " parameter of the main.cf file that has no effect here.")
    private boolean verbose;

    @Parameters(arity = "1..*", paramLabel = "RECIPIENT", description = "The envelope recipients.")
    private List<String> recipients;

    /**
     * Creates the command.
     *
     * @param input the source of the message
     */
    SendCommand(InputStream input) {
        this.input = input;
    }

    @Override
    public Integer call() throws IOException {
        Optional<Settings> usable =
                options.usable(verbose ? SettingsOptions.Detail.FULL : SettingsOptions.Detail.BRIEF);
        return usable.isEmpty() ? ExitStatus.CONFIGURATION : send(usable.get());
    }

    private int send(Settings settings) throws IOException {
        try (MailClient client = client(settings)) {
            Route route = route(client);
            Envelope envelope;
            try {
                envelope = envelope();
            } catch (IllegalArgumentException e) {
                say(e.getMessage());
                return ExitStatus.DATA;
            }
            envelope = returned(envelope, client);
            try (SpooledContent message = SpooledContent.of(input)) {
                Duration before = Duration.ofNanos(System.nanoTime() - began);
                envelope = InternationalMail.from(settings).named(envelope, message);
                DeliveryReport report = route.deliver(envelope, message);
                PrintWriter out = spec.commandLine().getOut();
                out.println(format.render(envelope, report, DeliveryLog.from(settings), before));
                out.flush();
                return ExitStatus.of(report);
            }
        }
    }

    /** Delivery function along a route. */
    @FunctionalInterface
    private interface Route {
        DeliveryReport deliver(Envelope envelope, MessageSource message);
    }

    private Route route(MailClient client) {
        if (nextHop.isEmpty()) {
            return (envelope, message) -> client.dispatch(
                    envelope,
                    (key, part, options) ->
                            client.deliver(key, DeliveryRequest.of(part, message), options, SessionStore.none()));
        }
        try {
            ConnectionKey key = client.key(nextHop, Map.of());
            return (envelope, message) ->
                    client.deliver(key, DeliveryRequest.of(envelope, message), SessionStore.none());
        } catch (IllegalArgumentException e) {
            throw usage(e);
        }
    }

    private MailClient client(Settings settings) {
        PrintWriter err = spec.commandLine().getErr();
        EngineListener listener = verbose ? new DialoguePrinter(err) : new TroublePrinter(err);
        return MailClient.of(settings, listener);
    }

    private Envelope envelope() {
        return Envelope.of(
                sender.equals("<>") ? "" : sender,
                recipients.stream().map(Recipient::of).toList());
    }

    /** Returns {@code envelope} with the VERP delimiters of option -X; other values of -X are refused, as by Postfix's sendmail(1). */
    private Envelope returned(Envelope envelope, MailClient client) {
        try {
            if (verp.isEmpty()) {
                return envelope;
            }
            if (!verp.startsWith("V")) {
                throw new IllegalArgumentException("option -X" + verp + ": expected -XV or -XVxy");
            }
            Envelope named = envelope.withVerp(verp.substring(1));
            client.requireDeliverable(named);
            return named;
        } catch (IllegalArgumentException e) {
            throw usage(e);
        }
    }

    private void say(String text) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("postchaise: " + Printable.line(text));
        err.flush();
    }

    private CommandLine.ParameterException usage(IllegalArgumentException e) {
        return new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
    }
}
