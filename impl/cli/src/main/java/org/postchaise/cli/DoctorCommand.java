/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.postchaise.api.Failure;
import org.postchaise.engine.client.delivery.RouteProbe;
import org.postchaise.engine.client.delivery.RouteReport;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.config.Grammars;
import org.postchaise.engine.config.Inspection;
import org.postchaise.engine.config.Protocol;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.SettingsException;
import org.postchaise.engine.config.catalog.SmtpClient;
import org.postchaise.engine.dns.NameServers;
import org.postchaise.engine.dns.Resolvers;
import org.postchaise.engine.event.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postchaise doctor}: where mail for a domain goes, and whether it gets there. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "Finds the hosts that take mail for a destination, greets each of them, and explains what a delivery would"
                        + " meet. Sends no mail.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:a host would be given the mail; with --no-connect: there are hosts",
            "64:the arguments are wrong",
            "69:mail would be returned",
            "75:mail would be deferred",
            "78:the settings can't be used"
        })
final class DoctorCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Spec
    private CommandSpec spec;

    @Mixin
    private SettingsOptions options;

    @Option(names = "--port", paramLabel = "PORT", description = "A port or service name in place of smtp_tcp_port.")
    private Optional<String> port = Optional.empty();

    @Option(
            names = "--resolver",
            paramLabel = "ADDRESS[:PORT]",
            description = "Asks this name server. Default: those of /etc/resolv.conf.")
    private Optional<String> resolver = Optional.empty();

    @Option(names = "--no-connect", description = "Looks names up only.")
    private boolean lookupOnly;

    @Option(
            names = "--time-limit",
            paramLabel = "TIME",
            description = "For the dialogue with each host, such as 10s. Default: 30s.")
    private Optional<String> limit = Optional.empty();

    @Option(names = "--format", paramLabel = "FORMAT", description = "text (default) or json.")
    private DoctorFormat format = DoctorFormat.TEXT;

    @Parameters(
            paramLabel = "DESTINATION",
            description = "A mail domain, an address in it, or a next hop such as [host]:port or unix:/path. Where the"
                    + " settings have a relayhost, mail for a domain goes there.")
    private String destination;

    @Override
    public Integer call() {
        Inspection inspection;
        try {
            inspection = options.inspect();
        } catch (SettingsException e) {
            return misconfigured(e.getMessage());
        }
        inspection.findings().forEach(finding -> say(finding.text()));
        if (inspection.hasErrors()) {
            return ExitStatus.CONFIGURATION;
        }
        Settings settings = inspection.settings();
        NextHop asked = hop();
        Resolvers resolvers = resolvers();
        Duration each = limit();
        NextHop hop;
        RouteReport report;
        try {
            hop = route(asked, settings);
            Protocol protocol = hop instanceof NextHop.UnixPath ? Protocol.LMTP : Protocol.SMTP;
            try (RouteProbe probe = new RouteProbe(settings, protocol, resolvers)) {
                report = probe.run(hop, lookupOnly ? RouteProbe.Reach.LOOKUP : RouteProbe.Reach.GREETING, each);
            }
        } catch (SettingsException e) {
            return misconfigured(e.getMessage());
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(format.render(new Diagnosis(destination, settings, report)));
        out.flush();
        return status(report);
    }

    private static int status(RouteReport report) {
        Optional<Failure> obstacle = report.obstacle();
        if (obstacle.isEmpty()) {
            return ExitStatus.OK;
        }
        return obstacle.get().temporary() ? ExitStatus.TEMPORARY_FAILURE : ExitStatus.UNAVAILABLE;
    }

    private NextHop hop() {
        int at = destination.lastIndexOf('@');
        String text = at < 0 ? destination : destination.substring(at + 1);
        try {
            return NextHop.parse(text + port.map(one -> ":" + one).orElse(""));
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage());
        }
    }

    /** Where mail for {@code asked} goes. */
    private NextHop route(NextHop asked, Settings settings) {
        String relayhost = settings.get(SmtpClient.RELAYHOST);
        boolean isDomain =
                asked instanceof NextHop.Domain domain && domain.service().isEmpty();
        if (relayhost.isEmpty() || !isDomain) {
            return asked;
        }
        try {
            return NextHop.parse(relayhost);
        } catch (IllegalArgumentException e) {
            throw new SettingsException("parameter " + SmtpClient.RELAYHOST.name() + ": " + e.getMessage(), e);
        }
    }

    private Resolvers resolvers() {
        try {
            return Resolvers.of(resolver.map(NameServers::of).orElseGet(NameServers::system));
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage());
        }
    }

    private Duration limit() {
        try {
            return limit.map(Grammars.time("s", Duration.ofSeconds(1))::parse).orElse(LIMIT);
        } catch (IllegalArgumentException e) {
            throw usage("--time-limit " + limit.orElse("") + ": " + e.getMessage());
        }
    }

    private ParameterException usage(String text) {
        return new ParameterException(spec.commandLine(), text);
    }

    private int misconfigured(String text) {
        say(text);
        return ExitStatus.CONFIGURATION;
    }

    private void say(String text) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("postchaise: " + Printable.line(text));
        err.flush();
    }
}
