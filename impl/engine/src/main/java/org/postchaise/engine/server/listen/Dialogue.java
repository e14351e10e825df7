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
import org.postchaise.engine.server.session.ConnectionCount;
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
    private final NameLookups lookups;
    private final Connection connection;
    private final Outbox outbox;
    private Optional<ProxyHeaderDecoder> proxy;
    private Deadline proxyDeadline;
    private Optional<EarlyTalkers> early;
    private Optional<ProxyHeader> proxied = Optional.empty();
    private volatile Optional<InboundSession> session = Optional.empty();
    private volatile boolean draining;

    /** The wake-up of the owner, which then calls {@link #go}. */
    private Runnable wake = () -> {};

    /** The octets that the client sent before its greeting. */
    private byte[] spoken = NOTHING;

    private Optional<ConnectionCount> count = Optional.empty();

    /** The time limit of the wait for the client's name; empty while the dialogue does not wait for it. */
    private volatile Optional<Deadline> nameLimit = Optional.empty();

    /** The client's name, once another thread has found it. */
    private volatile Optional<ClientIdentity> named = Optional.empty();

    Dialogue(SessionContext context, ListenerPlan plan, Connection connection, NameLookups lookups) {
        this.lookups = lookups;
        this.context = context;
        this.settings = context.rules().settings();
        this.names = plan.names();
        this.early = plan.early();
        this.connection = connection;
        this.outbox = new Outbox(connection, settings.get(ServerSession.SMTPD_TIMEOUT));
        boolean asked =
                settings.get(ServerSession.SMTPD_UPSTREAM_PROXY_PROTOCOL).equals("haproxy");
        this.proxy = asked ? Optional.of(new ProxyHeaderDecoder(context.rules().ipv6())) : Optional.empty();
        this.proxyDeadline = Deadline.in(settings.get(ServerSession.SMTPD_UPSTREAM_PROXY_TIMEOUT));
    }

    /** Defines what makes the owner call {@link #go} soon. */
    void wakesBy(Runnable action) {
        wake = action;
    }

    /**
     * Goes on without new octets: at the beginning, after a pause, when the client's name is known, and when the session may have been
     * asked to end.
     */
    Next go() {
        if (proxy.isPresent()) {
            return draining ? Next.END : new Next.Read(proxyDeadline);
        }
        if (session.isPresent()) {
            return session.get().run();
        }
        return nameLimit.isPresent() ? awaitName() : greet(NOTHING);
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
            return ends
                    ? turnAway(unnamed(), ServerReply.of(521, "5.5.1", "Protocol error"))
                    : begin(copy(octets, from, to));
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
    private Next greet(byte[] octets) {
        if (early.isEmpty() || draining || !early.get().tests(address())) {
            return begin(octets);
        }
        if (octets.length > 0) {
            return received(octets, 0, octets.length);
        }
        byte[] teaser = early.get().teaser();
        try {
            outbox.write(teaser, 0, teaser.length);
        } catch (IOException gone) {
            return Next.END;
        }
        return new Next.Read(Deadline.in(early.get().time()));
    }

    /**
     * Counts the connection, then looks the client's name up, as far as the name matters. What the client has spoken before waits for the
     * greeting.
     */
    private Next begin(byte[] octets) {
        spoken = octets;
        ClientIdentity unnamed = unnamed();
        ConnectionCount taken = ConnectionCount.take(context, unnamed);
        count = Optional.of(taken);
        Optional<InetSocketAddress> client = inet(peer());
        if (client.isEmpty() || taken.refusesAnyName() || !settings.get(ServerSession.SMTPD_PEERNAME_LOOKUP)) {
            return serve(unnamed, taken);
        }
        nameLimit = Optional.of(Deadline.in(NameLookups.LIMIT));
        Optional<ClientIdentity> found = lookups.find(names, client.get().getAddress(), this::name);
        if (found.isPresent()) {
            named = found;
        }
        return awaitName();
    }

    /** Notes the client's name; called by any thread. */
    private void name(ClientIdentity found) {
        named = Optional.of(found);
        if (nameLimit.isPresent()) {
            wake.run();
        }
    }

    /** Begins the session if the client's name is known, or nobody waits for it any longer. */
    private Next awaitName() {
        Deadline limit = nameLimit.orElseThrow();
        Optional<ClientIdentity> found = named;
        if (found.isEmpty() && !draining && !limit.passed()) {
            return new Next.Pause(limit);
        }
        nameLimit = Optional.empty();
        ClientIdentity unnamed = unnamed();
        ClientIdentity client = found.orElseGet(
                        () -> ClientNames.failed(inet(peer()).orElseThrow().getAddress()))
                .at(unnamed.port(), unnamed.server());
        count.orElseThrow().named(client);
        return serve(client, count.orElseThrow());
    }

    private Next serve(ClientIdentity client, ConnectionCount taken) {
        InboundSession begun = open(client, taken);
        byte[] octets = spoken;
        spoken = NOTHING;
        if (octets.length > 0) {
            begun.feed(octets, 0, octets.length);
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
        // as in Postfix, neither the client nor its proxy is named
        return turnAway(
                ClientIdentity.unnamed(ClientIdentity.UNKNOWN, 0, new ServerEnd(ClientIdentity.UNKNOWN, 0)),
                ServerReply.of(421, "4.3.0", settings.get(SmtpClient.MYHOSTNAME) + " Server local error"));
    }

    private Next turnAway(ClientIdentity client, ServerReply reply) {
        return open(client, ConnectionCount.none(context, client)).turnAway(reply);
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

    /** Ends what the dialogue holds, at the end of the connection. */
    void end() {
        count.ifPresent(ConnectionCount::end);
    }

    private InboundSession open(ClientIdentity client, ConnectionCount taken) {
        InboundSession opened = new InboundSession(context, client, taken, outbox);
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

    /** Returns the client's end of the connection: the one of which the proxy tells, or the one that is connected. */
    private Optional<SocketAddress> peer() {
        return proxied.flatMap(ProxyHeader::addresses)
                .<SocketAddress>map(ProxyHeader.Addresses::client)
                .or(connection::peer);
    }

    /** Returns the server's end of the connection: the one of which the proxy tells, or the one that is connected. */
    private Optional<SocketAddress> local() {
        return proxied.flatMap(ProxyHeader::addresses)
                .<SocketAddress>map(ProxyHeader.Addresses::server)
                .or(connection::local);
    }

    private static Optional<InetSocketAddress> inet(Optional<SocketAddress> address) {
        return address.filter(InetSocketAddress.class::isInstance).map(InetSocketAddress.class::cast);
    }

    /** Returns the client's address. */
    private String address() {
        return inet(peer()).map(client -> HostName.text(client.getAddress())).orElse(LOCAL);
    }

    /** Returns the client without the name that DNS gives; a client of a unix-domain socket is local, as in Postfix. */
    private ClientIdentity unnamed() {
        ServerEnd server = inet(local())
                .map(here -> new ServerEnd(HostName.text(here.getAddress()), here.getPort()))
                .orElse(new ServerEnd(ClientIdentity.UNKNOWN, 0));
        return inet(peer())
                .map(client -> ClientIdentity.unnamed(HostName.text(client.getAddress()), client.getPort(), server))
                .orElseGet(() -> new ClientIdentity(
                        "localhost", NameStatus.OK, "localhost", NameStatus.OK, LOCAL, 0, new ServerEnd(LOCAL, 0)));
    }
}
