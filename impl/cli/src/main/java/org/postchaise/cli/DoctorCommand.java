/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.postchaise.api.Failure;
import org.postchaise.engine.client.delivery.RouteProbe;
import org.postchaise.engine.client.delivery.RouteReport;
import org.postchaise.engine.client.diagnosis.Diagnosis;
import org.postchaise.engine.client.diagnosis.Doctor;
import org.postchaise.engine.client.route.ResolverSettings;
import org.postchaise.engine.config.Grammars;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.SettingsException;
import org.postchaise.engine.dns.NameServers;
import org.postchaise.engine.dns.NativeHostResolver;
import org.postchaise.engine.dns.Resolvers;
import org.postchaise.engine.sasl.client.Identity;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postchaise doctor}: examination of the route of mail for a domain, and of its hosts. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "Finds the hosts that take mail for a destination, opens a session with each of them, with TLS and a login"
                        + " where the settings ask for it, and explains what a delivery would meet. Sends no mail.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:a host would be given the mail, after the login where one is asked for; with --no-connect: there are hosts",
            "64:the arguments are wrong",
            "69:mail would be returned",
            "75:mail would be deferred, a login was asked for that is not offered, or the MTA-STS policy can't be fetched"
                    + " that smtp_tls_mta_sts_enable requires",
            "78:the settings can't be used"
        })
final class DoctorCommand implements Callable<Integer> {
    private final InputStream input;

    @Spec
    private CommandSpec spec;

    @Mixin
    private SettingsOptions options;

    @ArgGroup(exclusive = false)
    private LoginOptions login = new LoginOptions();

    @Option(
            names = {"-f", "--from"},
            paramLabel = "SENDER",
            description = "The envelope sender, for settings that depend on it. Default: the null sender.")
    private String sender = "";

    @Option(names = "--port", paramLabel = "PORT", description = "A port or service name in place of smtp_tcp_port.")
    private Optional<String> port = Optional.empty();

    @Option(
            names = "--resolver",
            paramLabel = "ADDRESS[:PORT]",
            description = "Asks this name server. Default: those of /etc/resolv.conf.")
    private Optional<String> resolver = Optional.empty();

    @Option(names = "--no-connect", description = "Looks up names only, without a connection to a host.")
    private boolean lookupOnly;

    @Option(
            names = "--time-limit",
            paramLabel = "TIME",
            description = "Time limit of the dialogue with each host, such as 10s. Default: 30s.")
    private Optional<String> limit = Optional.empty();

    @Option(
            names = {"-v", "--verbose"},
            description = "Names each parameter of the main.cf file that has no effect here.")
    private boolean verbose;

    @Option(names = "--format", paramLabel = "FORMAT", description = "text (default) or json.")
    private DoctorFormat format = DoctorFormat.TEXT;

    @Parameters(
            paramLabel = "DESTINATION",
            description =
                    "A mail domain, an address in it, or a next hop such as [host]:port, lmtp:[host]:24 or unix:/path."
                            + " Mail for a domain or an address goes where transport_maps, relayhost and the like send it.")
    private String destination;

    /**
     * Creates the command.
     *
     * @param input the source of a password for {@code -}
     */
    DoctorCommand(InputStream input) {
        this.input = input;
    }

    @Override
    public Integer call() {
        Optional<Settings> usable =
                options.usable(verbose ? SettingsOptions.Detail.FULL : SettingsOptions.Detail.BRIEF);
        if (usable.isEmpty()) {
            return ExitStatus.CONFIGURATION;
        }
        Settings settings = usable.get();
        Doctor doctor = new Doctor(settings, resolvers(settings), identity());
        Duration each = limit();
        Diagnosis diagnosis;
        try {
            diagnosis = doctor.examine(
                    new Doctor.Question(destination, port.orElse(""), sender),
                    lookupOnly ? RouteProbe.Reach.LOOKUP : RouteProbe.Reach.GREETING,
                    each);
        } catch (SettingsException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage());
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(format.render(diagnosis));
        out.flush();
        return status(diagnosis.report());
    }

    private static int status(RouteReport report) {
        Optional<Failure> obstacle = report.obstacle();
        if (obstacle.isEmpty()) {
            return report.shortfall().isEmpty() ? ExitStatus.OK : ExitStatus.TEMPORARY_FAILURE;
        }
        return obstacle.get().temporary() ? ExitStatus.TEMPORARY_FAILURE : ExitStatus.UNAVAILABLE;
    }

    private Resolvers resolvers(Settings settings) {
        NameServers servers = ResolverSettings.servers(settings);
        try {
            servers = resolver.isEmpty() ? servers : servers.at(List.of(resolver.get()));
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage());
        }
        return new Resolvers(ResolverSettings.dns(settings, servers), new NativeHostResolver());
    }

    private Identity identity() {
        try {
            return login.credentials(input).map(Identity.ANYONE::with).orElse(Identity.ANYONE);
        } catch (IllegalArgumentException | IOException e) {
            throw usage(e.getMessage());
        }
    }

    private Duration limit() {
        try {
            return limit.map(Grammars.time("s", Duration.ofSeconds(1))::parse).orElse(Doctor.LIMIT);
        } catch (IllegalArgumentException e) {
            throw usage("--time-limit " + limit.orElse("") + ": " + e.getMessage());
        }
    }

    private ParameterException usage(String text) {
        return new ParameterException(spec.commandLine(), text);
    }
}
