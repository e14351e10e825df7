/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.listen;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.Optional;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.ServerSession;
import org.postchaise.engine.config.catalog.SmtpClient;
import org.postchaise.engine.dns.HostName;
import org.postchaise.engine.log.LineLog;
import org.postchaise.engine.net.Connection;
import org.postchaise.engine.net.Deadline;
import org.postchaise.engine.net.ProxyHeader;
import org.postchaise.engine.net.ProxyHeaderDecoder;
import org.postchaise.engine.server.command.SessionContext;
import org.postchaise.engine.server.session.InboundSession;
import org.postchaise.engine.server.session.Next;
import org.postchaise.engine.server.view.ClientIdentity;
import org.postchaise.engine.server.view.ClientIdentity.NameStatus;
import org.postchaise.engine.server.view.ClientIdentity.ServerEnd;
import org.postchaise.engine.server.view.ServerReply;

/**
 * The dialogue with a client: first the PROXY header, where {@code smtpd_upstream_proxy_protocol} asks for one, then the identification of
 * the client, then the session. Used by one thread at a time, except {@link #drain}.
 */
final class Dialogue {
    private static final Logger LOG = LineLog.of(ServerLog.NAME);
    private static final String LOCAL = "127.0.0.1";
    private static final byte[] NOTHING = {};

    private final SessionContext context;
    private final Settings settings;
    private final ClientNames names;
    private final Connection connection;
    private final Outbox outbox;
    private Optional<ProxyHeaderDecoder> proxy;
    private Deadline proxyDeadline;
    private Optional<EarlyTalkers> early;
    private Optional<ProxyHeader> proxied = Optional.empty();
    private volatile Optional<InboundSession> session = Optional.empty();
    private volatile boolean draining;

    Dialogue(SessionContext context, ListenerPlan plan, Connection connection) {
        this.context = context;
        this.settings = context.rules().settings();
        this.names = plan.names();
        this.early = plan.early();
        this.connection = connection;
        this.outbox = new Outbox(connection, settings.get(ServerSession.SMTPD_TIMEOUT));
        boolean asked =
                settings.get(ServerSession.SMTPD_UPSTREAM_PROXY_PROTOCOL).equals("haproxy");
        this.proxy = asked ? Optional.of(new ProxyHeaderDecoder()) : Optional.empty();
        this.proxyDeadline = Deadline.in(settings.get(ServerSession.SMTPD_UPSTREAM_PROXY_TIMEOUT));
    }

    /** Goes on without new octets: at the beginning, after a pause, and when the session may have been asked to end. */
    Next go() {
        if (proxy.isPresent()) {
            return draining ? Next.END : new Next.Read(proxyDeadline);
        }
        return session.isPresent() ? session.get().run() : greet(NOTHING);
    }

    /** Takes octets of the client; the array may change afterwards. */
    Next received(byte[] octets, int from, int to) {
        if (session.isPresent()) {
            session.get().feed(octets, from, to);
            return session.get().run();
        }
        if (proxy.isEmpty()) {
            boolean ends = early.get().disconnects(address(), octets, from, to);
            early = Optional.empty();
            return ends ? turnAway(ServerReply.of(521, "5.5.1", "Protocol error")) : begin(copy(octets, from, to));
        }
        Optional<Integer> end = header(proxy.get(), octets, from, to);
        if (end.isEmpty()) {
            return Next.END;
        }
        proxied = proxy.get().header();
        if (proxied.isEmpty()) {
            return new Next.Read(proxyDeadline);
        }
        proxy = Optional.empty();
        return greet(copy(octets, end.get(), to));
    }

    /** Tests whether the client waits for its greeting, if it is to be tested, or begins the session. */
    private Next greet(byte[] spoken) {
        if (early.isEmpty() || draining || !early.get().tests(address())) {
            return begin(spoken);
        }
        if (spoken.length > 0) {
            return received(spoken, 0, spoken.length);
        }
        byte[] teaser = early.get().teaser();
        try {
            outbox.write(teaser, 0, teaser.length);
        } catch (IOException gone) {
            return Next.END;
        }
        return new Next.Read(Deadline.in(early.get().time()));
    }

    /** Begins the session; what the client has spoken before waits for the greeting. */
    private Next begin(byte[] spoken) {
        InboundSession begun = open();
        if (spoken.length > 0) {
            begun.feed(spoken, 0, spoken.length);
        }
        return begun.run();
    }

    private static byte[] copy(byte[] octets, int from, int to) {
        return Arrays.copyOfRange(octets, from, to);
    }

    /** Returns the index after the octets of the header; empty if they are no header that can be used, and a reply was sent. */
    private Optional<Integer> header(ProxyHeaderDecoder decoder, byte[] octets, int from, int to) {
        try {
            int end = decoder.feed(octets, from, to);
            // as Postfix, which serves a proxy's own connection (LOCAL) but none of a client that is not known
            boolean unknown = decoder.header()
                    .filter(header -> header.kind() == ProxyHeader.Kind.UNKNOWN)
                    .isPresent();
            if (!unknown) {
                return Optional.of(end);
            }
            refuseProxy("the proxy does not know the client");
        } catch (ProtocolException malformed) {
            refuseProxy(malformed.getMessage());
        }
        return Optional.empty();
    }

    /** Ends the connection of a proxy that does not tell who the client is. */
    private Next refuseProxy(String reason) {
        LOG.log(Level.WARNING, "haproxy read: {0}", reason);
        return turnAway(ServerReply.of(421, "4.3.0", settings.get(SmtpClient.MYHOSTNAME) + " Server local error"));
    }

    private Next turnAway(ServerReply reply) {
        return open().turnAway(reply);
    }

    Next timedOut() {
        if (session.isPresent()) {
            return session.get().timedOut();
        }
        if (proxy.isPresent()) {
            return refuseProxy("time limit reached");
        }
        // the client has waited for its greeting
        early = Optional.empty();
        return begin(NOTHING);
    }

    Next inputEnded() {
        return session.isPresent() ? session.get().inputEnded() : Next.END;
    }

    Next shutDown() {
        return session.isPresent() ? session.get().shutDown() : Next.END;
    }

    void failed(IOException cause) {
        if (session.isPresent()) {
            session.get().failed(cause);
        }
    }

    /** Asks the session to end after its mail transaction; called by any thread. */
    void drain() {
        draining = true;
        session.ifPresent(InboundSession::drain);
    }

    private InboundSession open() {
        InboundSession opened = new InboundSession(context, client(), outbox);
        session = Optional.of(opened);
        if (draining) {
            opened.drain();
        }
        return opened;
    }

    /** Returns what the client has not read yet. */
    Outbox outbox() {
        return outbox;
    }

    /** Returns the client, named by DNS: the one of whom the proxy tells, or the one that is connected. */
    private ClientIdentity client() {
        return proxied.flatMap(ProxyHeader::addresses)
                .map(addresses -> identity(Optional.of(addresses.client()), Optional.of(addresses.server())))
                .orElseGet(() -> identity(connection.peer(), connection.local()));
    }

    /** Returns the client's address. */
    private String address() {
        Optional<SocketAddress> peer = proxied.flatMap(ProxyHeader::addresses)
                .<SocketAddress>map(ProxyHeader.Addresses::client)
                .or(connection::peer);
        return peer.isPresent() && peer.get() instanceof InetSocketAddress client
                ? HostName.text(client.getAddress())
                : LOCAL;
    }

    private ClientIdentity identity(Optional<SocketAddress> peer, Optional<SocketAddress> local) {
        if (peer.isPresent() && peer.get() instanceof InetSocketAddress client) {
            ServerEnd server = local.isPresent() && local.get() instanceof InetSocketAddress here
                    ? new ServerEnd(HostName.text(here.getAddress()), here.getPort())
                    : new ServerEnd(ClientIdentity.UNKNOWN, 0);
            return settings.get(ServerSession.SMTPD_PEERNAME_LOOKUP)
                    ? names.identify(client.getAddress(), client.getPort(), server)
                    : ClientIdentity.unnamed(HostName.text(client.getAddress()), client.getPort(), server);
        }
        // as Postfix: a client of a unix-domain socket is local
        return new ClientIdentity(
                "localhost", NameStatus.OK, "localhost", NameStatus.OK, LOCAL, 0, new ServerEnd(LOCAL, 0));
    }
}
