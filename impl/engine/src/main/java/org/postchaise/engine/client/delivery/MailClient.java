/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import java.util.Optional;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.api.Stage;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.client.route.Router;
import org.postchaise.engine.client.session.Session;
import org.postchaise.engine.client.session.SessionOpener;
import org.postchaise.engine.client.session.SessionSettings;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.SettingsException;
import org.postchaise.engine.config.catalog.SmtpClient;
import org.postchaise.engine.dns.Resolvers;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.net.Deadline;
import org.postchaise.engine.net.OpenConnections;

/**
 * The SMTP client, put together from settings: what the connector and the command line use. Thread-safe; each delivery runs
 * on its caller's thread.
 */
public final class MailClient implements AutoCloseable {
    private final SessionSettings sessionSettings;
    private final Optional<NextHop> relayhost;
    private final EngineListener listener;
    private final OpenConnections connections = new OpenConnections(this);
    private final SessionOpener opener;
    private final Router router;

    private MailClient(
            SessionSettings sessionSettings, Optional<NextHop> relayhost, Router router, EngineListener listener) {
        this.sessionSettings = sessionSettings;
        this.relayhost = relayhost;
        this.listener = listener;
        this.opener = new SessionOpener(sessionSettings, connections, listener);
        this.router = router;
    }

    /**
     * A client with the given settings.
     *
     * @throws SettingsException for a bad value
     */
    public static MailClient of(Settings settings, EngineListener listener) {
        return of(settings, Resolvers.ofSystem(), listener);
    }

    /**
     * A client that looks names up through {@code resolvers}.
     *
     * @throws SettingsException for a bad value
     */
    public static MailClient of(Settings settings, Resolvers resolvers, EngineListener listener) {
        return new MailClient(
                SessionSettings.from(settings),
                relayhost(settings),
                Router.smtp(settings, resolvers, Router.allTables()),
                listener);
    }

    /** The next hop for mail without one of its own: {@code relayhost}, if set. */
    public Optional<NextHop> defaultNextHop() {
        return relayhost;
    }

    /** What a session to {@code nextHop} must share with these settings to be used again. */
    public ConnectionKey key(NextHop nextHop) {
        return new ConnectionKey(nextHop);
    }

    /**
     * Delivers to one next hop, on a session of {@code sessions} if there is one, and leaves a good session there.
     *
     * @return exactly one outcome for each recipient, in the envelope's order
     */
    public DeliveryReport deliver(NextHop nextHop, Envelope envelope, MessageSource message, SessionStore sessions) {
        return new Delivery(envelope, message, sessions, listener).run(key(nextHop), router, opener);
    }

    /**
     * Whether the server still answers: RSET, within {@code smtp_rset_timeout}. A dead session is closed.
     *
     * @throws IllegalStateException when the session is in use
     */
    public boolean isAlive(Session session) {
        session.acquire(Deadline.in(sessionSettings.limits().get(Stage.RSET)));
        try {
            return session.reset();
        } finally {
            session.release();
        }
    }

    /** Closes all sessions at once; deliveries under way end with deferred or in-doubt outcomes. */
    @Override
    public void close() {
        connections.close();
        router.close();
    }

    private static Optional<NextHop> relayhost(Settings settings) {
        String text = settings.get(SmtpClient.RELAYHOST);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(NextHop.parse(text));
        } catch (IllegalArgumentException e) {
            throw new SettingsException("parameter " + SmtpClient.RELAYHOST.name() + ": " + e.getMessage(), e);
        }
    }
}
