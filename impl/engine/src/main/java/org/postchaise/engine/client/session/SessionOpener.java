/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.session;

import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.Failure;
import org.postchaise.api.Peer;
import org.postchaise.api.SmtpReply;
import org.postchaise.api.Stage;
import org.postchaise.engine.client.route.Candidate;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.client.route.SourceAddress;
import org.postchaise.engine.config.Protocol;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.log.LineLog;
import org.postchaise.engine.net.BindFailure;
import org.postchaise.engine.net.Connection;
import org.postchaise.engine.net.Deadline;
import org.postchaise.engine.net.OpenConnections;
import org.postchaise.engine.sasl.client.Identity;
import org.postchaise.engine.sasl.client.UnavailableException;
import org.postchaise.engine.tls.client.PolicyAnswer;
import org.postchaise.engine.tls.client.TlsClient;
import org.postchaise.engine.tls.client.TlsLevel;
import org.postchaise.engine.tls.client.TlsNeed;
import org.postchaise.engine.wire.Capabilities;
import org.postchaise.engine.wire.Command;
import org.postchaise.engine.wire.CommandEncoder;
import org.postchaise.engine.wire.UnsafeArgumentException;

/**
 * The opener of sessions: connects, reads the greeting, and sends EHLO, HELO or LHLO, STARTTLS and AUTH. As in Postfix an EHLO reply of
 * 421 ends the session, any other refusal of EHLO falls back to HELO; a server that refuses the session is sent QUIT.
 */
public final class SessionOpener {
    private static final System.Logger LOG = LineLog.of(SessionOpener.class.getName());
    private static final EnhancedStatus LOOP = EnhancedStatus.of("5.4.6");
    private static final EnhancedStatus NOT_MET = EnhancedStatus.of("5.7.10");
    private static final EnhancedStatus NOT_SUPPORTED = EnhancedStatus.of("5.7.30");
    private static final int SMTP_PORT = 25;
    private static final int CLOSING = 421;

    private final SessionSettings settings;
    private final Function<Candidate, Optional<SourceAddress>> sources;
    private final OpenConnections connections;
    private final EngineListener listener;
    private final DownHosts down;
    private final Identity identity;
    private final Optional<NextHop> site;
    private final TlsClient tls;

    /**
     * Creates an opener, which registers its connections in {@code connections}.
     *
     * @param sources the source address of a connection to a candidate ({@code Router.source})
     * @param tls the TLS client
     */
    public SessionOpener(
            SessionSettings settings,
            Function<Candidate, Optional<SourceAddress>> sources,
            OpenConnections connections,
            EngineListener listener,
            TlsClient tls) {
        this.tls = tls;
        this.settings = settings;
        this.sources = sources;
        this.connections = connections;
        this.listener = listener;
        this.down = new DownHosts(System::nanoTime);
        this.identity = Identity.ANYONE;
        this.site = Optional.empty();
    }

    private SessionOpener(SessionOpener other, EngineListener listener, Identity identity, Optional<NextHop> site) {
        this.settings = other.settings;
        this.sources = other.sources;
        this.connections = other.connections;
        this.down = other.down;
        this.tls = other.tls;
        this.listener = listener;
        this.identity = identity;
        this.site = site;
    }

    /** Returns an opener like this whose sessions report to {@code other}. */
    public SessionOpener reportingTo(EngineListener other) {
        return other == listener ? this : new SessionOpener(this, other, identity, site);
    }

    /**
     * Returns an opener like this whose sessions log in as {@code other}.
     *
     * @param to the next hop or fallback relay whose credentials are used
     */
    public SessionOpener loggingIn(Identity other, NextHop to) {
        return new SessionOpener(this, listener, other, Optional.of(to));
    }

    /**
     * Returns true if a session with {@code candidate} may log in; as in Postfix there is no plaintext retry then after TLS failed. A
     * failed lookup of credentials counts as true.
     */
    public boolean mayLogIn(Candidate candidate, NextHop nextHop) {
        try {
            return new Login(settings.sasl(), identity, site.orElse(nextHop))
                    .credentials(candidate.peer())
                    .isPresent();
        } catch (UnavailableException e) {
            return true;
        }
    }

    /**
     * Returns true if a session for one sender must not be reused for another sender ({@code smtp_sender_dependent_authentication}).
     */
    public boolean keepsSendersApart() {
        return settings.sasl().bySender();
    }

    /**
     * Returns the TLS policy for {@code candidate}. May look up DNS records and tables; a failed lookup never permits plaintext.
     *
     * @param site the next hop that the candidate was found for
     * @param need the TLS requirement of the mail's sender
     */
    public PolicyAnswer policy(Candidate candidate, NextHop site, TlsNeed need) {
        return tls.policy(Protection.target(candidate, site), need);
    }

    /** Returns the TLS policy for {@code candidate} for a mail whose sender has no TLS requirement. */
    public PolicyAnswer policy(Candidate candidate, NextHop site) {
        return policy(candidate, site, TlsNeed.AS_SET);
    }

    /** Returns the TLS requirement of a mail with REQUIRETLS to {@code site}, as far as the settings enforce REQUIRETLS. */
    public TlsNeed required(NextHop site) {
        return tls.required(Protection.name(site).orElse(settings.hello().clientName()));
    }

    /** Returns true if the header {@code TLS-Required: no} of a mail can have an effect ({@code tls_required_enable}). */
    public boolean heedsTlsRequired() {
        return tls.heedsTlsRequired();
    }

    /** Reports that {@code candidate} was skipped because no TLS policy can be determined. */
    public void passedOver(Candidate candidate, NextHop site, PolicyAnswer.Unavailable answer) {
        tls.passedOver(Protection.target(candidate, site), candidate.peer(), answer, listener);
    }

    /** Returns the TLS requirements of a session with {@code candidate}, by a policy found for the candidate. */
    public static Protection protection(Candidate candidate, NextHop site, PolicyAnswer.Found found, TlsNeed need) {
        return new Protection(Protection.target(candidate, site), found.policy(), need);
    }

    /**
     * Returns the policy for a trial of opportunistic TLS with {@code candidate} ({@code smtp_tls_security_level = may}), for a
     * diagnosis.
     */
    public PolicyAnswer trial(Candidate candidate, NextHop site) {
        return tls.trial(Protection.target(candidate, site));
    }

    /**
     * Returns true if {@code session} is equivalent to a new session: the policy for its server is unchanged since the session was
     * opened, and the session satisfies the sender's TLS requirement.
     */
    public boolean isUpToDate(Session session, TlsNeed need) {
        boolean lacks = need == TlsNeed.REQUIRED && !session.offersRequireTls();
        boolean bare = need.requiresTls() && session.secured().isEmpty();
        return !lacks
                && !bare
                && tls.policy(session.protection().target(), need)
                        .equals(new PolicyAnswer.Found(session.protection().policy()));
    }

    /**
     * Returns a session with {@code candidate}, acquired by the caller until {@code deadline}, or the failure.
     *
     * @param nextHop the next hop that the candidate was found for
     * @param loop the severity of a loop, if the host calls itself by this system's name ({@code Resolution.Candidates.loopAt})
     * @param protection the TLS requirements
     */
    public Opening open(
            Candidate candidate, NextHop nextHop, Failure.Severity loop, Deadline deadline, Protection protection) {
        Peer peer = candidate.peer();
        Connection connection;
        try {
            connection = connect(
                    candidate, Deadline.in(settings.limits().of(Stage.CONNECT)).orEarlier(deadline));
            down.answered(candidate.address());
        } catch (IOException e) {
            if (!(e instanceof BindFailure)) {
                down.failed(candidate.address());
            }
            return new Opening.Failed(Failures.connect(peer, e));
        }
        listener.connected(peer);
        Session session = new Session(connection, peer, settings, listener, deadline, protection);
        session.acquire(deadline);
        return new Introduction(session, nextHop, loop).run();
    }

    /** Closes the tables of credentials. */
    public void close() {
        settings.sasl().close();
    }

    /** Returns true if a connection to {@code candidate} failed in the last minute. */
    public boolean isDown(Candidate candidate) {
        return down.isDown(candidate.address());
    }

    private Connection connect(Candidate candidate, Deadline deadline) throws IOException {
        Optional<SourceAddress> source = sources.apply(candidate);
        try {
            return Connection.open(candidate.address(), source.map(SourceAddress::address), deadline, connections);
        } catch (BindFailure e) {
            LOG.log(System.Logger.Level.WARNING, e.getMessage());
            if (source.filter(one -> one.need() == SourceAddress.Need.REQUIRED).isPresent()) {
                throw e;
            }
            return Connection.open(candidate.address(), Optional.empty(), deadline, connections);
        }
    }

    /** The dialogue before the first mail: greeting, EHLO, HELO or LHLO, STARTTLS and AUTH. */
    private final class Introduction {
        private final Session session;
        private final NextHop nextHop;
        private final Failure.Severity loop;
        private final HelloRules rules = settings.hello();
        private Stage stage = Stage.GREETING;
        private boolean extended;

        Introduction(Session session, NextHop nextHop, Failure.Severity loop) {
            this.session = session;
            this.nextHop = nextHop;
            this.loop = loop;
        }

        Opening run() {
            try {
                if (tls.startsAtOnce() && session.protection().policy().level() != TlsLevel.NONE) {
                    return tls.isUsable() ? secure() : unusable();
                }
                return greeted();
            } catch (LocalDataException e) {
                session.quit();
                return new Opening.Failed(Failures.connection(session.peer(), stage, e));
            } catch (IOException e) {
                session.abort();
                return new Opening.Failed(
                        Failures.connection(session.peer(), stage, e),
                        session.secured().isPresent() ? Opening.Trouble.TLS : Opening.Trouble.OTHER);
            }
        }

        private Opening greeted() throws IOException {
            stage = Stage.GREETING;
            SmtpReply greeting = session.receive(stage);
            if (!greeting.positive()) {
                return refused(greeting);
            }
            Set<String> workarounds = HelloRules.isMasked(greeting)
                    ? rules.pix().of(session.peer().address())
                    : Set.of();
            session.delaysFinalDot(workarounds.contains("DELAY_DOTCRLF"));
            extended = settings.protocol() == Protocol.LMTP || rules.beginsWithEhlo(greeting, workarounds);
            return introduce();
        }

        private Opening introduce() throws IOException {
            return settings.protocol() == Protocol.LMTP ? lhlo() : hello();
        }

        private Opening lhlo() throws IOException {
            SmtpReply reply = say(new Command.Lhlo(rules.clientName()), Stage.LHLO);
            return reply.positive() ? introduced(reply) : refused(reply);
        }

        private Opening hello() throws IOException {
            if (extended) {
                SmtpReply reply = say(new Command.Ehlo(rules.clientName()), Stage.EHLO);
                if (reply.positive()) {
                    return introduced(reply);
                }
                if (reply.code() == CLOSING) {
                    return refused(reply);
                }
            }
            SmtpReply reply = say(new Command.Helo(rules.clientName()), Stage.HELO);
            return reply.positive() ? protectedSession() : refused(reply);
        }

        private Opening introduced(SmtpReply reply) throws IOException {
            if (settings.protocol() == Protocol.SMTP && session.peer().port() == SMTP_PORT && rules.isOwnHost(reply)) {
                session.quit();
                return new Opening.Failed(loop());
            }
            Set<String> discarded =
                    new HashSet<>(rules.discarded().of(session.peer().address()));
            session.introduced(Capabilities.of(reply).without(discarded));
            return protectedSession();
        }

        /** Logs in, after the last EHLO. */
        private Opening loggedIn() throws IOException {
            // as in Postfix AUTH belongs to the stage of EHLO, also after a refused STARTTLS
            stage = settings.protocol() == Protocol.LMTP ? Stage.LHLO : Stage.EHLO;
            Optional<Failure> failure = new Login(settings.sasl(), identity, site.orElse(nextHop)).run(session, stage);
            if (failure.isPresent()) {
                session.quit();
                return new Opening.Failed(failure.get(), Opening.Trouble.LOGIN);
            }
            return new Opening.Opened(session);
        }

        /** Continues with the session if its TLS requirements are met; else starts TLS if the server offers STARTTLS. */
        private Opening protectedSession() throws IOException {
            TlsLevel level = session.protection().policy().level();
            boolean offered = session.capabilities().offers(Capabilities.STARTTLS);
            if (session.secured().isPresent()) {
                boolean lacks = session.protection().need() == TlsNeed.REQUIRED && !session.offersRequireTls();
                return lacks
                        ? unmet(
                                NOT_SUPPORTED,
                                "no server was found that supports REQUIRETLS. The last attempted server was "
                                        + session.peer().nameAndAddress())
                        : loggedIn();
            }
            if (level == TlsLevel.MAY
                    && session.protection().isLocal()
                    && !session.protection().requiresTls()) {
                // as in Postfix: nobody can eavesdrop on a unix-domain socket
                return loggedIn();
            }
            if (level == TlsLevel.NONE) {
                if (offered) {
                    tls.offeredInVain(session.peer().host());
                }
                return loggedIn();
            }
            if (offered && tls.isUsable()) {
                return startTls();
            }
            if (!session.protection().requiresTls() && !offered) {
                if (session.protection().policy().promise().rehearsed().isPresent()) {
                    session.lacksTls(tls);
                }
                return loggedIn();
            }
            if (offered) {
                return unusable();
            }
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
            return new Opening.Failed(
                    Failures.requireTls(session.peer(), stage, status, what), Opening.Trouble.REQUIRETLS);
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
                return loggedIn();
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
                listener.handshakeFailed(session.peer(), String.valueOf(e.getMessage()));
                return new Opening.Failed(Failures.tlsHandshake(session.peer()), Opening.Trouble.TLS);
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
            return tls.startsAtOnce() ? greeted() : introduce();
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
            return new Opening.Failed(Failures.refusedToTalk(
                    session.peer(), stage, reply, stage == Stage.GREETING && rules.skipRefusal()));
        }

        private Failure loop() {
            return new Failure(
                    Failure.Scope.DESTINATION,
                    loop,
                    stage,
                    LOOP.withCategory(loop == Failure.Severity.PERMANENT ? 5 : 4),
                    null,
                    session.peer(),
                    "mail for " + nextHop + " loops back to myself");
        }
    }
}
