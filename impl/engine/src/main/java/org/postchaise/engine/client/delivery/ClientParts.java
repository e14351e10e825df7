/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.postchaise.engine.client.route.NamedTransports;
import org.postchaise.engine.client.route.Router;
import org.postchaise.engine.client.session.SessionOpener;
import org.postchaise.engine.client.session.SessionSettings;
import org.postchaise.engine.config.Protocol;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Transports;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.log.LineLog;
import org.postchaise.engine.net.Connector;
import org.postchaise.engine.table.TableRegistry;
import org.postchaise.engine.tls.client.TlsClient;
import org.postchaise.engine.tls.sts.StsPolicies;

/**
 * The parts of a client for one protocol and one set of per-request settings. The cache and each delivery are users of the
 * parts; the last user closes the tables.
 *
 * @param rules the rules of a delivery
 * @param opener the opener of sessions
 * @param router the router
 * @param tls the TLS client
 * @param loopTransport the transport for mail that this system would send to itself ({@code best_mx_transport}); empty to
 *     return such mail
 * @param registry the owner of the tables of all parts
 * @param users the number of users
 */
record ClientParts(
        DeliveryRules rules,
        SessionOpener opener,
        Router router,
        TlsClient tls,
        String loopTransport,
        TableRegistry registry,
        AtomicInteger users)
        implements AutoCloseable {
    private static final System.Logger LOG = LineLog.of(MailClient.class.getName());

    private static ClientParts of(
            Settings settings, Protocol protocol, Network network, Connector connector, EngineListener listener) {
        TableRegistry tables = tables();
        try {
            return of(settings, protocol, network, connector, listener, tables);
        } catch (IllegalArgumentException e) {
            tables.close();
            throw e;
        }
    }

    private static ClientParts of(
            Settings settings,
            Protocol protocol,
            Network network,
            Connector connector,
            EngineListener listener,
            TableRegistry tables) {
        Router router = protocol == Protocol.LMTP
                ? Router.lmtp(settings, network.resolvers(), tables)
                : Router.smtp(settings, network.resolvers(), tables);
        TlsClient tls = TlsClient.from(
                settings, router.dns(), tables, () -> StsPolicies.from(settings, router.dns(), network.https()));
        return new ClientParts(
                DeliveryRules.from(settings, tables),
                new SessionOpener(
                        SessionSettings.from(settings, protocol, tables), router::source, connector, listener, tls),
                router,
                tls,
                loopTransport(settings),
                tables,
                new AtomicInteger(1));
    }

    static String loopTransport(Settings settings) {
        String text = settings.get(Transports.BEST_MX_TRANSPORT);
        if (!text.isEmpty()) {
            NamedTransports.of(settings).require(settings, Transports.BEST_MX_TRANSPORT);
        }
        return text;
    }

    /** Returns a registry that opens the tables named in settings. */
    static TableRegistry tables() {
        return TableRegistry.forDeployment(Clock.systemUTC(), warning -> LOG.log(Level.WARNING, warning));
    }

    /** Counts another user; called by a user, so that the tables are open. */
    private ClientParts shared() {
        users.incrementAndGet();
        return this;
    }

    /** Ends the use of one user. */
    @Override
    public void close() {
        if (users.decrementAndGet() == 0) {
            registry.close();
        }
    }

    /** A cache of clients' parts; the least recently used parts are removed, and created again when needed. */
    static final class PartsCache implements AutoCloseable {
        private static final int MOST = 64;

        private record Label(Protocol protocol, Map<String, String> own) {}

        private final Settings settings;
        private final Network network;
        private final Connector connector;
        private final EngineListener listener;
        private final Map<Label, ClientParts> made = new LinkedHashMap<>(16, 0.75f, true);
        private boolean closed;

        /** Creates an empty cache. */
        PartsCache(Settings settings, Network network, Connector connector, EngineListener listener) {
            this.settings = settings;
            this.network = network;
            this.connector = connector;
            this.listener = listener;
        }

        /**
         * Returns the parts for {@code protocol} with {@code own} settings over the client's. The caller is a user of the
         * parts until it closes them.
         *
         * @throws org.postchaise.engine.config.SettingsException for a bad value, or a parameter that a request can't set
         */
        ClientParts take(Protocol protocol, Map<String, String> own) {
            Label label = new Label(protocol, own);
            synchronized (made) {
                ClientParts there = made.get(label);
                if (there != null) {
                    return there.shared();
                }
            }
            // outside the lock: opening tables is I/O
            Settings all = own.isEmpty() ? settings : settings.withRequest(own);
            ClientParts parts = ClientParts.of(
                    protocol == Protocol.LMTP ? all.lmtp() : all, protocol, network, connector, listener);
            ClientParts taken = parts;
            Optional<ClientParts> dropped = Optional.empty();
            synchronized (made) {
                if (closed) {
                    // the caller is the only user
                    return parts;
                }
                ClientParts first = made.putIfAbsent(label, parts);
                if (first != null) {
                    taken = first;
                    dropped = Optional.of(parts);
                } else if (made.size() > MOST) {
                    dropped = Optional.of(made.remove(made.keySet().iterator().next()));
                }
                taken.shared();
            }
            dropped.ifPresent(ClientParts::close);
            return taken;
        }

        @Override
        public void close() {
            List<ClientParts> all;
            synchronized (made) {
                closed = true;
                all = List.copyOf(made.values());
                made.clear();
            }
            all.forEach(ClientParts::close);
        }
    }
}
