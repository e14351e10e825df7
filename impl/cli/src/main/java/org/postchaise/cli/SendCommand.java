/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.Envelope;
import org.postchaise.api.Recipient;
import org.postchaise.engine.client.delivery.MailClient;
import org.postchaise.engine.client.delivery.SessionStore;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.event.EngineListener;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postchaise send}: one delivery attempt, in the foreground. */
@Command(
        name = "send",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Delivers the message on standard input, once, and prints what became of each recipient.",
        exitCodeListHeading = "%nExit status, as of sendmail(1):%n",
        exitCodeList = {
            "0:delivered to all recipients",
            "64:the arguments are wrong; nothing was tried",
            "69:refused for good for at least one recipient",
            "70:a fault of this program",
            "74:the message could not be read; nothing was sent",
            "75:at least one recipient is worth another try, or in doubt"
        })
final class SendCommand implements Callable<Integer> {
    private final InputStream input;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--next-hop",
            paramLabel = "HOST:PORT",
            description = "Where to deliver: host:port or [host]:port. Default: the parameter relayhost.")
    private String nextHop = "";

    @Option(
            names = {"-f", "--from"},
            required = true,
            paramLabel = "SENDER",
            description = "The envelope sender; \"<>\" or an empty argument is the null sender.")
    private String sender;

    @Option(
            names = "-o",
            paramLabel = "name=value",
            description = "Sets a parameter by its main.cf name, such as smtp_connect_timeout=5s. Can be repeated.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(names = "--json", description = "Prints one JSON object instead of a line for each recipient.")
    private boolean json;

    @Option(
            names = {"-v", "--verbose"},
            description = "Prints the SMTP dialogue to standard error.")
    private boolean verbose;

    @Parameters(arity = "1..*", paramLabel = "RECIPIENT", description = "The envelope recipients.")
    private List<String> recipients;

    /** @param input where the message comes from */
    SendCommand(InputStream input) {
        this.input = input;
    }

    @Override
    public Integer call() throws IOException {
        try (MailClient client = client()) {
            NextHop hop = hop(client);
            Envelope envelope = envelope();
            DeliveryReport report = deliver(client, hop, envelope);
            ReportFormat format = json ? ReportFormat.JSON : ReportFormat.TEXT;
            PrintWriter out = spec.commandLine().getOut();
            out.println(format.render(
                    hop,
                    envelope,
                    report.outcomes().stream().map(OutcomeLine::of).toList()));
            out.flush();
            return ExitStatus.of(report);
        }
    }

    private DeliveryReport deliver(MailClient client, NextHop hop, Envelope envelope) throws IOException {
        try (SpooledMessage message = SpooledMessage.of(input)) {
            return client.deliver(hop, envelope, message.source(), SessionStore.none());
        }
    }

    private MailClient client() {
        EngineListener listener =
                verbose ? new DialoguePrinter(spec.commandLine().getErr()) : EngineListener.NONE;
        try {
            return MailClient.of(Catalog.settings(parameters), listener);
        } catch (IllegalArgumentException e) {
            throw usage(e);
        }
    }

    private NextHop hop(MailClient client) {
        try {
            return nextHop.isEmpty()
                    ? client.defaultNextHop()
                            .orElseThrow(() -> new IllegalArgumentException(
                                    "no next hop; expected --next-hop HOST:PORT or -o relayhost=HOST:PORT"))
                    : NextHop.parse(nextHop);
        } catch (IllegalArgumentException e) {
            throw usage(e);
        }
    }

    private Envelope envelope() {
        try {
            return Envelope.of(
                    sender.equals("<>") ? "" : sender,
                    recipients.stream().map(Recipient::of).toList());
        } catch (IllegalArgumentException e) {
            throw usage(e);
        }
    }

    private CommandLine.ParameterException usage(IllegalArgumentException e) {
        return new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
    }
}
