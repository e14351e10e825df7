/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
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
 * <p>A live session is tried first. If it turns out dead nothing is lost: its recipients go on to the hosts of the next hop,
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

    Delivery(Mail mail, DeliveryRules rules, SessionStore sessions, EngineListener listener, Deadline deadline) {
        this.mail = mail;
        this.rules = rules;
        this.sessions = sessions;
        this.listener = listener;
        this.ledger = new RecipientLedger(mail.envelope(), rules.filter()::apply, listener);
        this.deadline = deadline;
    }

    DeliveryReport run(ConnectionKey key, Router router, SessionOpener opener) {
        settleLoops();
        if (ledger.open().isEmpty()) {
            return ledger.close();
        }
        Optional<Session> live = liveSession(key);
        live.ifPresent(session -> transact(key, session));
        if (!ledger.open().isEmpty()) {
            trySites(key, router, opener, live);
        }
        return ledger.close();
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
                    .forEach(recipient -> book(RecipientOutcome.failed(
                            recipient, local(FORWARDING_LOOP, "mail forwarding loop for " + recipient.address()))));
        } catch (IOException | RuntimeException unreadable) {
            // the transaction reads it again, and says what is wrong with it
        }
    }

    private Optional<Session> liveSession(ConnectionKey key) {
        Optional<Session> kept = sessions.take(key);
        if (kept.isEmpty()) {
            return kept;
        }
        Session session = kept.get();
        session.acquire(deadline);
        if (!session.reusable()) {
            session.quit();
            return Optional.empty();
        }
        return (goesAhead(session) ? session.reuseAhead() : session.reuse()) ? kept : Optional.empty();
    }

    /** Whether a mail is one flight, with its content: there is nothing of Postfix's to follow then. */
    private boolean goesAhead(Session session) {
        return rules.transactions().chunking()
                && session.capabilities().offers(Capabilities.CHUNKING)
                && session.capabilities().offers(Capabilities.PIPELINING);
    }

    /** A host that has answered on the live session is not asked the same again; one whose session was lost is. */
    private Resolution withoutAnswered(Resolution resolution, Optional<Session> live) {
        if (live.isEmpty() || !ledger.postponedByReply() || !(resolution instanceof Resolution.Candidates all)) {
            return resolution;
        }
        Peer answered = live.get().peer();
        return new Resolution.Candidates(all.list().stream()
                .filter(candidate -> !candidate.peer().equals(answered))
                .toList());
    }

    private void trySites(ConnectionKey key, Router router, SessionOpener opener, Optional<Session> live) {
        for (Router.Site site : router.sites(key.nextHop())) {
            Resolution resolution = withoutAnswered(router.resolve(site.hop()), live);
            if (resolution instanceof Resolution.Unroutable none) {
                postponeOpen(site.verdict(none.failure()));
            } else {
                tryHosts(key, site, (Resolution.Candidates) resolution, opener);
            }
            if (ledger.open().isEmpty() || resolution.endsRoute()) {
                return;
            }
        }
    }

    private void tryHosts(ConnectionKey key, Router.Site site, Resolution.Candidates found, SessionOpener opener) {
        int sessionsLeft = rules.sessionLimit() == 0 ? Integer.MAX_VALUE : rules.sessionLimit();
        for (Candidate candidate : found.list()) {
            if (ledger.open().isEmpty() || sessionsLeft == 0) {
                return;
            }
            if (deadline.passed()) {
                postponeOpen(outOfTime(key.nextHop()));
                return;
            }
            boolean best = candidate.trail().preference()
                    == found.list().get(0).trail().preference();
            Opening opening = opener.open(
                    candidate, key.nextHop(), best ? Failure.Severity.PERMANENT : Failure.Severity.TEMPORARY, deadline);
            if (opening instanceof Opening.Opened opened) {
                sessionsLeft--;
                transact(key, opened.session());
            } else {
                Failure failure = site.verdict(((Opening.Failed) opening).failure());
                ledger.open().forEach(recipient -> book(RecipientOutcome.failed(recipient, failure)));
            }
        }
    }

    private void transact(ConnectionKey key, Session session) {
        Optional<TransactionResult> result = Optional.empty();
        try {
            result = Optional.of(TransactionRunner.run(
                    session,
                    mail.to(ledger.open()),
                    rules.transactions(),
                    sessions.wants(key) ? Afterwards.KEEP : Afterwards.QUIT));
        } finally {
            if (result.isEmpty()) {
                // a bug or an error: no one knows what state the dialogue is in
                session.abort();
            }
            session.release();
        }
        if (session.isOpen()) {
            sessions.keep(key, session);
        }
        result.get().outcomes().forEach(this::book);
    }

    /** As things stand; the next site may do better, also where this failure is a permanent one. */
    private void postponeOpen(Failure failure) {
        ledger.open().forEach(recipient -> ledger.postpone(softened(RecipientOutcome.failed(recipient, failure))));
    }

    private RecipientOutcome softened(RecipientOutcome hard) {
        RecipientOutcome outcome = rules.policy().soften(hard);
        if (outcome != hard) {
            listener.softened(hard);
        }
        return outcome;
    }

    private void book(RecipientOutcome hard) {
        RecipientOutcome outcome = softened(hard);
        if (FailurePolicy.isFinal(outcome)) {
            ledger.settle(outcome);
        } else {
            ledger.postpone(outcome);
        }
    }

    private static Failure outOfTime(NextHop nextHop) {
        return local(TOO_SLOW, "time limit of the delivery to " + nextHop + " reached");
    }

    private static Failure local(EnhancedStatus status, String text) {
        return new Failure(
                Failure.Scope.LOCAL,
                status.category() == 5 ? Failure.Severity.PERMANENT : Failure.Severity.TEMPORARY,
                Stage.LOCAL,
                status,
                null,
                null,
                text);
    }
}
