/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.session;

import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.Failure;
import org.postchaise.api.SmtpReply;
import org.postchaise.api.Stage;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.config.Protocol;
import org.postchaise.engine.event.ClientEvent;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.tls.client.TlsClient;
import org.postchaise.engine.tls.client.TlsLevel;
import org.postchaise.engine.tls.client.TlsNeed;
import org.postchaise.engine.wire.Capabilities;
import org.postchaise.engine.wire.Command;
import org.postchaise.engine.wire.CommandEncoder;
import org.postchaise.engine.wire.UnsafeArgumentException;

/**
 * The initiation of a session, before the first mail (RFC 5321, sections 3.1 and 3.2): greeting, EHLO, HELO or LHLO,
 * STARTTLS and AUTH. As in Postfix an EHLO reply of 421 ends the session, any other refusal of EHLO falls back to HELO;
 * a server that refuses the session is sent QUIT.
 */
final class SessionInitiation {
    private static final EnhancedStatus LOOP = EnhancedStatus.of("5.4.6");
    private static final EnhancedStatus NOT_MET = EnhancedStatus.of("5.7.10");
    private static final EnhancedStatus NOT_SUPPORTED = EnhancedStatus.of("5.7.30");
    private static final int SMTP_PORT = 25;
    private static final int CLOSING = 421;

    private final Session session;
    private final SessionSettings settings;
    private final HelloRules rules;
    private final TlsClient tls;
    private final EngineListener listener;
    private final Login login;
    private final Route route;
    private Stage stage = Stage.GREETING;
    private boolean extended;

    /**
     * The way to the server, for the report of a mail loop.
     *
     * @param nextHop the next hop that the server was found for
     * @param loop the severity of a loop, if the server calls itself by this system's name
     */
    record Route(NextHop nextHop, Failure.Severity loop) {}

    /**
     * Creates the initiation of {@code session}, which is connected.
     *
     * @param settings the settings of the session
     * @param tls the TLS client
     * @param listener the listener of failed handshakes
     * @param login the login with the credentials for the server
     * @param route the way to the server
     */
    SessionInitiation(
            Session session,
            SessionSettings settings,
            TlsClient tls,
            EngineListener listener,
            Login login,
            Route route) {
        this.session = session;
        this.settings = settings;
        this.rules = settings.hello();
        this.tls = tls;
        this.listener = listener;
        this.login = login;
        this.route = route;
    }

    /** Runs the dialogue up to the state in which MAIL FROM may be sent; ends the session if that fails. */
    Opening run() {
        try {
            if (tls.startsAtOnce() && session.protection().policy().level() != TlsLevel.NONE) {
                return tls.isUsable() ? secure() : unusable();
            }
            return awaitGreeting();
        } catch (LocalDataException e) {
            session.quit();
            return new Opening.Failed(Failures.connection(session.peer(), stage, e));
        } catch (IOException e) {
            session.abort();
            return new Opening.Failed(
                    Failures.connection(session.peer(), stage, e),
                    session.secured().isPresent() ? Opening.Cause.TLS : Opening.Cause.OTHER);
        }
    }

    private Opening awaitGreeting() throws IOException {
        stage = Stage.GREETING;
        SmtpReply greeting = session.receive(stage);
        if (!greeting.positive()) {
            return refused(greeting);
        }
        Set<String> workarounds =
                HelloRules.isMasked(greeting) ? rules.pix().of(session.peer().address()) : Set.of();
        session.delaysFinalDot(workarounds.contains("DELAY_DOTCRLF"));
        extended = settings.protocol() == Protocol.LMTP || rules.beginsWithEhlo(greeting, workarounds);
        return sayHello();
    }

    private Opening sayHello() throws IOException {
        return settings.protocol() == Protocol.LMTP ? lhlo() : hello();
    }

    private Opening lhlo() throws IOException {
        SmtpReply reply = say(new Command.Lhlo(rules.clientName()), Stage.LHLO);
        return reply.positive() ? accept(reply) : refused(reply);
    }

    private Opening hello() throws IOException {
        if (extended) {
            SmtpReply reply = say(new Command.Ehlo(rules.clientName()), Stage.EHLO);
            if (reply.positive()) {
                return accept(reply);
            }
            if (reply.code() == CLOSING) {
                return refused(reply);
            }
        }
        SmtpReply reply = say(new Command.Helo(rules.clientName()), Stage.HELO);
        return reply.positive() ? secureAndLogIn() : refused(reply);
    }

    private Opening accept(SmtpReply reply) throws IOException {
        if (settings.protocol() == Protocol.SMTP && session.peer().port() == SMTP_PORT && rules.isOwnHost(reply)) {
            session.quit();
            return new Opening.Failed(loop());
        }
        Set<String> discarded =
                new HashSet<>(rules.discarded().of(session.peer().address()));
        session.offers(Capabilities.of(reply).without(discarded));
        return secureAndLogIn();
    }

    /** Logs in, after the last EHLO. */
    private Opening logIn() throws IOException {
        // as in Postfix AUTH belongs to the stage of EHLO, also after a refused STARTTLS
        stage = settings.protocol() == Protocol.LMTP ? Stage.LHLO : Stage.EHLO;
        Optional<Failure> failure = login.run(session, stage);
        if (failure.isPresent()) {
            session.quit();
            return new Opening.Failed(failure.get(), Opening.Cause.LOGIN);
        }
        return new Opening.Opened(session);
    }

    /** Continues with the session if its TLS requirements are met; else starts TLS if the server offers STARTTLS. */
    private Opening secureAndLogIn() throws IOException {
        TlsLevel level = session.protection().policy().level();
        boolean offered = session.capabilities().offers(Capabilities.STARTTLS);
        if (session.secured().isPresent()) {
            return logInOverTls();
        }
        if (level == TlsLevel.MAY
                && session.protection().isLocal()
                && !session.protection().requiresTls()) {
            // as in Postfix: nobody can eavesdrop on a unix-domain socket
            return logIn();
        }
        if (level == TlsLevel.NONE) {
            if (offered) {
                tls.offeredInVain(session.peer().host());
            }
            return logIn();
        }
        if (offered && tls.isUsable()) {
            return startTls();
        }
        if (!session.protection().requiresTls() && !offered) {
            if (session.protection().policy().domainPolicy().tested().isPresent()) {
                session.lacksTls(tls);
            }
            return logIn();
        }
        if (offered) {
            return unusable();
        }
        return tlsNotOffered();
    }

    private Opening logInOverTls() throws IOException {
        boolean lacks = session.protection().need() == TlsNeed.REQUIRED && !session.offersRequireTls();
        return lacks
                ? unmet(
                        NOT_SUPPORTED,
                        "no server was found that supports REQUIRETLS. The last attempted server was "
                                + session.peer().nameAndAddress())
                : logIn();
    }

    private Opening tlsNotOffered() {
        session.lacksTls(tls);
        if (session.protection().need().requiresTls()) {
            return unmet(
                    NOT_SUPPORTED,
                    "TLS service was not offered by host " + session.peer().nameAndAddress());
        }
        session.quit();
        return new Opening.Failed(Failures.tlsNotOffered(session.peer(), stage));
    }

    /** Ends a session whose server does not satisfy the sender's REQUIRETLS (RFC 8689, section 4.2.1). */
    private Opening unmet(EnhancedStatus status, String what) {
        session.quit();
        return new Opening.Failed(Failures.requireTls(session.peer(), stage, status, what), Opening.Cause.REQUIRETLS);
    }

    /**
     * Ends the session because this side's certificates or keys can't be read: such a mistake must not remove the protection that
     * the policy wants.
     */
    private Opening unusable() {
        session.quit();
        return new Opening.Failed(Failures.tlsUnavailable(session.peer(), stage));
    }

    private Opening startTls() throws IOException {
        SmtpReply reply = say(new Command.StartTls(), Stage.STARTTLS);
        if (reply.positive()) {
            return secure();
        }
        session.lacksTls(tls);
        if (!session.protection().requiresTls()) {
            return logIn();
        }
        if (session.protection().need().requiresTls()) {
            return unmet(
                    NOT_MET,
                    "host " + session.peer().nameAndAddress() + " refused to start TLS: "
                            + String.join(" ", reply.lines()));
        }
        session.quit();
        return new Opening.Failed(Failures.tlsRefused(session.peer(), reply));
    }

    private Opening secure() throws IOException {
        stage = Stage.STARTTLS;
        boolean accepted;
        try {
            accepted = session.startTls(tls);
        } catch (IOException e) {
            session.abort();
            listener.on(new ClientEvent.TlsFailed(session.peer(), String.valueOf(e.getMessage())));
            return new Opening.Failed(Failures.tlsHandshake(session.peer()), Opening.Cause.TLS);
        }
        if (!accepted) {
            session.turnAway();
            return session.protection().need() == TlsNeed.REQUIRED
                    ? unmet(
                            NOT_MET,
                            "no matching server certificate was found. The last attempted server was "
                                    + session.peer().nameAndAddress())
                    : new Opening.Failed(Failures.tlsUnverified(session.peer()));
        }
        return tls.startsAtOnce() ? awaitGreeting() : sayHello();
    }

    private SmtpReply say(Command command, Stage next) throws IOException {
        stage = next;
        try {
            session.send(CommandEncoder.encode(command), stage);
        } catch (UnsafeArgumentException e) {
            throw new IllegalStateException("client name was checked when the settings were made", e);
        }
        session.flush(stage);
        return session.receive(stage);
    }

    private Opening refused(SmtpReply reply) {
        session.quit();
        return new Opening.Failed(
                Failures.refusedToTalk(session.peer(), stage, reply, stage == Stage.GREETING && rules.skipRefusal()));
    }

    private Failure loop() {
        return new Failure(
                Failure.Scope.DESTINATION,
                route.loop(),
                stage,
                LOOP.withCategory(route.loop() == Failure.Severity.PERMANENT ? 5 : 4),
                null,
                session.peer(),
                "mail for " + route.nextHop() + " loops back to myself");
    }
}
