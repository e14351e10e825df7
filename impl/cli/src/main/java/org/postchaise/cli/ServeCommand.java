/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.postchaise.cli.serve.SinkOptions;
import org.postchaise.engine.client.route.ResolverSettings;
import org.postchaise.engine.config.Inspection;
import org.postchaise.engine.config.MasterCf;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.SettingsException;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.log.Printable;
import org.postchaise.engine.server.command.SessionRules.Protocol;
import org.postchaise.engine.server.listen.ListenAddress;
import org.postchaise.engine.server.listen.ListenerPlan;
import org.postchaise.engine.server.listen.MailServer;
import org.postchaise.engine.server.listen.ServerLimits;
import org.postchaise.engine.server.listen.ServerParts;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code postchaise serve}: the SMTP and LMTP server in the foreground. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "Receives mail by SMTP or LMTP as smtpd(8) does, by the settings of a main.cf file, and puts it where the options"
                        + " say. Logs on standard error. Ends on SIGTERM or SIGINT, after open mail transactions.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:ended in order",
            "64:the arguments are wrong",
            "69:an address can't be listened on, or a directory can't be used",
            "78:the settings can't be used"
        })
final class ServeCommand implements Callable<Integer> {
    private static final String DEFAULT_ADDRESS = "127.0.0.1:2525";
    private static final String LOCAL_RECIPIENTS = "local_recipient_maps";

    @Spec
    private CommandSpec spec;

    @Mixin
    private SettingsOptions options;

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS",
            description =
                    "Listens on host:port, port of 127.0.0.1, unix:/path, one of them after lmtp: for LMTP, or by a service"
                            + " of the master.cf file with its options. Can be repeated. Default: " + DEFAULT_ADDRESS
                            + ".")
    private List<String> addresses = new ArrayList<>();

    @ArgGroup(multiplicity = "1")
    private SinkOptions sinks;

    @Option(
            names = {"-v", "--verbose"},
            description = "Names each parameter of the main.cf file that has no effect here.")
    private boolean verbose;

    @Override
    public Integer call() {
        Inspection inspection = options.inspect();
        List<Inspection.Finding> findings = verbose ? inspection.findings() : inspection.brief();
        findings.forEach(one -> say(SettingsOptions.severity(one) + ": " + one.text()));
        if (inspection.hasErrors()) {
            return ExitStatus.CONFIGURATION;
        }
        // without the accounts of a Unix host, any local recipient is there unless the file says who is
        Settings settings = inspection.settings().isSet(LOCAL_RECIPIENTS)
                ? inspection.settings()
                : inspection.settings().with(Map.of(LOCAL_RECIPIENTS, ""));
        List<Place> places = places(settings);
        try (SinkOptions.Opened sink = sinks.open(settings);
                ServerParts parts =
                        new ServerParts(sink.sink(), ResolverSettings.resolvers(settings), EngineListener.NONE);
                MailServer server = MailServer.start(ServerLimits.from(settings))) {
            for (Place place : places) {
                ListenerPlan plan = parts.plan(place.address(), place.settings());
                say("listening on " + shown(place.address(), server.listen(plan)));
            }
            sink.shown().ifPresent(this::say);
            serve(server);
            return ExitStatus.OK;
        } catch (IOException e) {
            say(e.getMessage());
            return ExitStatus.UNAVAILABLE;
        }
    }

    /** A listening address with its settings. */
    private record Place(ListenAddress address, Settings settings) {}

    private List<Place> places(Settings settings) {
        MasterCf master = settings.master();
        List<Place> places = new ArrayList<>();
        for (String text : addresses.isEmpty() ? List.of(DEFAULT_ADDRESS) : addresses) {
            Optional<MasterCf.Service> service =
                    Optional.ofNullable(master.listeners().get(text));
            try {
                Settings own = service.isPresent() ? settings.with(service.get().settings()) : settings;
                places.add(new Place(ListenAddress.parse(text), own));
            } catch (SettingsException e) {
                throw new SettingsException(
                        service.map(MasterCf.Service::place).orElse(text) + ": " + e.getMessage(), e);
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), "option --listen: " + e.getMessage(), e);
            }
        }
        return places;
    }

    /** Waits until the process is asked to end, by a signal or an interruption, and lets the server end in order. */
    private static void serve(MailServer server) {
        Optional<StopSignals> signals = StopSignals.interrupt(Thread.currentThread());
        try {
            Thread.currentThread().join();
        } catch (InterruptedException asked) {
            try {
                server.drain();
            } catch (InterruptedException again) {
                Thread.currentThread().interrupt();
            }
        } finally {
            signals.ifPresent(StopSignals::close);
        }
    }

    private static String shown(ListenAddress asked, SocketAddress bound) {
        return (asked.protocol() == Protocol.LMTP ? "lmtp:" : "")
                + (bound instanceof UnixDomainSocketAddress unix
                        ? "unix:" + unix.getPath()
                        : bound.toString().replaceFirst("^.*/", ""));
    }

    private void say(String text) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("postchaise: " + Printable.line(text));
        err.flush();
    }
}
