/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.client;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.engine.client.delivery.ConnectionKey;
import org.postchaise.engine.client.delivery.MailClient;
import org.postchaise.engine.client.delivery.SessionStore;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.client.session.Session;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.event.EngineListener;

/**
 * Sender by Postchaise, with default settings except the time for which a session is reused: a run keeps its session
 * throughout.
 */
final class PostchaiseSender implements ThreadedLoad.Sender {
    /** System property with further settings: {@code name=value}, separated by commas. */
    static final String SET = "bench.set";

    /** Client shared by all threads, as in a connection factory. */
    private static final MailClient CLIENT = MailClient.of(settings(), EngineListener.NONE);

    private final Slot sessions = new Slot();
    private final NextHop hop;
    private final Envelope envelope = Envelope.of(Message.SENDER, Message.RECIPIENT);
    private final MessageSource message;

    PostchaiseSender(int port, int size) {
        this(port, MessageSource.of(Message.octets(size)));
    }

    PostchaiseSender(int port, MessageSource message) {
        this.hop = NextHop.parse("[127.0.0.1]:" + port);
        this.message = message;
    }

    @Override
    public void send() {
        DeliveryReport report = CLIENT.deliver(hop, envelope, message, sessions);
        RecipientOutcome outcome = report.outcomes().get(0);
        if (outcome.kind() != RecipientOutcome.Kind.DELIVERED) {
            throw new IllegalStateException(outcome.toString());
        }
    }

    @Override
    public void end() {
        sessions.take(CLIENT.key(hop)).ifPresent(Session::quit);
    }

    private static Settings settings() {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("myhostname", "client.example");
        lines.put("smtp_connection_reuse_time_limit", "1h");
        for (String line : System.getProperty(SET, "").split(",", -1)) {
            if (!line.isEmpty()) {
                lines.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
            }
        }
        return Catalog.settings(lines);
    }

    /** Store of one session, as in a managed connection. */
    private static final class Slot implements SessionStore {
        private Optional<Session> kept = Optional.empty();

        @Override
        public Optional<Session> take(ConnectionKey key) {
            Optional<Session> taken = kept;
            kept = Optional.empty();
            return taken;
        }

        @Override
        public boolean wants(ConnectionKey key) {
            return true;
        }

        @Override
        public void keep(ConnectionKey key, Session session) {
            kept = Optional.of(session);
        }
    }
}
