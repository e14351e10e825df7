/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.server;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postchaise.api.Envelope;
import org.postchaise.cli.serve.DiscardSink;
import org.postchaise.cli.serve.EmlSink;
import org.postchaise.engine.client.route.ResolverSettings;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.server.intake.AcceptedMessage;
import org.postchaise.engine.server.intake.IntakeSink;
import org.postchaise.engine.server.listen.ListenAddress;
import org.postchaise.engine.server.listen.MailServer;
import org.postchaise.engine.server.listen.ServerLimits;
import org.postchaise.engine.server.listen.ServerLog;
import org.postchaise.engine.server.listen.ServerParts;
import org.postchaise.engine.server.view.ServerReply;
import org.slf4j.Marker;
import org.xbill.DNS.Name;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.jr.ob.JSON;

/** The parts of {@code postchaise serve}, without a log. */
final class OurServer {
    private static final Logger LOG = Logger.getLogger(ServerLog.NAME);

    private OurServer() {}

    /** Returns the class path that the server needs; the JVM keeps the directory of each archive that it opens in the heap. */
    static String classPath() {
        return Stream.of(
                        OurServer.class,
                        Envelope.class,
                        MailServer.class,
                        DiscardSink.class,
                        Name.class,
                        Marker.class,
                        JSON.class,
                        TokenStreamFactory.class)
                .map(one -> Path.of(URI.create(one.getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toString()))
                        .toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Settings settings(List<String> lines) {
        Map<String, String> values = new HashMap<>();
        values.put("mynetworks", "127.0.0.0/8");
        for (String line : lines) {
            String[] words = line.split("=", 2);
            values.put(words[0], words[1]);
        }
        return Catalog.settings(values);
    }

    private static IntakeSink sink(String name) throws IOException {
        return switch (name) {
            case ReceiverProcess.DISCARD -> new DiscardSink();
            case ReceiverProcess.COUNT -> OurServer::count;
            default -> new EmlSink(Path.of(name));
        };
    }

    private static List<ServerReply> count(AcceptedMessage message) {
        try (InputStream in = message.content().open()) {
            System.out.println(ReceiverProcess.OCTETS + in.transferTo(OutputStream.nullOutputStream()));
            return List.of(ServerReply.of(250, "2.0.0", "Ok"));
        } catch (IOException e) {
            return List.of(ServerReply.of(451, "4.3.0", e.toString()));
        }
    }

    /**
     * Starts the server, which ends with the process, and returns its port.
     *
     * @param arguments the sink, as in {@link ReceiverProcess#main}, and settings
     */
    static int start(List<String> arguments) throws IOException {
        IntakeSink sink = sink(arguments.get(0));
        Settings settings = settings(arguments.subList(1, arguments.size()));
        LOG.setLevel(Level.OFF);
        ServerParts parts = new ServerParts(sink, ResolverSettings.resolvers(settings), EngineListener.NONE);
        MailServer server = MailServer.start(ServerLimits.from(settings));
        InetSocketAddress address =
                (InetSocketAddress) server.listen(parts.plan(ListenAddress.parse("127.0.0.1:0"), settings));
        return address.getPort();
    }
}
