/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postchaise.api.Attempt;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.Failure;
import org.postchaise.api.Peer;
import org.postchaise.api.Recipient;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.api.Stage;
import org.postchaise.engine.client.route.Candidate;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.client.route.Resolution;
import org.postchaise.engine.client.route.Router;
import org.postchaise.engine.client.session.Opening;
import org.postchaise.engine.client.session.Session;
import org.postchaise.engine.client.session.SessionOpener;
import org.postchaise.engine.client.transaction.Afterwards;
import org.postchaise.engine.client.transaction.Mail;
import org.postchaise.engine.client.transaction.TransactionResult;
import org.postchaise.engine.client.transaction.TransactionRunner;
import org.postchaise.engine.content.ContentFacts;
import org.postchaise.engine.content.DeliveryFlag;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.net.Deadline;
import org.postchaise.engine.wire.Capabilities;

/**
 * One delivery to one next hop: the loop over its hosts, until every recipient has a final outcome or no host is left.
 *
 * <p>A live session with the next hop is tried first, then those with its best hosts. If it turns out dead nothing is lost: its recipients go on to the hosts of the next hop,
 * unless the final dot had been sent.
 */
final class Delivery {
    private static final EnhancedStatus TOO_SLOW = EnhancedStatus.of("4.4.7");
    private static final EnhancedStatus FORWARDING_LOOP = EnhancedStatus.of("5.4.6");

    private final Mail mail;
    private final DeliveryRules rules;
    private final SessionStore sessions;
    private final EngineListener listener;
    private final RecipientLedger ledger;
    private final Deadline deadline;
    private final Optional<DialogueRecorder> recorder;
    private final Map<Recipient, Attempt> attempts = new HashMap<>();
    private final long began = System.nanoTime();

    Delivery(Mail mail, DeliveryRules rules, SessionStore sessions, EngineListener listener, Deadline deadline) {
        this.mail = mail;
        this.rules = rules;
        this.sessions = sessions;
        this.listener = listener;
        this.ledger = new RecipientLedger(mail.envelope(), rules.filter()::apply, listener);
        this.deadline = deadline;
        // as in Postfix: what may be a notice itself causes none
        this.recorder = rules.reportsTrouble() && !mail.envelope().sender().isEmpty()
                ? Optional.of(new DialogueRecorder(listener))
                : Optional.empty();
    }

    /** What delivers mail that loops ({@code best_mx_transport}). */
    @FunctionalInterface
    interface Loops {
        /** Exactly one outcome for each recipient. */
        DeliveryReport deliver(Mail looping);
    }

    /** @param loops empty where such mail is returned */
    DeliveryReport run(ConnectionKey key, Router router, SessionOpener opener, Optional<Loops> loops) {
        settleLoops();
        if (!ledger.open().isEmpty()) {
            Optional<Session> live = rules.keeping().keeps(key.nextHop())
                    ? sessions.take(key).flatMap(session -> revived(session, session.peer()))
                    : Optional.empty();
            live.ifPresent(session -> transact(key, key.nextHop(), session));
            if (!ledger.open().isEmpty()) {
                trySites(key, router, opener, live, loops);
            }
        }
        return new DeliveryReport(ledger.close().outcomes(), attempts);
    }

    /** Who hears of a session of this delivery. */
    private EngineListener heard() {
        return recorder.isPresent() ? recorder.get() : listener;
    }

    /** A message that says it was delivered to a recipient already comes back to where it was ({@code flags=D}). */
    private void settleLoops() {
        if (!mail.flags().contains(DeliveryFlag.DELIVERED_TO)) {
            return;
        }
        try (InputStream message = mail.message().open()) {
            ContentFacts facts = rules.transactions().content().inspect(message);
            ledger.open().stream()
                    .filter(recipient -> facts.wasDeliveredTo(recipient.address()))
                    .forEach(recipient -> book(
                            RecipientOutcome.failed(
                                    recipient,
                                    Failure.local(FORWARDING_LOOP, "mail forwarding loop for " + recipient.address())),
                            withoutSession()));
        } catch (IOException | RuntimeException unreadable) {
            // the transaction reads it again, and says what is wrong with it
        }
    }

    /** A session that was kept, if it is good for another mail; the server's name may be another one now. */
    private Optional<Session> revived(Session session, Peer name) {
        session.acquire(deadline);
        session.reportTo(heard());
        if (!session.reusable()) {
            session.quit();
            return Optional.empty();
        }
        return (goesAhead(session) ? session.reuseAhead(name) : session.reuse(name))
                ? Optional.of(session)
                : Optional.empty();
    }

    /** Where a mail is one flight with its content there is nothing of Postfix's to follow; elsewhere the settings say so. */
    private boolean goesAhead(Session session) {
        Capabilities offered = session.capabilities();
        boolean oneFlight = rules.transactions().chunking() && offered.offers(Capabilities.CHUNKING);
        return offered.offers(Capabilities.PIPELINING)
                && (oneFlight || rules.keeping().resetsAhead());
    }

    /** Whether the server has answered on the session; one whose session was lost is asked again, on a new one. */
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
                    DeliveryReport report = loops.get().deliver(mail.to(ledger.open()));
                    ledger.handedOver(report);
                    attempts.putAll(report.attempts());
                    return;
                }
                postponeOpen(site.verdict(none.failure()));
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
        if (rules.keeping().keeps(site.hop())) {
            tryKept(key, site, found, limit, asked);
        }
        // a host that was down a moment ago would only be waited for, as long as another one talks
        List<Candidate> up = new ArrayList<>(found.list());
        up.removeAll(asked);
        List<Candidate> down = up.stream().filter(opener::isDown).toList();
        up.removeAll(down);
        int left = tryNew(key, site, found, up, opener, limit - asked.size());
        if (left == limit) {
            tryNew(key, site, found, down, opener, left);
        }
    }

    /** Returns how many sessions of {@code limit} were not used. */
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
                postponeOpen(outOfTime(key.nextHop()));
                return sessionsLeft;
            }
            Opening opening =
                    opener.reportingTo(heard()).open(candidate, key.nextHop(), found.loopAt(candidate), deadline);
            if (opening instanceof Opening.Opened opened) {
                sessionsLeft--;
                transact(key, site.hop(), opened.session());
            } else {
                Failure reason = ((Opening.Failed) opening).failure();
                recorder.ifPresent(on -> {
                    on.met(reason);
                    on.end(candidate.peer());
                });
                Failure failure = site.verdict(reason);
                Attempt attempt = withoutSession();
                ledger.open().forEach(recipient -> book(RecipientOutcome.failed(recipient, failure), attempt));
            }
        }
        return sessionsLeft;
    }

    /** As in Postfix, sessions with the best hosts that were opened for another next hop come before new ones. */
    private void tryKept(
            ConnectionKey key, Router.Site site, Resolution.Candidates found, int limit, Set<Candidate> asked) {
        for (Candidate candidate : found.list()) {
            boolean best = found.loopAt(candidate) == Failure.Severity.PERMANENT;
            if (!best || asked.size() >= limit || ledger.open().isEmpty()) {
                return;
            }
            Optional<Session> kept =
                    sessions.take(key, candidate.peer()).flatMap(session -> revived(session, candidate.peer()));
            kept.ifPresent(session -> transact(key, site.hop(), session));
            if (answered(kept)) {
                asked.add(candidate);
            }
        }
    }

    private void transact(ConnectionKey key, NextHop site, Session session) {
        long ready = System.nanoTime();
        boolean keep = rules.keeping().keeps(site) && sessions.wants(key);
        Optional<TransactionResult> result = Optional.empty();
        try {
            result = Optional.of(TransactionRunner.run(
                    session, mail.to(ledger.open()), rules.transactions(), keep ? Afterwards.KEEP : Afterwards.QUIT));
        } finally {
            if (result.isEmpty()) {
                // a bug or an error: no one knows what state the dialogue is in
                session.abort();
            }
            session.release();
        }
        List<RecipientOutcome> outcomes = result.get().outcomes();
        Attempt attempt = new Attempt(
                session.uses(),
                Duration.ZERO,
                Duration.ofNanos(ready - began),
                Duration.ofNanos(System.nanoTime() - ready));
        recorder.ifPresent(on -> {
            outcomes.forEach(on::met);
            on.end(session.peer());
        });
        if (session.isOpen()) {
            session.reportTo(listener);
            session.rest();
            sessions.keep(key, session);
        }
        outcomes.forEach(outcome -> book(outcome, attempt));
    }

    /** So far there was no session, or none that was of use: all the time went into finding one. */
    private Attempt withoutSession() {
        return new Attempt(1, Duration.ZERO, Duration.ofNanos(System.nanoTime() - began), Duration.ZERO);
    }

    /** As things stand; the next site may do better, also where this failure is a permanent one. */
    private void postponeOpen(Failure failure) {
        Attempt attempt = withoutSession();
        ledger.open().forEach(recipient -> {
            attempts.put(recipient, attempt);
            ledger.postpone(softened(RecipientOutcome.failed(recipient, failure)));
        });
    }

    private RecipientOutcome softened(RecipientOutcome hard) {
        RecipientOutcome outcome = rules.policy().soften(hard);
        if (outcome != hard) {
            listener.softened(hard);
        }
        return outcome;
    }

    private void book(RecipientOutcome hard, Attempt attempt) {
        attempts.put(hard.recipient(), attempt);
        RecipientOutcome outcome = softened(hard);
        if (FailurePolicy.isFinal(outcome)) {
            ledger.settle(outcome);
        } else {
            ledger.postpone(outcome);
        }
    }

    private static Failure outOfTime(NextHop nextHop) {
        // the destination's doing: it did not answer in time
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
