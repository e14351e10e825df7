/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.listen;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.SocketAddress;
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
import org.postchaise.engine.server.session.Output;
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

    private final SessionContext context;
    private final Settings settings;
    private final ClientNames names;
    private final Connection connection;
    private Optional<ProxyHeaderDecoder> proxy;
    private Deadline proxyDeadline;
    private volatile Optional<InboundSession> session = Optional.empty();
    private volatile boolean draining;

    Dialogue(SessionContext context, ClientNames names, Connection connection) {
        this.context = context;
        this.settings = context.rules().settings();
        this.names = names;
        this.connection = connection;
        boolean proxied = settings.get(ServerSession.SMTPD_UPSTREAM_PROXY_PROTOCOL).equals("haproxy");
        this.proxy = proxied ? Optional.of(new ProxyHeaderDecoder()) : Optional.empty();
        this.proxyDeadline = Deadline.in(settings.get(ServerSession.SMTPD_UPSTREAM_PROXY_TIMEOUT));
    }

    /** Goes on without new octets: at the beginning, after a pause, and when the session may have been asked to end. */
    Next go() {
        if (proxy.isPresent()) {
            return draining ? Next.END : new Next.Read(proxyDeadline);
        }
        if (session.isEmpty()) {
            open(direct());
        }
        return session.get().run();
    }

    /** Takes octets of the client. */
    Next received(byte[] octets, int from, int to) {
        int start = from;
        Next next = Next.END;
        if (proxy.isPresent()) {
            Optional<Integer> end = header(proxy.get(), octets, from, to);
            if (end.isEmpty()) {
                return Next.END;
            }
            if (proxy.get().header().isEmpty()) {
                return new Next.Read(proxyDeadline);
            }
            open(proxied(proxy.get().header().get()));
            proxy = Optional.empty();
            start = end.get();
            next = session.get().run();
        }
        if (start < to && (start == from || next instanceof Next.Read)) {
            session.get().feed(octets, start, to);
            next = session.get().run();
        }
        return next;
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
            turnAway("the proxy does not know the client");
        } catch (ProtocolException malformed) {
            turnAway(malformed.getMessage());
        }
        return Optional.empty();
    }

    /** Ends the connection of a proxy that does not tell who the client is. */
    private Next turnAway(String reason) {
        LOG.log(Level.WARNING, "haproxy read: {0}", reason);
        open(direct());
        return session.get()
                .turnAway(ServerReply.of(
                        421, "4.3.0", settings.get(SmtpClient.MYHOSTNAME) + " Server local error"));
    }

    Next timedOut() {
        if (session.isPresent()) {
            return session.get().timedOut();
        }
        return turnAway("time limit reached");
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

    private void open(ClientIdentity client) {
        InboundSession opened = new InboundSession(context, client, output());
        session = Optional.of(opened);
        if (draining) {
            opened.drain();
        }
    }

    private Output output() {
        return (octets, from, to) -> {
            connection.limit(Deadline.in(settings.get(ServerSession.SMTPD_TIMEOUT)));
            connection.output().write(octets, from, to - from);
        };
    }

    private ClientIdentity direct() {
        return identity(connection.peer(), connection.local());
    }

    private ClientIdentity proxied(ProxyHeader header) {
        return header.addresses()
                .map(addresses -> identity(Optional.of(addresses.client()), Optional.of(addresses.server())))
                .orElseGet(this::direct);
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
