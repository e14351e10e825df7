/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.postchaise.api.Attempt;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.Failure;
import org.postchaise.api.Peer;
import org.postchaise.api.Recipient;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.client.session.Session;
import org.postchaise.engine.client.session.SessionOpener;
import org.postchaise.engine.client.transaction.DeliveryRequest;
import org.postchaise.engine.client.transaction.HeldTransaction;
import org.postchaise.engine.client.transaction.SessionDisposition;
import org.postchaise.engine.client.transaction.TransactionResult;
import org.postchaise.engine.client.transaction.TransactionRunner;
import org.postchaise.engine.content.outgoing.ContentFacts;
import org.postchaise.engine.content.outgoing.DeliveryFlag;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.log.LineLog;
import org.postchaise.engine.net.Deadline;
import org.postchaise.engine.tls.client.TlsNeed;
import org.postchaise.engine.wire.Capabilities;

/**
 * The transactions of one delivery, one after the other: chooses kept sessions, runs transactions, records outcomes in the
 * ledger, and keeps sessions.
 */
final class MailTransactions {
    private static final System.Logger LOG = LineLog.of(MailTransactions.class.getName());
    private static final EnhancedStatus FORWARDING_LOOP = EnhancedStatus.of("5.4.6");

    private final DeliveryRequest mail;
    private final DeliveryRules rules;
    private final SessionStore sessions;
    private final EngineListener listener;
    private final RecipientLedger ledger;
    private final Deadline deadline;
    private final Optional<DialogueRecorder> recorder;
    private final Optional<Duration> holding;
    private final List<Held> waiting = new ArrayList<>();
    private final long began = System.nanoTime();
    private Optional<Boolean> withoutTls = Optional.empty();

    /**
     * Creates the transactions of a delivery.
     *
     * @param holding the maximum time for which the ends of contents are held back for a commit; empty for no holding
     */
    MailTransactions(
            DeliveryRequest mail,
            DeliveryRules rules,
            SessionStore sessions,
            EngineListener listener,
            RecipientLedger ledger,
            Deadline deadline,
            Optional<Duration> holding) {
        this.mail = mail;
        this.rules = rules;
        this.sessions = sessions;
        this.listener = listener;
        this.ledger = ledger;
        this.deadline = deadline;
        this.holding = holding;
        // as in Postfix: mail from the null sender, which may be a notice, causes no notice
        this.recorder = rules.reportsTrouble() && !mail.envelope().sender().isEmpty()
                ? Optional.of(new DialogueRecorder(listener))
                : Optional.empty();
    }

    /** Returns the listener of this delivery's sessions. */
    EngineListener heard() {
        return recorder.isPresent() ? recorder.get() : listener;
    }

    /** Returns the session kept for the next hop of {@code key}, reset for a mail, if the session satisfies {@code good}. */
    Optional<Session> kept(ConnectionKey key, Predicate<Session> good) {
        return rules.sessionCache().keeps(key.nextHop())
                ? sessions.take(key)
                        .flatMap(session -> good.test(session) ? revived(session, session.peer()) : ended(session))
                : Optional.empty();
    }

    private Optional<Session> ended(Session session) {
        session.acquire(deadline);
        session.quit();
        return Optional.empty();
    }

    /**
     * Returns a session kept with {@code peer}, reset for a mail, under the server's name in {@code peer}, if the session
     * satisfies {@code good}.
     */
    Optional<Session> kept(ConnectionKey key, Peer peer, Predicate<Session> good) {
        return sessions.take(key, peer)
                .flatMap(session -> good.test(session) ? revived(session, peer) : ended(session));
    }

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

    /**
     * Returns true if RSET is sent together with the next command: with BDAT and PIPELINING, which Postfix's client does not
     * combine, always; otherwise as {@code smtp_reset_ahead} says.
     */
    private boolean goesAhead(Session session) {
        Capabilities offered = session.capabilities();
        boolean oneFlight = rules.transactions().chunking() && offered.offers(Capabilities.CHUNKING);
        return offered.offers(Capabilities.PIPELINING)
                && (oneFlight || rules.sessionCache().resetsAhead());
    }

    /**
     * Returns the TLS requirement of the sender for {@code site}; REQUIRETLS takes precedence over the header (RFC 8689, section
     * 4.1).
     */
    TlsNeed need(NextHop site, SessionOpener opener) {
        TlsNeed required = mail.envelope().requireTls() ? opener.required(site) : TlsNeed.AS_SET;
        return required == TlsNeed.AS_SET && opener.heedsTlsRequired() && doesWithoutTls()
                ? TlsNeed.NOT_REQUIRED
                : required;
    }

    /** Returns true if the mail has {@code TLS-Required: no}; the message is read only once. */
    private boolean doesWithoutTls() {
        if (withoutTls.isEmpty()) {
            boolean says = false;
            try (InputStream message = mail.message().open()) {
                says = rules.transactions().content().inspect(message).tlsNotRequired();
            } catch (IOException | RuntimeException unreadable) {
                // the transaction reads the message again and reports the failure
            }
            if (says) {
                LOG.log(Level.INFO, "TLS-Required: no: TLS is not required for mail to {0}", ledger.open());
            }
            withoutTls = Optional.of(says);
        }
        return withoutTls.get();
    }

    /** Runs the transaction for all open recipients, on a session with {@code site}, and records the outcomes. */
    void run(ConnectionKey key, NextHop site, Session session, TlsNeed need) {
        long ready = System.nanoTime();
        boolean keep = rules.sessionCache().keeps(site) && sessions.wants(key) && session.mayBeKept();
        SessionDisposition disposition = keep ? SessionDisposition.KEEP : SessionDisposition.QUIT;
        DeliveryRequest open = (need.isRequest() ? mail : mail.withoutRequireTls()).to(ledger.open());
        RunningTransaction running = new RunningTransaction(key, session, ready);
        if (holding.isPresent()) {
            hold(running, () -> TransactionRunner.hold(session, open, rules.transactions(), disposition));
        } else {
            finish(running, () -> TransactionRunner.run(session, open, rules.transactions(), disposition));
        }
    }

    /** A transaction on a session, with its starting time. */
    private record RunningTransaction(ConnectionKey key, Session session, long ready) {}

    private record Held(RunningTransaction running, HeldTransaction transaction) {}

    private void hold(RunningTransaction running, Supplier<HeldTransaction> dialogue) {
        Optional<HeldTransaction> held = Optional.empty();
        try {
            held = Optional.of(dialogue.get());
        } finally {
            if (held.isEmpty()) {
                running.session().abort();
                running.session().release();
            }
        }
        HeldTransaction transaction = held.get();
        if (!transaction.isHeld()) {
            finish(running, transaction::commit);
            return;
        }
        running.session().hold(holding.get());
        waiting.add(new Held(running, transaction));
        Attempt attempt = attempt(running);
        for (RecipientOutcome outcome : transaction.outcomes()) {
            if (outcome instanceof RecipientOutcome.Pending pending) {
                ledger.hold(pending, attempt);
            } else {
                ledger.book(outcome, attempt);
            }
        }
    }

    /** Sends the ends of all contents that are held back, one after the other, and records the outcomes. */
    void commit(Deadline until) {
        for (Held held : takeWaiting()) {
            List<Recipient> pending = held.transaction().outcomes().stream()
                    .filter(RecipientOutcome.Pending.class::isInstance)
                    .map(RecipientOutcome::recipient)
                    .toList();
            pending.forEach(ledger::release);
            held.running().session().resume(until);
            finish(held.running(), () -> held.transaction().commit().of(pending));
        }
    }

    /** Discards all contents whose ends are held back, so that nothing is delivered. */
    void rollback() {
        for (Held held : takeWaiting()) {
            held.transaction().rollback();
            held.running().session().release();
        }
    }

    private List<Held> takeWaiting() {
        List<Held> all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }

    private void finish(RunningTransaction running, Supplier<TransactionResult> dialogue) {
        Session session = running.session();
        Optional<TransactionResult> result = Optional.empty();
        try {
            result = Optional.of(dialogue.get());
        } finally {
            if (result.isEmpty()) {
                // a bug or an error: the state of the dialogue is unknown
                session.abort();
            }
            session.release();
        }
        List<RecipientOutcome> outcomes = result.get().outcomes();
        Attempt attempt = attempt(running);
        recorder.ifPresent(on -> {
            outcomes.forEach(on::met);
            on.end(session.peer());
        });
        if (session.isOpen()) {
            session.reportTo(listener);
            session.rest();
            sessions.keep(running.key(), session);
        }
        outcomes.forEach(outcome -> ledger.book(outcome, attempt));
    }

    /**
     * Records that there was no session with {@code peer}, for a {@code reason} that concerns only this host even if permanent:
     * the next host is tried.
     */
    void unmet(Peer peer, Failure reason, Failure verdict) {
        recorder.ifPresent(on -> {
            on.met(reason);
            on.end(peer);
        });
        ledger.postponeOpen(verdict, withoutSession());
    }

    private Attempt attempt(RunningTransaction running) {
        return new Attempt(
                running.session().uses(),
                Duration.ZERO,
                Duration.ofNanos(running.ready() - began),
                Duration.ofNanos(System.nanoTime() - running.ready()));
    }

    /**
     * Records that there was no session with {@code peer} for {@code reason}; {@code verdict} is the failure of the recipients.
     */
    void failed(Peer peer, Failure reason, Failure verdict) {
        recorder.ifPresent(on -> {
            on.met(reason);
            on.end(peer);
        });
        Attempt attempt = withoutSession();
        ledger.open().forEach(recipient -> ledger.book(RecipientOutcome.failed(recipient, verdict), attempt));
    }

    /**
     * Fails recipients to which the message was delivered before, by its Delivered-To headers: such mail loops
     * ({@code flags=D}).
     */
    void settleLoops() {
        if (!mail.flags().contains(DeliveryFlag.DELIVERED_TO)) {
            return;
        }
        try (InputStream message = mail.message().open()) {
            ContentFacts facts = rules.transactions().content().inspect(message);
            ledger.open().stream()
                    .filter(recipient -> facts.wasDeliveredTo(recipient.address()))
                    .forEach(recipient -> ledger.book(
                            RecipientOutcome.failed(
                                    recipient,
                                    Failure.local(FORWARDING_LOOP, "mail forwarding loop for " + recipient.address())),
                            withoutSession()));
        } catch (IOException | RuntimeException unreadable) {
            // the transaction reads the message again and reports the failure
        }
    }

    /** Returns an attempt without a session: all the time until now was spent on finding a host. */
    Attempt withoutSession() {
        return new Attempt(1, Duration.ZERO, Duration.ofNanos(System.nanoTime() - began), Duration.ZERO);
    }
}
