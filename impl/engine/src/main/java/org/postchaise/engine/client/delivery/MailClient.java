/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import java.util.Map;
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
import org.postchaise.engine.dns.HostResolver;
import org.postchaise.engine.dns.NativeHostResolver;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.net.Deadline;
import org.postchaise.engine.net.OpenConnections;

/**
 * The SMTP client, put together from settings: what the connector and the command line use. Thread-safe; each delivery runs
 * on its caller's thread.
 */
public final class MailClient implements AutoCloseable {
    private final Settings settings;
    private final SessionSettings sessionSettings;
    private final Optional<NextHop> relayhost;
    private final EngineListener listener;
    private final OpenConnections connections = new OpenConnections(this);
    private final SessionOpener opener;
    private final Router router;

    private MailClient(Settings settings, HostResolver resolver, EngineListener listener) {
        this.settings = settings;
        this.sessionSettings = SessionSettings.from(settings);
        this.relayhost = relayhost(settings);
        this.listener = listener;
        this.opener = new SessionOpener(sessionSettings, connections, listener);
        this.router = new Router(resolver);
    }

    /**
     * A client with the given settings.
     *
     * @throws SettingsException for a bad value
     */
    public static MailClient of(Settings settings, EngineListener listener) {
        return of(settings, new NativeHostResolver(), listener);
    }

    /**
     * A client that looks hosts up through {@code resolver}.
     *
     * @throws SettingsException for a bad value
     */
    public static MailClient of(Settings settings, HostResolver resolver, EngineListener listener) {
        return new MailClient(settings, resolver, listener);
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
     * The same for a request that has {@code own} settings, main.cf name to text, over those of this client. Sessions are
     * shared only among requests with the same ones.
     *
     * @throws SettingsException for a bad value, and for a parameter that changes nothing for one request
     */
    public ConnectionKey key(NextHop nextHop, Map<String, String> own) {
        if (own.containsKey(SmtpClient.RELAYHOST.name())) {
            throw new SettingsException("parameter " + SmtpClient.RELAYHOST.name()
                    + " can't be set for one request; expected the next hop beside the settings");
        }
        SessionSettings.from(settings.withRequest(own));
        return new ConnectionKey(nextHop, own);
    }

    /** Delivers to one next hop with the settings of this client. */
    public DeliveryReport deliver(NextHop nextHop, Envelope envelope, MessageSource message, SessionStore sessions) {
        return deliver(key(nextHop), envelope, message, sessions);
    }

    /**
     * Delivers to one next hop, on a session of {@code sessions} if there is one, and leaves a good session there.
     *
     * @return exactly one outcome for each recipient, in the envelope's order
     */
    public DeliveryReport deliver(ConnectionKey key, Envelope envelope, MessageSource message, SessionStore sessions) {
        return new Delivery(envelope, message, sessions, listener).run(key, router, opener(key));
    }

    private SessionOpener opener(ConnectionKey key) {
        return key.settings().isEmpty()
                ? opener
                : new SessionOpener(SessionSettings.from(settings.withRequest(key.settings())), connections, listener);
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
