/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.Envelope;
import org.postchaise.api.Failure;
import org.postchaise.api.MessageSource;
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
import org.postchaise.engine.client.transaction.TransactionResult;
import org.postchaise.engine.client.transaction.TransactionRunner;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.net.Deadline;

/**
 * One delivery to one next hop: the loop over its hosts, until every recipient has a final outcome or no host is left.
 *
 * <p>A live session is tried first. If it turns out dead nothing is lost: its recipients go on to the hosts of the next hop,
 * unless the final dot had been sent.
 */
final class Delivery {
    /** Where no limit is asked for; longer than any phase limit adds up to in practice, but finite. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private static final EnhancedStatus TOO_SLOW = EnhancedStatus.of("4.4.7");

    private final Envelope envelope;
    private final MessageSource message;
    private final SessionStore sessions;
    private final EngineListener listener;
    private final RecipientLedger ledger;
    private final Deadline deadline;

    Delivery(Envelope envelope, MessageSource message, SessionStore sessions, EngineListener listener) {
        this.envelope = envelope;
        this.message = message;
        this.sessions = sessions;
        this.listener = listener;
        this.ledger = new RecipientLedger(envelope, listener);
        this.deadline = Deadline.in(envelope.timeLimit().orElse(LONGEST));
    }

    DeliveryReport run(ConnectionKey key, Router router, SessionOpener opener) {
        Optional<Session> live = liveSession(key);
        live.ifPresent(session -> transact(key, session));
        if (!ledger.open().isEmpty()) {
            tryHosts(key, withoutAnswered(router.resolve(key.nextHop()), live), opener);
        }
        return ledger.close();
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
        if (!session.reset()) {
            return Optional.empty();
        }
        listener.reused(session.peer());
        return kept;
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

    private void tryHosts(ConnectionKey key, Resolution resolution, SessionOpener opener) {
        if (resolution instanceof Resolution.Unroutable none) {
            postponeOpen(none.failure());
            return;
        }
        List<Candidate> candidates = ((Resolution.Candidates) resolution).list();
        for (Candidate candidate : candidates) {
            if (ledger.open().isEmpty()) {
                return;
            }
            if (deadline.passed()) {
                postponeOpen(outOfTime(key.nextHop()));
                return;
            }
            Opening opening = opener.open(candidate, deadline);
            if (opening instanceof Opening.Opened opened) {
                transact(key, opened.session());
            } else {
                postponeOpen(((Opening.Failed) opening).failure());
            }
        }
    }

    private void transact(ConnectionKey key, Session session) {
        Optional<TransactionResult> result = Optional.empty();
        try {
            result = Optional.of(TransactionRunner.run(session, envelope.withRecipients(ledger.open()), message));
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

    private void postponeOpen(Failure failure) {
        ledger.open().forEach(recipient -> book(RecipientOutcome.failed(recipient, failure)));
    }

    private void book(RecipientOutcome outcome) {
        if (FailurePolicy.isFinal(outcome)) {
            ledger.settle(outcome);
        } else {
            ledger.postpone(outcome);
        }
    }

    private static Failure outOfTime(NextHop nextHop) {
        return new Failure(
                Failure.Scope.LOCAL,
                Failure.Severity.TEMPORARY,
                Stage.CONNECT,
                TOO_SLOW,
                null,
                null,
                "time limit of the delivery to " + nextHop + " reached");
    }
}
