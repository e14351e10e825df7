/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postchaise.api.Failure;
import org.postchaise.api.SmtpReply;
import org.postchaise.api.Stage;
import org.postchaise.engine.client.delivery.RouteReport.Contact;
import org.postchaise.engine.client.delivery.RouteReport.Login;
import org.postchaise.engine.client.delivery.RouteReport.Tls;
import org.postchaise.engine.client.route.Candidate;
import org.postchaise.engine.client.route.Router;
import org.postchaise.engine.client.session.Failures;
import org.postchaise.engine.client.session.Opening;
import org.postchaise.engine.client.session.Protection;
import org.postchaise.engine.client.session.Session;
import org.postchaise.engine.client.session.SessionOpener;
import org.postchaise.engine.event.ClientEvent;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.event.Event;
import org.postchaise.engine.event.ServerCertificates;
import org.postchaise.engine.event.TlsSummary;
import org.postchaise.engine.net.Deadline;
import org.postchaise.engine.sasl.client.Identity;
import org.postchaise.engine.tls.client.PolicyAnswer;
import org.postchaise.engine.tls.client.TlsClient;
import org.postchaise.engine.tls.client.TlsLevel;
import org.postchaise.engine.tls.client.TlsNeed;
import org.postchaise.engine.tls.sts.StsDiagnosis;
import org.postchaise.engine.wire.Capabilities;

/**
 * The probe of a host: opens a session as a delivery would, with TLS and AUTH, and ends the session. If the settings want no
 * TLS and the host offers STARTTLS, a second session shows the result of TLS.
 *
 * @param site the next hop that the hosts were found for
 * @param identity the identity to log in as
 * @param sts the MTA-STS diagnosis of a host
 * @param limit the time limit of each dialogue
 */
record HostProbe(Router.Site site, SessionOpener opener, TlsClient tls, Identity identity, Sts sts, Duration limit) {

    /** The MTA-STS diagnosis of a host with its certificates; empty where the next hop is not a mail domain. */
    @FunctionalInterface
    interface Sts {
        Optional<StsDiagnosis> apply(Candidate candidate, List<X509Certificate> chain);
    }

    Contact meet(Candidate candidate, Failure.Severity loop) {
        PolicyAnswer answer = opener.policy(candidate, site.hop());
        if (answer instanceof PolicyAnswer.Unavailable unavailable) {
            return new Contact(
                    Duration.ZERO,
                    new RouteReport.Said(List.of(), Optional.empty(), Optional.empty()),
                    Optional.empty(),
                    new Login(Login.State.NOT_TRIED, ""),
                    Optional.of(site.verdict(Failures.tlsPolicy(unavailable))));
        }
        Protection protection =
                SessionOpener.protection(candidate, site.hop(), (PolicyAnswer.Found) answer, TlsNeed.AS_SET);
        Ear ear = new Ear();
        long began = System.nanoTime();
        Opening opening = opener.reportingTo(ear)
                .loggingIn(identity, site.hop())
                .open(candidate, site.hop(), loop, Deadline.in(limit), protection);
        Duration time = Duration.ofNanos(System.nanoTime() - began);
        Optional<Failure> failure;
        Login login;
        if (opening instanceof Opening.Opened opened) {
            login = ear.login(state(opened.session()));
            failure = login.state() == Login.State.NOT_OFFERED
                    ? Optional.of(Failures.loginNotOffered(candidate.peer(), Stage.EHLO))
                    : Optional.empty();
            end(opened.session());
        } else {
            Opening.Failed failed = (Opening.Failed) opening;
            login = ear.login(failed.cause() == Opening.Cause.LOGIN ? Login.State.FAILED : Login.State.NOT_TRIED);
            failure = Optional.of(failed.failure());
        }
        Tls seen = tls(candidate, protection, ear);
        return new Contact(time, ear.said(), Optional.of(seen), login, failure.map(site::verdict));
    }

    private Login.State state(Session session) {
        if (session.isLoggedIn()) {
            return Login.State.TAKEN;
        }
        return identity.signOn().isPresent() ? Login.State.NOT_OFFERED : Login.State.NOT_TRIED;
    }

    private static void end(Session session) {
        session.quit();
        session.release();
    }

    private Tls tls(Candidate candidate, Protection protection, Ear heard) {
        TlsLevel level = protection.policy().level();
        Ear ear = heard;
        Protection shown = protection;
        boolean offered =
                heard.plain.filter(one -> one.offers(Capabilities.STARTTLS)).isPresent();
        // a second login could be held against the account
        if (level == TlsLevel.NONE
                && offered
                && tls.isUsable()
                && !opener.mayLogIn(candidate, site.hop())
                && opener.trial(candidate, site.hop()) instanceof PolicyAnswer.Found found) {
            ear = new Ear();
            shown = SessionOpener.protection(candidate, site.hop(), found, TlsNeed.AS_SET);
            Opening opening = opener.reportingTo(ear)
                    .open(candidate, site.hop(), Failure.Severity.TEMPORARY, Deadline.in(limit), shown);
            if (opening instanceof Opening.Opened opened) {
                end(opened.session());
            }
            heard.secured = ear.secured;
        }
        List<X509Certificate> chain =
                ear.handshake.map(handshake -> handshake.certificates().chain()).orElse(List.of());
        return new Tls(
                level,
                ear.handshake,
                ear.broken,
                ear.handshake.isEmpty()
                        ? Optional.empty()
                        : Optional.of(tls.diagnose(shown.target(), shown.policy(), chain)),
                sts.apply(candidate, chain),
                protection.policy().domainPolicy().lacksPolicy());
    }

    /** A listener that records the replies and the TLS result of one session. */
    private static final class Ear implements EngineListener {
        private final List<SmtpReply> replies = new ArrayList<>();
        private Optional<Capabilities> plain = Optional.empty();
        private Optional<Capabilities> secured = Optional.empty();
        private Optional<RouteReport.Handshake> handshake = Optional.empty();
        private Optional<String> broken = Optional.empty();
        private Optional<TlsSummary> agreed = Optional.empty();
        private String command = "";
        private String mechanism = "";

        @Override
        public void on(Event event) {
            if (event instanceof ClientEvent own) {
                on(own);
            }
        }

        private void on(ClientEvent event) {
            switch (event.kind()) {
                case COMMAND_SENT -> sent(((ClientEvent.CommandSent) event).line());
                case REPLY_RECEIVED -> received(((ClientEvent.ReplyReceived) event).reply());
                case TLS_ESTABLISHED -> agreed = Optional.of(((ClientEvent.TlsEstablished) event).summary());
                case CERTIFICATES_PRESENTED -> identified(((ClientEvent.CertificatesPresented) event).certificates());
                case TLS_FAILED -> broken = Optional.of(((ClientEvent.TlsFailed) event).reason());
                case CONNECTED,
                        DISCONNECTED,
                        SESSION_REUSED,
                        TLS_OUTCOME_KNOWN,
                        PROTOCOL_ERROR,
                        SOFT_BOUNCED,
                        RECIPIENT_SETTLED -> {}
            }
        }

        private void sent(String line) {
            String[] words = line.split(" ", 3);
            command = words[0].toUpperCase(Locale.ROOT);
            if (command.equals("AUTH") && words.length > 1) {
                mechanism = words[1];
            }
        }

        private void received(SmtpReply reply) {
            replies.add(reply);
            if (reply.positive() && (command.equals("EHLO") || command.equals("LHLO"))) {
                if (agreed.isPresent()) {
                    secured = Optional.of(Capabilities.of(reply));
                } else {
                    plain = Optional.of(Capabilities.of(reply));
                }
            }
        }

        private void identified(ServerCertificates certificates) {
            handshake = agreed.map(summary -> new RouteReport.Handshake(summary, certificates));
        }

        Login login(Login.State state) {
            return new Login(state, mechanism);
        }

        RouteReport.Said said() {
            return new RouteReport.Said(replies, plain, secured);
        }
    }
}
