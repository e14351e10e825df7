/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.DsnAction;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.Envelope;
import org.postchaise.api.Failure;
import org.postchaise.api.Failure.Scope;
import org.postchaise.api.Failure.Severity;
import org.postchaise.api.MailStatus.RecipientStatus;
import org.postchaise.api.MailStatus.State;
import org.postchaise.api.MessageSource;
import org.postchaise.api.Peer;
import org.postchaise.api.Recipient;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.api.SmtpReply;
import org.postchaise.api.Stage;
import org.postchaise.engine.bounce.Bounces;
import org.postchaise.engine.bounce.Notice;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.log.DeliveryLog;
import org.postchaise.engine.retry.RetrySchedule;

class QueueRulesTest {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final Settings SETTINGS =
            Catalog.settings(Map.of("myhostname", "mail.example.test", "delay_warning_time", "1h"));
    private static final int RUNS = 400;
    private static final int LONGEST_LIFE = 500;

    private final QueueRules rules =
            new QueueRules(RetrySchedule.from(SETTINGS), DeliveryLog.from(SETTINGS), Bounces.of(SETTINGS));

    @Test
    void aDeferredMailIsTriedAgainAfterItsBackoff() {
        NextStep step = attempt(mail("a@example.com"), NOON.plusSeconds(20), QueueRulesTest::deferred);

        assertThat(step.next()).contains(NOON.plusSeconds(320));
        assertThat(step.state().attempts()).isEqualTo(1);
        assertThat(step.soon()).isFalse();
        assertThat(step.log())
                .singleElement()
                .asString()
                .startsWith("ID: to=<a@example.com>")
                .contains("later");
    }

    @Test
    void aRecipientThatWasNotTriedTakesNoDeferredOneAlong() {
        NextStep first = attempt(
                mail("a@example.com", "b@example.com"),
                NOON,
                one -> one.address().startsWith("a") ? busy(one) : deferred(one));

        assertThat(first.next()).contains(NOON.plusSeconds(1));
        assertThat(first.soon()).isTrue();
        assertThat(first.state().due(NOON.plusSeconds(1)))
                .extracting(Recipient::address)
                .containsExactly("a@example.com");
        assertThat(first.state().due(NOON.plusSeconds(300))).hasSize(2);
    }

    @Test
    void anEarlierDoubtIsInTheLastStatusAndInItsLine() {
        NextStep first = attempt(mail("a@example.com"), NOON, QueueRulesTest::inDoubt);
        NextStep second =
                attempt(with(first.state(), "a@example.com"), NOON.plusSeconds(300), QueueRulesTest::delivered);

        assertThat(second.state().recipients().get(0).perhapsTwice()).isTrue();
        assertThat(second.log().get(0)).contains("earlier session: lost connection");
    }

    @Test
    void theDelayOfAMailIsNotifiedOnce() {
        NextStep late = attempt(mail("a@example.com"), NOON.plusSeconds(3600), QueueRulesTest::deferred);
        assertThat(late.notices()).extracting(Notice::kind).containsExactly(Notice.Kind.DELAY);
        assertThat(late.state().progress().delayNotice()).contains(NOON.plusSeconds(3600));

        NextStep later = attempt(with(late.state(), "a@example.com"), NOON.plusSeconds(9000), QueueRulesTest::deferred);
        assertThat(later.notices()).isEmpty();
    }

    @Test
    void withoutAConnectionNothingIsCounted() {
        NextStep step = rules.withoutConnection(mail("a@example.com"), "no pool", NOON, NOON);

        assertThat(step.state().attempts()).isZero();
        assertThat(step.next()).contains(NOON.plusSeconds(5));
        assertThat(step.state().recipients().get(0).text()).isEqualTo("mail transport unavailable: no pool");
    }

    @Test
    void expiryEndsAlsoTheRecipientsThatAreNotDue() {
        QueuedMessage mail = mail("a@example.com", "b@example.com");
        NextStep first = attempt(mail, NOON, one -> one.address().startsWith("a") ? busy(one) : deferred(one));
        Instant end = NOON.plus(Duration.ofDays(5));
        NextStep last =
                rules.withoutConnection(with(first.state(), "a@example.com", "b@example.com"), "no pool", end, end);

        assertThat(last.next()).isEmpty();
        assertThat(last.state().recipients()).extracting(RecipientStatus::state).containsOnly(State.FAILED);
        assertThat(last.log()).last().asString().endsWith("status=expired, returned to sender");
        assertThat(last.notices()).extracting(Notice::kind).containsExactly(Notice.Kind.FAILURE);
    }

    @Test
    void aStatusOfAnotherRecipientIsRefused() {
        MailState state = mail("a@example.com").state();
        assertThatThrownBy(() -> state.withOpen(one -> RecipientStatus.queued(Recipient.of("b@example.com"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> with(state, "b@example.com")).hasMessageContaining("do not match");
    }

    /** Each recipient gets one final state, one line and one report of it, and keeps the state. */
    @Test
    void everyRecipientEndsOnceWhateverHappens() {
        Random random = new Random(20261130);
        for (int run = 0; run < RUNS; run++) {
            String[] addresses = Stream.iterate(0, i -> i + 1)
                    .limit(1 + random.nextInt(5))
                    .map(i -> "r" + i + "@example.com")
                    .toArray(String[]::new);
            live(addresses, random);
        }
    }

    private void live(String[] addresses, Random random) {
        MailState state = mail(addresses).state();
        Instant now = NOON;
        Map<Recipient, Integer> endLines = new HashMap<>();
        int attempts = 0;
        for (int life = 0; !state.finished(); life++) {
            assertThat(life).isLessThan(LONGEST_LIFE);
            NextStep step = step(with(state, addresses), now, random);
            requireFinalOnesKept(state, step.state());
            assertThat(step.state().attempts()).isBetween(attempts, attempts + 1);
            attempts = step.state().attempts();
            countEnds(state, step, endLines);
            if (step.next().isPresent()) {
                assertThat(step.next().get()).isAfter(now);
                now = step.next().get();
            }
            state = step.state();
        }
        assertThat(endLines).hasSize(addresses.length).containsValues(1);
        assertThat(rules.withoutAttempt(with(state, addresses), now)).isPresent();
    }

    private static void countEnds(MailState before, NextStep step, Map<Recipient, Integer> ends) {
        for (int i = 0; i < before.recipients().size(); i++) {
            RecipientStatus after = step.state().recipients().get(i);
            if (after.state().isFinal() && !before.recipients().get(i).state().isFinal()) {
                ends.merge(after.recipient(), 1, Integer::sum);
            }
        }
    }

    private static void requireFinalOnesKept(MailState before, MailState after) {
        assertThat(after.recipients())
                .extracting(RecipientStatus::recipient)
                .isEqualTo(before.recipients().stream()
                        .map(RecipientStatus::recipient)
                        .toList());
        for (int i = 0; i < before.recipients().size(); i++) {
            if (before.recipients().get(i).state().isFinal()) {
                assertThat(after.recipients().get(i))
                        .isEqualTo(before.recipients().get(i));
            }
        }
    }

    private NextStep step(QueuedMessage mail, Instant now, Random random) {
        Optional<NextStep> early = rules.withoutAttempt(mail, now);
        if (early.isPresent()) {
            return early.get();
        }
        if (random.nextInt(6) == 0) {
            return rules.withoutConnection(mail, "no connection", now, now);
        }
        List<Recipient> tried = new ArrayList<>();
        List<Recipient> suspended = new ArrayList<>();
        mail.state().due(now).forEach(one -> (random.nextInt(8) == 0 ? suspended : tried).add(one));
        List<RecipientOutcome> outcomes = new ArrayList<>();
        for (Recipient recipient : tried) {
            switch (random.nextInt(8)) {
                case 0 -> outcomes.add(delivered(recipient));
                case 1 -> outcomes.add(rejected(recipient));
                case 2 -> outcomes.add(inDoubt(recipient));
                case 3 -> outcomes.add(busy(recipient));
                case 4 -> {
                    // forgotten by the report
                }
                default -> outcomes.add(deferred(recipient));
            }
        }
        return rules.afterDelivery(mail, new Attempted(now, tried, suspended), new DeliveryReport(outcomes), now);
    }

    private NextStep attempt(QueuedMessage mail, Instant now, Function<Recipient, RecipientOutcome> answer) {
        List<Recipient> due = mail.state().due(now);
        DeliveryReport report = new DeliveryReport(due.stream().map(answer).toList());
        return rules.afterDelivery(mail, new Attempted(now, due, List.of()), report, now);
    }

    private static QueuedMessage mail(String... addresses) {
        return with(MailState.untried(Stream.of(addresses).map(Recipient::of).toList()), addresses);
    }

    private static QueuedMessage with(MailState state, String... addresses) {
        Envelope envelope = Envelope.of(
                "shop@example.com", Stream.of(addresses).map(Recipient::of).toList());
        MessageSource content = MessageSource.of(new byte[] {'\n'});
        return new QueuedMessage("ID", envelope, QueueTimes.of(NOON), state, content);
    }

    private static RecipientOutcome delivered(Recipient recipient) {
        return new RecipientOutcome.Delivered(
                recipient,
                new SmtpReply(250, List.of("2.0.0 ok")),
                new Peer("mx.example", "192.0.2.1", 25),
                DsnAction.RELAYED);
    }

    private static RecipientOutcome deferred(Recipient recipient) {
        return RecipientOutcome.failed(recipient, failure(Severity.TEMPORARY, "4.3.0", "later"));
    }

    private static RecipientOutcome rejected(Recipient recipient) {
        return RecipientOutcome.failed(recipient, failure(Severity.PERMANENT, "5.1.1", "no such user"));
    }

    private static RecipientOutcome inDoubt(Recipient recipient) {
        return new RecipientOutcome.InDoubt(recipient, failure(Severity.TEMPORARY, "4.4.2", "lost connection"));
    }

    private static RecipientOutcome busy(Recipient recipient) {
        return new RecipientOutcome.NotTried(recipient, "waiting for its turn");
    }

    private static Failure failure(Severity severity, String status, String text) {
        return new Failure(Scope.RECIPIENT, severity, Stage.RCPT, EnhancedStatus.of(status), null, null, text);
    }
}
