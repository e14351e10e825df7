/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.api.Recipient;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.client.route.Router;
import org.postchaise.engine.client.session.Session;
import org.postchaise.engine.client.session.SessionOpener;
import org.postchaise.engine.client.session.SessionSettings;
import org.postchaise.engine.client.transaction.Mail;
import org.postchaise.engine.config.Protocol;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.SettingsException;
import org.postchaise.engine.config.catalog.SmtpClient;
import org.postchaise.engine.dns.Resolvers;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.net.Deadline;
import org.postchaise.engine.net.OpenConnections;
import org.postchaise.engine.table.TableRegistry;

/**
 * The SMTP client, put together from settings: what the connector and the command line use. Thread-safe; each delivery runs
 * on its caller's thread.
 */
public final class MailClient implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(MailClient.class.getName());

    /** Where no limit is asked for; longer than any phase limit adds up to in practice, but finite. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private final Duration probeLimit;
    private final DeliveryRules rules;
    private final Optional<NextHop> relayhost;
    private final EngineListener listener;
    private final OpenConnections connections = new OpenConnections(this);
    private final SessionOpener opener;
    private final Router router;

    private MailClient(Settings settings, Protocol protocol, Resolvers resolvers, EngineListener listener) {
        TableRegistry tables = TableRegistry.ofAllTypes(warning -> LOG.log(Level.WARNING, warning));
        this.probeLimit = settings.get(SmtpClient.RSET_TIMEOUT);
        this.rules = DeliveryRules.from(settings, tables);
        this.relayhost = relayhost(settings);
        this.listener = listener;
        this.opener = new SessionOpener(SessionSettings.from(settings, protocol, tables), connections, listener);
        this.router = protocol == Protocol.LMTP
                ? Router.lmtp(settings, resolvers, tables)
                : Router.smtp(settings, resolvers, tables);
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
        return of(settings, Protocol.SMTP, resolvers, listener);
    }

    /**
     * A client that speaks {@code protocol}; for LMTP the {@code lmtp_} settings count.
     *
     * @throws SettingsException for a bad value
     */
    public static MailClient of(Settings settings, Protocol protocol, Resolvers resolvers, EngineListener listener) {
        return new MailClient(protocol == Protocol.LMTP ? settings.lmtp() : settings, protocol, resolvers, listener);
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
        return deliver(nextHop, Mail.of(envelope, message), sessions);
    }

    /**
     * Delivers to one next hop, on a session of {@code sessions} if there is one, and leaves a good session there.
     *
     * @return exactly one outcome for each recipient, in the envelope's order
     */
    public DeliveryReport deliver(NextHop nextHop, Mail mail, SessionStore sessions) {
        Deadline deadline = Deadline.in(mail.envelope().timeLimit().orElse(LONGEST));
        List<RecipientOutcome> outcomes = new ArrayList<>();
        for (List<Recipient> some : rules.parts(mail.envelope().recipients())) {
            outcomes.addAll(new Delivery(mail.to(some), rules, sessions, listener, deadline)
                    .run(key(nextHop), router, opener)
                    .outcomes());
        }
        return new DeliveryReport(outcomes);
    }

    /**
     * Whether the server still answers: RSET, within {@code smtp_rset_timeout}. A dead session is closed.
     *
     * @throws IllegalStateException when the session is in use
     */
    public boolean isAlive(Session session) {
        session.acquire(Deadline.in(probeLimit));
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
