/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.session;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import org.postchaise.api.Failure;
import org.postchaise.api.Peer;
import org.postchaise.api.Stage;
import org.postchaise.engine.client.route.Candidate;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.client.route.SourceAddress;
import org.postchaise.engine.event.ClientEvent;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.log.LineLog;
import org.postchaise.engine.net.BindFailure;
import org.postchaise.engine.net.Connection;
import org.postchaise.engine.net.Connector;
import org.postchaise.engine.net.Deadline;
import org.postchaise.engine.sasl.client.Identity;
import org.postchaise.engine.sasl.client.UnavailableException;
import org.postchaise.engine.tls.client.PolicyAnswer;
import org.postchaise.engine.tls.client.TlsClient;
import org.postchaise.engine.tls.client.TlsNeed;

/**
 * The opener of sessions: looks up the TLS policy, connects, and initiates the session ({@link SessionInitiation}).
 */
public final class SessionOpener {
    private static final System.Logger LOG = LineLog.of(SessionOpener.class.getName());

    private final SessionSettings settings;
    private final Function<Candidate, Optional<SourceAddress>> sources;
    private final Connector connector;
    private final EngineListener listener;
    private final DownHosts down;
    private final Identity identity;
    private final Optional<NextHop> site;
    private final TlsClient tls;

    /**
     * Creates an opener, which opens its connections by {@code connector}.
     *
     * @param sources the source address of a connection to a candidate ({@code Router.source})
     * @param tls the TLS client
     */
    public SessionOpener(
            SessionSettings settings,
            Function<Candidate, Optional<SourceAddress>> sources,
            Connector connector,
            EngineListener listener,
            TlsClient tls) {
        this.tls = tls;
        this.settings = settings;
        this.sources = sources;
        this.connector = connector;
        this.listener = listener;
        this.down = new DownHosts(System::nanoTime);
        this.identity = Identity.ANYONE;
        this.site = Optional.empty();
    }

    private SessionOpener(SessionOpener other, EngineListener listener, Identity identity, Optional<NextHop> site) {
        this.settings = other.settings;
        this.sources = other.sources;
        this.connector = other.connector;
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
            return login(nextHop).credentials(candidate.peer()).isPresent();
        } catch (UnavailableException e) {
            return true;
        }
    }

    private Login login(NextHop nextHop) {
        return new Login(settings.sasl(), identity, site.orElse(nextHop));
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
     * Returns true if {@code session} was opened with the settings of this opener. The tables of other settings may be closed,
     * so that a session with them can't be reused.
     */
    @SuppressWarnings("ReferenceEquality") // equal settings may have other tables
    public boolean hasOpened(Session session) {
        return session.settings() == settings;
    }

    /**
     * Returns true if {@code session} is equivalent to a new session: it {@linkplain #hasOpened has the settings} of this opener,
     * the policy for its server is unchanged since the session was opened, and the session satisfies the sender's TLS requirement.
     */
    public boolean isUpToDate(Session session, TlsNeed need) {
        boolean lacks = need == TlsNeed.REQUIRED && !session.offersRequireTls();
        boolean bare = need.requiresTls() && session.secured().isEmpty();
        return hasOpened(session)
                && !lacks
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
        listener.on(new ClientEvent.Connected(peer));
        Session session = new Session(connection, peer, settings, listener, deadline, protection);
        session.acquire(deadline);
        return new SessionInitiation(
                        session, settings, tls, listener, login(nextHop), new SessionInitiation.Route(nextHop, loop))
                .run();
    }

    /** Returns true if a connection to {@code candidate} failed in the last minute. */
    public boolean isDown(Candidate candidate) {
        return down.isDown(candidate.address());
    }

    private Connection connect(Candidate candidate, Deadline deadline) throws IOException {
        Optional<SourceAddress> source = sources.apply(candidate);
        try {
            return connector.connect(candidate.address(), source.map(SourceAddress::address), deadline);
        } catch (BindFailure e) {
            LOG.log(System.Logger.Level.WARNING, e.getMessage());
            if (source.filter(one -> one.need() == SourceAddress.Need.REQUIRED).isPresent()) {
                throw e;
            }
            return connector.connect(candidate.address(), Optional.empty(), deadline);
        }
    }
}
