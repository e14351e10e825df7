/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.session;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import javax.security.sasl.SaslException;
import org.postchaise.api.Failure;
import org.postchaise.api.Peer;
import org.postchaise.api.SmtpReply;
import org.postchaise.api.Stage;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.sasl.Channel;
import org.postchaise.engine.sasl.client.Credentials;
import org.postchaise.engine.sasl.client.Identity;
import org.postchaise.engine.sasl.client.Offer;
import org.postchaise.engine.sasl.client.SaslExchange;
import org.postchaise.engine.sasl.client.SaslSettings;
import org.postchaise.engine.sasl.client.Service;
import org.postchaise.engine.sasl.client.TokenException;
import org.postchaise.engine.sasl.client.UnavailableException;
import org.postchaise.engine.wire.Capabilities;
import org.postchaise.engine.wire.Command;
import org.postchaise.engine.wire.CommandEncoder;
import org.postchaise.engine.wire.UnsafeArgumentException;

/**
 * The AUTH step of a session (RFC 4954), as in Postfix: AUTH must succeed if there are credentials for the server, and is
 * skipped if there are none or the server does not offer AUTH. A failed login ends the session, not the delivery: the mail
 * is tried with the next host, or later.
 *
 * @param settings the SASL settings
 * @param identity the identity to log in as
 * @param site the next hop or fallback relay
 */
record Login(SaslSettings settings, Identity identity, NextHop site) {
    private static final String FAILED = "SASL authentication failed; ";

    /**
     * Logs in if there are credentials and the server offers AUTH.
     *
     * @param stage the stage of the greeting, whose time limit and name in texts also apply to AUTH
     * @return the failure if the session can't be used
     */
    Optional<Failure> run(Session session, Stage stage) throws IOException {
        String offered = session.capabilities().keywords().get(Capabilities.AUTH);
        if (offered == null) {
            return Optional.empty();
        }
        try {
            Optional<Credentials> credentials = credentials(session.peer());
            if (credentials.isEmpty()) {
                return Optional.empty();
            }
            return new Attempt(session, stage, credentials.get(), settings.compatible(offered)).run();
        } catch (UnavailableException e) {
            throw new LocalDataException(e.getMessage());
        }
    }

    /** Returns the credentials for {@code peer}; empty if there are none. */
    Optional<Credentials> credentials(Peer peer) throws UnavailableException {
        return settings.credentials(identity, peer.host(), key(site));
    }

    /** Returns the text of {@code site} for a table lookup: for a unix-domain socket its path. */
    private static String key(NextHop site) {
        return site instanceof NextHop.UnixPath unix ? unix.path() : site.toString();
    }

    /** A login to one server. */
    private final class Attempt {
        private final Session session;
        private final Stage stage;
        private final Peer peer;
        private final Service service;
        private final Credentials credentials;
        private final Offer offer;

        Attempt(Session session, Stage stage, Credentials credentials, Offer offer) {
            this.session = session;
            this.stage = stage;
            this.peer = session.peer();
            this.service = new Service(session.protocol().name().toLowerCase(Locale.ROOT), peer.host(), peer.port());
            this.credentials = credentials;
            this.offer = offer;
        }

        Optional<Failure> run() throws IOException {
            if (!offer.isCompatible()) {
                return failed("SASL authentication failed: server " + peer.nameAndAddress()
                        + " offered no compatible authentication mechanisms for this type of connection security");
            }
            Optional<SmtpReply> former = settings.formerRefusal(credentials, service);
            if (former.isPresent()) {
                return refused("SASL [CACHED] authentication failed; server " + peer.host(), former.get());
            }
            try {
                SaslExchange exchange = begin(session.channel());
                SmtpReply reply = exchange(exchange);
                if (!reply.positive() && exchange.canBeTriedAgain()) {
                    exchange = begin(exchange.isBound() ? session.channel().unbound() : session.channel());
                    reply = exchange(exchange);
                }
                if (!reply.positive()) {
                    settings.answered(credentials, service, reply);
                    return refused(FAILED + "server " + peer.nameAndAddress(), reply);
                }
                exchange.accepted();
                session.loggedIn();
                return Optional.empty();
            } catch (UnaskedException e) {
                return failed(FAILED + "non-empty initial " + e.mechanism + " challenge from server "
                        + peer.nameAndAddress() + ": " + e.getMessage());
            } catch (SaslException | TokenException e) {
                return failed(
                        FAILED + "cannot authenticate to server " + peer.nameAndAddress() + ": " + e.getMessage());
            }
        }

        private SaslExchange begin(Channel channel) throws SaslException, TokenException {
            return settings.begin(offer, credentials, service, channel);
        }

        /** Runs an AUTH exchange and returns its last reply. */
        private SmtpReply exchange(SaslExchange exchange) throws IOException {
            SmtpReply reply = say(
                    new Command.Auth(exchange.mechanism(), exchange.initial().orElse("")));
            while (reply.category() == 3) {
                String challenge = challenge(reply);
                if (exchange.awaitsPrompt() && !challenge.isEmpty()) {
                    throw new UnaskedException(exchange.mechanism(), challenge);
                }
                reply = say(new Command.AuthResponse(exchange.answer(challenge)));
            }
            return reply;
        }

        private SmtpReply say(Command command) throws IOException {
            try {
                session.send(CommandEncoder.encode(command), stage);
            } catch (UnsafeArgumentException e) {
                throw new IllegalStateException("a mechanism gave something else than base64", e);
            }
            session.flush(stage);
            return session.receive(stage);
        }

        private Optional<Failure> failed(String text) {
            return Optional.of(Failures.noLogin(peer, stage, text));
        }

        private Optional<Failure> refused(String text, SmtpReply reply) {
            return Optional.of(Failures.refusedLogin(peer, stage, text + " said: ", reply, settings.softBounce()));
        }
    }

    /** A non-empty challenge where the mechanism expects an empty one. */
    private static final class UnaskedException extends IOException {
        private static final long serialVersionUID = 1L;

        private final String mechanism;

        UnaskedException(String mechanism, String challenge) {
            super(challenge);
            this.mechanism = mechanism;
        }
    }

    private static String challenge(SmtpReply reply) {
        String text = reply.toString();
        return text.length() > 4 ? text.substring(4) : "";
    }
}
