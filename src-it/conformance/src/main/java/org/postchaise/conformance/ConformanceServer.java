/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.conformance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.postchaise.engine.address.Verp;
import org.postchaise.engine.config.MainCf;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.content.outgoing.ContentPlan;
import org.postchaise.engine.dns.NameServers;
import org.postchaise.engine.dns.NativeHostResolver;
import org.postchaise.engine.dns.RecordType;
import org.postchaise.engine.dns.Resolvers;
import org.postchaise.engine.dns.dnsjava.DnsjavaResolver;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.server.command.SessionContext;
import org.postchaise.engine.server.command.SessionRules;
import org.postchaise.engine.server.intake.IntakeSink;
import org.postchaise.engine.server.listen.ListenAddress;
import org.postchaise.engine.server.listen.MailServer;
import org.postchaise.engine.server.listen.ServerLimits;
import org.postchaise.engine.server.listen.ServerParts;
import org.postchaise.engine.server.session.ConnectionCount;
import org.postchaise.engine.server.session.InboundSession;
import org.postchaise.engine.server.view.ClientIdentity;
import org.postchaise.engine.server.view.ServerReply;
import org.postchaise.engine.table.TableRegistry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.jr.ob.JSON;

/**
 * The subcommand {@code driver server}, by which a conformance suite runs the SMTP server: it listens on ports of 127.0.0.1, and writes a file
 * for each accepted message. Ends on SIGTERM.
 */
@Command(
        name = "server",
        mixinStandardHelpOptions = true,
        description = "Runs the server of one scenario of a conformance suite until SIGTERM.")
final class ConformanceServer implements Callable<Integer> {
    /** The defaults of the Postfix release that made the records, where ours are those of a later one. */
    private static final Map<String, String> RECORDED =
            Map.of("compatibility_level", "3.6", "smtpd_forbid_bare_newline", "no");

    private static final String WARM_UP = """
            EHLO client.example
            MAIL FROM:<a@client.example>
            RCPT TO:<b@client.example>
            DATA
            Subject: x

            x
            .
            QUIT
            """;

    @Option(names = "--settings", required = true, paramLabel = "FILE", description = "A main.cf file.")
    private Path settingsFile;

    @Option(
            names = "--tables",
            paramLabel = "DIR",
            description = "Directory of tables; the settings name them in full.")
    private Path tables = Path.of(".");

    @Option(names = "--dns", required = true, paramLabel = "HOST:PORT", description = "The resolver.")
    private String resolver;

    @Option(
            names = "--listeners",
            required = true,
            paramLabel = "FILE",
            description = "The listeners as JSON: an array of objects with port and options.")
    private Path listeners;

    @Option(names = "--accepted", required = true, paramLabel = "DIR", description = "Directory for accepted messages.")
    private Path accepted;

    @Option(
            names = "--ready",
            required = true,
            paramLabel = "FILE",
            description = "A file to create when all listeners accept connections.")
    private Path ready;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (Files.isRegularFile(tables)) {
            throw new IOException("--tables " + tables + " is a file; expected a directory");
        }
        Settings settings = Catalog.defaults().with(RECORDED).with(MainCf.read(settingsFile));
        Resolvers resolvers = new Resolvers(new DnsjavaResolver(NameServers.of(resolver)), new NativeHostResolver());
        warmUp(resolvers);
        TableRegistry tables = TableRegistry.ofAllTypes(warning -> {});
        AcceptedFiles sink =
                new AcceptedFiles(accepted, Verp.from(settings), ContentPlan.from(settings.lmtp(), tables));
        try (tables;
                ServerParts parts = new ServerParts(sink, resolvers, EngineListener.NONE);
                MailServer server = MailServer.start(ServerLimits.from(settings))) {
            for (Object listener : JSON.std.listFrom(Files.readAllBytes(listeners))) {
                Map<?, ?> one = (Map<?, ?>) listener;
                ListenAddress address = new ListenAddress(
                        SessionRules.Protocol.SMTP,
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), ((Number) one.get("port")).intValue()));
                server.listen(parts.plan(address, settings.with(options(one.get("options")))));
            }
            Files.createFile(ready);
            Thread.currentThread().join();
        }
        return 0;
    }

    /** Loads the classes of a session by a mail to a server of its own settings; else the suite would call the first replies slow. */
    private static void warmUp(Resolvers resolvers) {
        resolvers.dns().lookup("1.2.0.192.in-addr.arpa", RecordType.PTR, Set.of());
        IntakeSink nowhere = message -> List.of(ServerReply.of(250, "2.0.0", "Ok"));
        try (ServerParts parts = new ServerParts(nowhere, resolvers, EngineListener.NONE)) {
            Settings settings = Catalog.settings(Map.of("mydestination", "client.example", "local_recipient_maps", ""));
            ListenAddress address = new ListenAddress(SessionRules.Protocol.SMTP, new InetSocketAddress(0));
            ClientIdentity nobody =
                    ClientIdentity.unnamed("192.0.2.1", 0, new ClientIdentity.ServerEnd("127.0.0.1", 0));
            SessionContext context = parts.plan(address, settings).normal();
            InboundSession session = new InboundSession(
                    context, nobody, ConnectionCount.none(context, nobody), (octets, from, to) -> {});
            session.run();
            for (String line : WARM_UP.lines().toList()) {
                byte[] octets = (line + "\r\n").getBytes(StandardCharsets.US_ASCII);
                session.feed(octets, 0, octets.length);
                session.run();
            }
        }
    }

    private static Map<String, String> options(Object options) {
        Map<String, String> texts = new TreeMap<>();
        if (options instanceof Map<?, ?> map) {
            map.forEach((name, value) -> texts.put(name.toString(), value.toString()));
        }
        return texts;
    }
}
