/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.postchaise.api.DeliveryOptions;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.api.spi.ConcurrencyPolicy;
import org.postchaise.engine.address.Verp;
import org.postchaise.engine.client.route.Destination;
import org.postchaise.engine.client.route.Destinations;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.client.route.ResolverSettings;
import org.postchaise.engine.client.session.Session;
import org.postchaise.engine.client.transaction.DeliveryRequest;
import org.postchaise.engine.config.Protocol;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.SettingsException;
import org.postchaise.engine.config.catalog.SmtpClient;
import org.postchaise.engine.dns.Resolvers;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.net.Connector;
import org.postchaise.engine.net.Deadline;
import org.postchaise.engine.net.OpenConnections;
import org.postchaise.engine.table.TableRegistry;

/**
 * The SMTP and LMTP client, created from settings; the entry point for the connector and the command line. Thread-safe; each
 * delivery runs on its caller's thread.
 */
public final class MailClient implements AutoCloseable {
    /**
     * The time limit of a delivery without a limit of its own: longer than all phase limits add up to in practice, but finite.
     */
    private static final Duration LONGEST = Duration.ofDays(1);

    private final Protocol protocol;
    private final Duration probeLimit;
    private final Optional<NextHop> relayhost;
    private final EngineListener listener;
    private final OpenConnections connections = new OpenConnections(this);
    private final ClientParts.PartsCache parts;
    private final TableRegistry tables = ClientParts.tables();
    private final Destinations destinations;
    private final DestinationScheduler scheduler;
    private final Verp verp;

    private MailClient(Settings settings, Protocol protocol, Network network, EngineListener listener) {
        this.protocol = protocol;
        this.probeLimit = settings.get(SmtpClient.RSET_TIMEOUT);
        this.relayhost = relayhost(settings);
        this.listener = listener;
        this.parts = new ClientParts.PartsCache(settings, network, new Connector(connections), listener);
        // a mistake in the settings fails the deployment instead of a delivery
        parts.take(protocol, Map.of()).close();
        this.scheduler = DestinationScheduler.from(settings);
        this.verp = Verp.from(settings);
        this.destinations = Destinations.of(settings, tables);
    }

    /**
     * Creates a client with the given settings.
     *
     * @throws SettingsException for a bad value
     */
    public static MailClient of(Settings settings, EngineListener listener) {
        return of(settings, ResolverSettings.resolvers(settings), listener);
    }

    /**
     * Creates a client that uses {@code resolvers}.
     *
     * @throws SettingsException for a bad value
     */
    public static MailClient of(Settings settings, Resolvers resolvers, EngineListener listener) {
        return of(settings, Protocol.SMTP, resolvers, listener);
    }

    /**
     * Creates a client for {@code protocol}; for LMTP the {@code lmtp_} settings are used. To a unix-domain socket every
     * client uses LMTP.
     *
     * @throws SettingsException for a bad value
     */
    public static MailClient of(Settings settings, Protocol protocol, Resolvers resolvers, EngineListener listener) {
        return new MailClient(settings, protocol, Network.of(resolvers), listener);
    }

    /** Creates a client over {@code network}, for tests. */
    static MailClient of(Settings settings, Network network, EngineListener listener) {
        return new MailClient(settings, Protocol.SMTP, network, listener);
    }

    /** Returns the next hop for mail without a next hop of its own: {@code relayhost}, if set. */
    public Optional<NextHop> defaultNextHop() {
        return relayhost;
    }

    /** Returns the key of sessions to {@code nextHop} with the settings of this client. */
    public ConnectionKey key(NextHop nextHop) {
        return keyOf(nextHop, protocol, Map.of());
    }

    /** Returns the key, with the settings that master.cf has for the service smtp or lmtp. */
    private ConnectionKey keyOf(NextHop nextHop, Protocol spoken, Map<String, String> own) {
        ConnectionKey plain = new ConnectionKey(nextHop, spoken, own);
        Map<String, String> all =
                new HashMap<>(scheduler.named().settings(plain.protocol() == Protocol.LMTP ? "lmtp" : "smtp"));
        all.putAll(own);
        return new ConnectionKey(nextHop, spoken, all);
    }

    /**
     * Returns the key of sessions to {@code nextHop} for a request with {@code own} settings, main.cf name to text, over those
     * of this client. Sessions are shared only among requests with equal settings.
     *
     * @throws SettingsException for a bad value, and for a parameter that can't be set for one request
     */
    public ConnectionKey key(NextHop nextHop, Map<String, String> own) {
        return checked(nextHop, protocol, own);
    }

    private ConnectionKey checked(NextHop nextHop, Protocol spoken, Map<String, String> own) {
        if (own.containsKey(SmtpClient.RELAYHOST.name())) {
            throw new SettingsException("parameter " + SmtpClient.RELAYHOST.name()
                    + " can't be set for one request; expected the next hop beside the settings");
        }
        ConnectionKey key = keyOf(nextHop, spoken, own);
        parts(key).close();
        return key;
    }

    /**
     * Returns the key for a next hop as text, with or without a transport: {@code [host]:25}, {@code lmtp:[host]:24}.
     *
     * @throws IllegalArgumentException for a malformed next hop; the message shows the text and the form expected
     * @throws SettingsException for a bad value, and for a parameter that can't be set for one request
     */
    public ConnectionKey key(String nextHop, Map<String, String> own) {
        Destination.Delivery to = Destination.Delivery.parse(nextHop, protocol);
        return checked(to.nextHop(), to.protocol(), own);
    }

    /** Delivers to one next hop with the settings of this client. */
    public DeliveryReport deliver(NextHop nextHop, Envelope envelope, MessageSource message, SessionStore sessions) {
        return deliver(key(nextHop), DeliveryRequest.of(envelope, message), sessions);
    }

    /**
     * Delivers to one next hop, on a session of {@code sessions} if there is one, and gives a reusable session to
     * {@code sessions}. More recipients than {@code smtp_destination_recipient_limit} are delivered in parts.
     *
     * @return exactly one outcome for each recipient, in the envelope's order
     * @throws IllegalArgumentException see {@link #requireDeliverable}
     */
    public DeliveryReport deliver(
            ConnectionKey key, DeliveryRequest mail, DeliveryOptions options, SessionStore sessions) {
        return deliver(key, mail, options, sessions, outcome -> {});
    }

    /**
     * Delivers as {@link #deliver(ConnectionKey, DeliveryRequest, DeliveryOptions, SessionStore)} does, and hands over the outcome of each
     * recipient as soon as it is final, so that the caller can make the outcome durable while the rest of the delivery goes on.
     *
     * @param record the consumer of final outcomes, called on the caller's thread; not called for recipients that are settled
     *     without a server
     */
    public DeliveryReport deliver(
            ConnectionKey key,
            DeliveryRequest mail,
            DeliveryOptions options,
            SessionStore sessions,
            Consumer<RecipientOutcome> record) {
        return attempt(key, mail, options, sessions, Optional.empty(), record).report();
    }

    /** Delivers as {@link #deliver(ConnectionKey, DeliveryRequest, DeliveryOptions, SessionStore)} does, with default options. */
    public DeliveryReport deliver(ConnectionKey key, DeliveryRequest mail, SessionStore sessions) {
        return deliver(key, mail, DeliveryOptions.NONE, sessions);
    }

    /**
     * Delivers up to the end of the content, which {@link DeliveryAttempt#commit} sends. The content is sent with DATA only.
     *
     * @param limit the maximum time for which the end is held back; then the connection is closed. It should be shorter than
     *     the servers' own time limit, which for Postfix is 5 minutes, or 10 seconds under stress ({@code smtpd_timeout})
     */
    public DeliveryAttempt hold(
            ConnectionKey key, DeliveryRequest mail, DeliveryOptions options, SessionStore sessions, Duration limit) {
        return attempt(key, mail, options, sessions, Optional.of(limit), outcome -> {});
    }

    private DeliveryAttempt attempt(
            ConnectionKey key,
            DeliveryRequest mail,
            DeliveryOptions options,
            SessionStore sessions,
            Optional<Duration> holding,
            Consumer<RecipientOutcome> record) {
        Deadline deadline = Deadline.in(options.timeLimit().orElse(LONGEST));
        DeliveryAttempt all = new DeliveryAttempt(mail.envelope(), record);
        String transport = loopTransport(key);
        Optional<Delivery.Loops> loops = Optional.empty();
        if (!transport.isEmpty()) {
            Destination found = scheduler.named().destination(transport, key.nextHop());
            loops = Optional.of(looping -> {
                if (!(found instanceof Destination.Delivery to)) {
                    return settled(looping.envelope(), found, key);
                }
                // no loop transport here: mail that loops there too is returned
                DeliveryAttempt elsewhere = new DeliveryAttempt(looping.envelope(), record);
                attempt(instead(to, key), looping, sessions, deadline, holding, Optional.empty(), elsewhere);
                all.join(elsewhere);
                return elsewhere.report();
            });
        }
        attempt(key, mail, sessions, deadline, holding, loops, all);
        if (holding.isEmpty() || !all.isHeld()) {
            all.closeParts();
        }
        return all;
    }

    private String loopTransport(ConnectionKey key) {
        try (ClientParts with = parts(key)) {
            return with.loopTransport();
        }
    }

    private DeliveryReport settled(Envelope envelope, Destination found, ConnectionKey key) {
        try (ClientParts with = parts(key)) {
            List<RecipientOutcome> outcomes = envelope.recipients().stream()
                    .map(recipient -> Dispatch.outcome(recipient, found))
                    .toList();
            return with.rules().settled(envelope, outcomes, listener);
        }
    }

    /**
     * Returns the key of a loop transport: its own settings replace those of the transport before, and a request's settings
     * take precedence over both.
     */
    private ConnectionKey instead(Destination.Delivery to, ConnectionKey before) {
        Map<String, String> own = new HashMap<>(scheduler.named().settings(to.transport()));
        if (!scheduler.named().set(before.settings())) {
            own.putAll(before.settings());
        }
        return new ConnectionKey(to.nextHop(), to.protocol(), own, before.identity());
    }

    private void attempt(
            ConnectionKey key,
            DeliveryRequest mail,
            SessionStore sessions,
            Deadline deadline,
            Optional<Duration> holding,
            Optional<Delivery.Loops> loops,
            DeliveryAttempt all) {
        ClientParts with = parts(key);
        all.use(with);
        boolean whole = false;
        try {
            long began = System.nanoTime();
            for (DeliveryRequest some : parts(mail, with.rules())) {
                ConnectionKey own = with.opener().keepsSendersApart()
                        ? key.as(key.identity().from(some.envelope().sender()))
                        : key;
                Duration waited = Duration.ofNanos(System.nanoTime() - began);
                Delivery delivery =
                        new Delivery(some, with.rules(), sessions, listener, deadline, holding, all.record());
                all.add(
                        delivery,
                        delivery.run(own, with.router(), with.opener(), loops).after(waited));
            }
            whole = true;
        } finally {
            if (!whole) {
                all.rollback();
            }
        }
    }

    /** Returns the mail of each transaction; with VERP one for each recipient, with a return path of its own. */
    private List<DeliveryRequest> parts(DeliveryRequest mail, DeliveryRules rules) {
        Envelope envelope = mail.envelope();
        if (envelope.verp().isEmpty()) {
            return rules.parts(envelope.recipients()).stream().map(mail::to).toList();
        }
        Instant now = Instant.now();
        return envelope.recipients().stream()
                .map(one -> mail.to(List.of(one)).from(verp.returnPath(envelope, one, now)))
                .toList();
    }

    /**
     * Checks that the envelope can be delivered as requested.
     *
     * @throws IllegalArgumentException for VERP delimiters that {@code verp_delimiter_filter} does not allow
     */
    public void requireDeliverable(Envelope envelope) {
        verp.resolved(envelope);
    }

    /** The means of delivering the parts of a mail, such as connections that a container pools. */
    @FunctionalInterface
    public interface Channel {
        /** Delivers a part and returns exactly one outcome for each recipient of {@code part}. */
        DeliveryReport deliver(ConnectionKey key, Envelope part, DeliveryOptions options);
    }

    /**
     * Finds each recipient's transport and next hop ({@link Destinations}), and delivers through {@code channel} to one
     * destination after the other, in the order of the recipients, with default options and the policy of an application. A dead
     * destination is not tried again for {@code minimal_backoff_time}.
     *
     * @return exactly one outcome for each recipient, in the envelope's order
     * @throws IllegalArgumentException see {@link #requireDeliverable}
     */
    public DeliveryReport dispatch(Envelope envelope, Channel channel) {
        return dispatch(envelope, DeliveryOptions.NONE, ConcurrencyPolicy.APPLICATION, channel);
    }

    /**
     * Delivers as {@link #dispatch(Envelope, Channel)} does, with options. With a time limit each destination gets its share of the
     * time left. Each delivery waits at a busy destination as {@code policy} says.
     *
     * @throws IllegalArgumentException see {@link #requireDeliverable}
     */
    public DeliveryReport dispatch(
            Envelope envelope, DeliveryOptions options, ConcurrencyPolicy policy, Channel channel) {
        requireDeliverable(envelope);
        try (ClientParts with = parts.take(protocol, Map.of())) {
            return new Dispatch(envelope, options, policy, destinations, scheduler, listener)
                    .run(channel, with.rules());
        }
    }

    /**
     * Returns true if the server answers RSET within {@code smtp_rset_timeout}. A dead session is closed.
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

    /** Closes all sessions at once; running deliveries end with deferred or in-doubt outcomes. */
    @Override
    public void close() {
        connections.close();
        parts.close();
        tables.close();
    }

    private ClientParts parts(ConnectionKey key) {
        return parts.take(key.protocol(), key.settings());
    }

    static Optional<NextHop> relayhost(Settings settings) {
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
