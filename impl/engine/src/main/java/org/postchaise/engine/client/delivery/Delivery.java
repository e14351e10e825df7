/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.Failure;
import org.postchaise.api.Peer;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.api.Stage;
import org.postchaise.engine.client.route.Candidate;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.client.route.Resolution;
import org.postchaise.engine.client.route.Router;
import org.postchaise.engine.client.session.Failures;
import org.postchaise.engine.client.session.Opening;
import org.postchaise.engine.client.session.Protection;
import org.postchaise.engine.client.session.Session;
import org.postchaise.engine.client.session.SessionOpener;
import org.postchaise.engine.client.transaction.DeliveryRequest;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.net.Deadline;
import org.postchaise.engine.tls.client.PolicyAnswer;
import org.postchaise.engine.tls.client.TlsNeed;
import org.postchaise.engine.tls.client.TlsPolicy;

/**
 * A delivery to one next hop: the loop over its hosts, until every recipient has a final outcome or no host is left.
 *
 * <p>A cached session with the next hop is tried first, then cached sessions with its most preferred hosts. If a cached session
 * turns out dead, its recipients are tried with the hosts of the next hop.
 */
final class Delivery {
    private static final EnhancedStatus TOO_SLOW = EnhancedStatus.of("4.4.7");

    private final DeliveryRequest mail;
    private final DeliveryRules rules;
    private final RecipientLedger ledger;
    private final MailTransactions transactions;
    private final Deadline deadline;

    /**
     * Creates a delivery.
     *
     * @param holding the maximum time for which the ends of contents are held back until {@link #commit}; empty for no holding
     * @param record the consumer of each final outcome, called as soon as the recipient is settled
     */
    Delivery(
            DeliveryRequest mail,
            DeliveryRules rules,
            SessionStore sessions,
            EngineListener listener,
            Deadline deadline,
            Optional<Duration> holding,
            Consumer<RecipientOutcome> record) {
        this.mail = mail;
        this.rules = rules;
        this.ledger = new RecipientLedger(mail.envelope(), rules.policy(), rules.filter()::apply, listener, record);
        this.transactions = new MailTransactions(mail, rules, sessions, listener, ledger, deadline, holding);
        this.deadline = deadline;
    }

    /** The delivery of mail that loops ({@code best_mx_transport}). */
    @FunctionalInterface
    interface Loops {
        /** Returns exactly one outcome for each recipient. */
        DeliveryReport deliver(DeliveryRequest looping);
    }

    /**
     * Runs the delivery and returns its report.
     *
     * @param loops the delivery of mail that loops; empty to return such mail
     */
    DeliveryReport run(ConnectionKey key, Router router, SessionOpener opener, Optional<Loops> loops) {
        transactions.settleLoops();
        if (!ledger.open().isEmpty()) {
            TlsNeed need = transactions.need(key.nextHop(), opener);
            Optional<Session> live = transactions.kept(key, session -> opener.isUpToDate(session, need));
            live.ifPresent(session -> transactions.run(key, key.nextHop(), session, need));
            if (!ledger.open().isEmpty()) {
                trySites(key, router, opener, live, loops);
            }
        }
        return ledger.close();
    }

    /** Sends the ends of contents that were held back, and returns the report. */
    DeliveryReport commit(Deadline until) {
        transactions.commit(until);
        return ledger.close();
    }

    /** Discards the contents whose ends were held back, so that nothing is delivered. */
    void rollback() {
        transactions.rollback();
    }

    /**
     * Returns true if the server has replied in the session; a server whose session was lost is tried again, in a new session.
     */
    private boolean answered(Optional<Session> session) {
        return session.isPresent() && ledger.postponedByReply();
    }

    private static Resolution.Candidates without(Resolution.Candidates all, Peer asked) {
        return new Resolution.Candidates(
                all.list().stream()
                        .filter(candidate -> !candidate.peer().equals(asked))
                        .toList(),
                all.position());
    }

    private void trySites(
            ConnectionKey key, Router router, SessionOpener opener, Optional<Session> live, Optional<Loops> loops) {
        for (Router.Site site : router.sites(key.nextHop())) {
            Resolution resolution = router.resolve(site.hop());
            if (resolution instanceof Resolution.Unroutable none) {
                if (none.kind() == Resolution.Kind.LOOPS_TO_SELF
                        && site.role() == Router.Role.DESTINATION
                        && loops.isPresent()) {
                    ledger.handedOver(loops.get().deliver(mail.to(ledger.open())));
                    return;
                }
                ledger.postponeOpen(site.verdict(none.failure()), transactions.withoutSession());
            } else {
                Resolution.Candidates found = (Resolution.Candidates) resolution;
                int limit = rules.sessionLimit() == 0 ? Integer.MAX_VALUE : rules.sessionLimit();
                if (answered(live)) {
                    found = without(found, live.get().peer());
                    limit--;
                }
                tryHosts(key, site, found, opener, limit);
            }
            if (ledger.open().isEmpty() || resolution.endsRoute()) {
                return;
            }
        }
    }

    private void tryHosts(
            ConnectionKey key, Router.Site site, Resolution.Candidates found, SessionOpener opener, int limit) {
        Set<Candidate> asked = new HashSet<>();
        if (rules.sessionCache().keeps(site.hop())) {
            tryKept(key, site, found, opener, limit, asked);
        }
        // a host that was down a moment ago is tried only if no other host has had a session
        List<Candidate> up = new ArrayList<>(found.list());
        up.removeAll(asked);
        List<Candidate> down = up.stream().filter(opener::isDown).toList();
        up.removeAll(down);
        int left = tryNew(key, site, found, up, opener, limit - asked.size());
        if (left == limit) {
            tryNew(key, site, found, down, opener, left);
        }
    }

    /**
     * Tries new sessions with the candidates.
     *
     * @return the number of sessions of {@code limit} that were not used
     */
    private int tryNew(
            ConnectionKey key,
            Router.Site site,
            Resolution.Candidates found,
            List<Candidate> candidates,
            SessionOpener opener,
            int limit) {
        int sessionsLeft = limit;
        for (Candidate candidate : candidates) {
            if (ledger.open().isEmpty() || sessionsLeft <= 0) {
                return sessionsLeft;
            }
            if (deadline.passed()) {
                ledger.postponeOpen(outOfTime(key.nextHop()), transactions.withoutSession());
                return sessionsLeft;
            }
            TlsNeed need = transactions.need(site.hop(), opener);
            PolicyAnswer policy = opener.policy(candidate, site.hop(), need);
            if (policy instanceof PolicyAnswer.Unavailable unavailable) {
                opener.reportingTo(transactions.heard()).passedOver(candidate, site.hop(), unavailable);
                Failure reason = Failures.tlsPolicy(unavailable);
                transactions.unmet(candidate.peer(), reason, site.verdict(reason));
                continue;
            }
            Protection protection = SessionOpener.protection(candidate, site.hop(), (PolicyAnswer.Found) policy, need);
            Host host = new Host(key, site, candidate, found.loopAt(candidate), opener);
            Contact contact = contact(host, protection);
            if (contact == Contact.TLS_FAILED && !deadline.passed()) {
                contact = contact(host, protection.inPlaintext());
            }
            sessionsLeft -= contact == Contact.TALKED ? 1 : 0;
        }
        return sessionsLeft;
    }

    /** A host to contact, with its route. */
    private record Host(
            ConnectionKey key, Router.Site site, Candidate candidate, Failure.Severity loop, SessionOpener opener) {}

    /** The result of contacting a host. */
    private enum Contact {
        /** A session was opened. */
        TALKED,
        /** No session was opened. */
        NONE,
        /** TLS failed, and plaintext is allowed instead. */
        TLS_FAILED
    }

    private Contact contact(Host host, Protection protection) {
        SessionOpener opener = host.opener()
                .reportingTo(transactions.heard())
                .loggingIn(host.key().identity(), host.site().hop());
        Opening opening = opener.open(host.candidate(), host.key().nextHop(), host.loop(), deadline, protection);
        if (opening instanceof Opening.Opened opened) {
            transactions.run(host.key(), host.site().hop(), opened.session(), protection.need());
            boolean retries = rules.fallback().applies(mail, opened.session())
                    && !ledger.open().isEmpty()
                    && ledger.postponedByLoss()
                    && !opener.mayLogIn(host.candidate(), host.key().nextHop());
            return retries ? Contact.TLS_FAILED : Contact.TALKED;
        }
        Opening.Failed failed = (Opening.Failed) opening;
        Failure verdict = host.site().verdict(failed.failure());
        if (failed.cause() == Opening.Cause.REQUIRETLS) {
            transactions.unmet(host.candidate().peer(), failed.failure(), verdict);
        } else {
            transactions.failed(host.candidate().peer(), failed.failure(), verdict);
        }
        boolean retries = !protection.isLocal()
                && rules.fallback().applies(mail, failed, protection)
                && !opener.mayLogIn(host.candidate(), host.key().nextHop());
        return retries ? Contact.TLS_FAILED : Contact.NONE;
    }

    /**
     * Tries cached sessions with the most preferred hosts that were opened for another next hop; as in Postfix they come before
     * new sessions.
     */
    private void tryKept(
            ConnectionKey key,
            Router.Site site,
            Resolution.Candidates found,
            SessionOpener opener,
            int limit,
            Set<Candidate> asked) {
        for (Candidate candidate : found.list()) {
            boolean best = found.loopAt(candidate) == Failure.Severity.PERMANENT;
            if (!best || asked.size() >= limit || ledger.open().isEmpty()) {
                return;
            }
            // a session with TLS, or that would need TLS, is only for its own next hop
            TlsNeed need = transactions.need(site.hop(), opener);
            boolean plain = opener.policy(candidate, site.hop(), need).equals(new PolicyAnswer.Found(TlsPolicy.NONE));
            Optional<Session> kept =
                    plain ? transactions.kept(key, candidate.peer(), opener::hasOpened) : Optional.empty();
            kept.ifPresent(session -> transactions.run(key, site.hop(), session, need));
            if (answered(kept)) {
                asked.add(candidate);
            }
        }
    }

    private static Failure outOfTime(NextHop nextHop) {
        // the fault is the destination's, which did not answer in time
        return new Failure(
                Failure.Scope.DESTINATION,
                Failure.Severity.TEMPORARY,
                Stage.LOCAL,
                TOO_SLOW,
                null,
                null,
                "time limit of the delivery to " + nextHop + " reached");
    }
}
