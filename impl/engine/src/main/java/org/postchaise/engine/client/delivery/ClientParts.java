/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
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
 * The parts of a client for one protocol and one set of per-request settings.
 *
 * @param rules the rules of a delivery
 * @param opener the opener of sessions
 * @param router the router
 * @param tls the TLS client
 * @param loopTransport the transport for mail that this system would send to itself ({@code best_mx_transport}); empty to
 *     return such mail
 * @param registry the owner of the tables of all parts
 */
record ClientParts(
        DeliveryRules rules,
        SessionOpener opener,
        Router router,
        TlsClient tls,
        String loopTransport,
        TableRegistry registry) {
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
                tables);
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

    private void close() {
        registry.close();
    }

    /** A cache of clients' parts; the least recently used parts are closed, and created again when needed. */
    static final class PartsCache implements AutoCloseable {
        private static final int MOST = 64;

        private record Label(Protocol protocol, Map<String, String> own) {}

        private final Settings settings;
        private final Network network;
        private final Connector connector;
        private final EngineListener listener;
        private final Map<Label, ClientParts> made = new LinkedHashMap<>(16, 0.75f, true);

        /** Creates an empty cache. */
        PartsCache(Settings settings, Network network, Connector connector, EngineListener listener) {
            this.settings = settings;
            this.network = network;
            this.connector = connector;
            this.listener = listener;
        }

        /**
         * Returns the parts for {@code protocol} with {@code own} settings over the client's.
         *
         * @throws org.postchaise.engine.config.SettingsException for a bad value, or a parameter that a request can't set
         */
        ClientParts of(Protocol protocol, Map<String, String> own) {
            Label label = new Label(protocol, own);
            synchronized (made) {
                ClientParts there = made.get(label);
                if (there != null) {
                    return there;
                }
            }
            // outside the lock: opening tables is I/O
            Settings all = own.isEmpty() ? settings : settings.withRequest(own);
            ClientParts parts = ClientParts.of(
                    protocol == Protocol.LMTP ? all.lmtp() : all, protocol, network, connector, listener);
            synchronized (made) {
                ClientParts first = made.putIfAbsent(label, parts);
                if (first == null && made.size() > MOST) {
                    made.remove(made.keySet().iterator().next()).close();
                }
                if (first == null) {
                    return parts;
                }
                parts.close();
                return first;
            }
        }

        @Override
        public void close() {
            synchronized (made) {
                made.values().forEach(ClientParts::close);
            }
        }
    }
}
