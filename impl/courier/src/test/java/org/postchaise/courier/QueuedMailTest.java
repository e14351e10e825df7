/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.IncomingNotice;
import org.postchaise.api.MailStatus;
import org.postchaise.api.MailStatus.RecipientStatus;
import org.postchaise.api.MailStatus.State;
import org.postchaise.api.Recipient;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.api.SubmissionOptions;
import org.postchaise.api.Suppressions;
import org.postchaise.engine.queue.MailState;

class QueuedMailTest {

    @Test
    void eachOutcomeGivesItsState() {
        QueuedMail mail = Outcomes.mail("a@example.com", "b@example.com", "c@example.com", "d@example.com");
        List<Recipient> to = mail.envelope().recipients();
        QueuedMail after = mail.apply(new DeliveryReport(List.of(
                Outcomes.delivered(to.get(0)),
                Outcomes.deferred(to.get(1)),
                Outcomes.rejected(to.get(2)),
                Outcomes.inDoubt(to.get(3)))));

        assertThat(after.recipients())
                .extracting(RecipientStatus::state)
                .containsExactly(State.DELIVERED, State.DEFERRED, State.FAILED, State.DEFERRED);
        assertThat(after.recipients())
                .extracting(RecipientStatus::status)
                .containsExactly("2.0.0", "4.3.0", "5.1.1", "4.4.2");
        assertThat(after.open()).containsExactly(to.get(1), to.get(3));
        assertThat(after.attempts()).isEqualTo(1);
        assertThat(after.finished()).isFalse();
    }

    @Test
    void finalRecipientsStayAsTheyAre() {
        QueuedMail mail = Outcomes.mail("a@example.com", "b@example.com");
        Recipient a = mail.envelope().recipients().get(0);
        Recipient b = mail.envelope().recipients().get(1);
        QueuedMail once = mail.apply(new DeliveryReport(List.of(Outcomes.delivered(a), Outcomes.deferred(b))));
        QueuedMail twice = once.apply(new DeliveryReport(List.of(Outcomes.rejected(a), Outcomes.delivered(b))));

        assertThat(twice.recipients()).extracting(RecipientStatus::state).containsOnly(State.DELIVERED);
        assertThat(twice.finished()).isTrue();
    }

    @Test
    void recipientThatTheReportForgotIsDeferred() {
        QueuedMail after = Outcomes.mail("a@example.com").apply(new DeliveryReport(List.of()));

        assertThat(after.recipients().get(0).state()).isEqualTo(State.DEFERRED);
        assertThat(after.recipients().get(0).text()).isEqualTo("the delivery reported no outcome");
    }

    @Test
    void expiryKeepsStatusAndReason() {
        QueuedMail mail = Outcomes.mail("a@example.com");
        QueuedMail deferred = mail.apply(new DeliveryReport(
                List.of(Outcomes.deferred(mail.envelope().recipients().get(0)))));
        RecipientStatus status = expired(deferred).recipients().get(0);

        assertThat(status.state()).isEqualTo(State.FAILED);
        assertThat(status.status()).isEqualTo("4.3.0");
        assertThat(status.text()).isEqualTo("message expired, unable to deliver for 5d: 451 4.3.0 later");
    }

    @Test
    void localDeferralIsNoAttempt() {
        QueuedMail after = Outcomes.mail("a@example.com").defer("4.3.0", "no adapter");

        assertThat(after.attempts()).isZero();
        assertThat(after.recipients().get(0))
                .extracting(RecipientStatus::state, RecipientStatus::text)
                .containsExactly(State.DEFERRED, "no adapter");
    }

    @Test
    void failureOnThisSideSettlesTheOpenRecipientsOnly() {
        QueuedMail mail = Outcomes.mail("a@example.com", "b@example.com");
        Recipient a = mail.envelope().recipients().get(0);
        QueuedMail failed =
                mail.apply(new DeliveryReport(List.of(Outcomes.delivered(a)))).fail("5.3.0", "dead letter");

        assertThat(failed.recipients())
                .extracting(RecipientStatus::state)
                .containsExactly(State.DELIVERED, State.FAILED);
        assertThat(failed.recipients().get(1).text()).isEqualTo("dead letter");
    }

    @Test
    void suppressedRecipientsHaveFailedBeforeTheMailIsQueuedAndNoneIsRefusedTwice() {
        QueuedMail mail = Outcomes.mail("a@example.com", "b@example.com").suppress(new Suppressions() {
            @Override
            public Optional<String> reason(String address) {
                return address.startsWith("a") ? Optional.of("bounced\nbefore") : Optional.empty();
            }

            @Override
            public void refused(MailStatus status, RecipientStatus recipient) {
                throw new AssertionError(recipient);
            }

            @Override
            public void returned(IncomingNotice notice, IncomingNotice.Report recipient) {
                throw new AssertionError(recipient);
            }
        });

        assertThat(mail.recipients().get(0).state()).isEqualTo(State.FAILED);
        assertThat(mail.recipients().get(0).text()).isEqualTo("address is suppressed: bounced?before");
        assertThat(mail.open()).extracting(Recipient::address).containsExactly("b@example.com");
        QueuedMail refused = mail.apply(
                new DeliveryReport(List.of(Outcomes.rejected(mail.open().get(0)))));
        assertThat(refused.refusedSince(mail))
                .extracting(status -> status.recipient().address())
                .containsExactly("b@example.com");
        assertThat(refused.refusedSince(refused)).isEmpty();
        assertThat(expired(mail).refusedSince(mail)).as("it may come back").isEmpty();
    }

    @Test
    void statesOfOtherRecipientsAreRefused() {
        QueuedMail mail = Outcomes.mail("a@example.com", "b@example.com");

        assertThatThrownBy(() -> new QueuedMail(
                        MailOrigin.of("ID"),
                        mail.envelope(),
                        "",
                        Outcomes.NOON,
                        new MailState(mail.recipients().subList(0, 1), MailState.Progress.NONE),
                        SubmissionOptions.NONE))
                .hasMessageContaining("do not match");
    }

    @Test
    void noRecipientIsLostWhateverHappens() throws PoisonMessageException {
        Random random = new Random(20260102);
        for (int run = 0; run < 300; run++) {
            String[] addresses = new String[1 + random.nextInt(12)];
            for (int i = 0; i < addresses.length; i++) {
                addresses[i] = "r" + i + "@example.com";
            }
            QueuedMail mail = Outcomes.mail(addresses);
            List<Recipient> all = mail.envelope().recipients();
            while (!mail.finished()) {
                List<RecipientStatus> before = mail.recipients();
                mail = QueuedMailCodec.decode(QueuedMailCodec.encode(step(mail, random)));

                assertThat(mail.recipients())
                        .extracting(RecipientStatus::recipient)
                        .isEqualTo(all);
                for (int i = 0; i < all.size(); i++) {
                    if (before.get(i).state().isFinal()) {
                        assertThat(mail.recipients().get(i)).isEqualTo(before.get(i));
                    }
                }
            }
            assertThat(mail.status(Optional.empty()).finished()).isTrue();
        }
    }

    private static QueuedMail expired(QueuedMail mail) {
        return mail.with(mail.state().expire(mail.times(), Outcomes.NOON.plus(Duration.ofDays(5))));
    }

    private static QueuedMail step(QueuedMail mail, Random random) {
        if (random.nextInt(10) == 0) {
            return mail.defer("4.3.0", "no connection");
        }
        if (random.nextInt(30) == 0) {
            return expired(mail);
        }
        List<RecipientOutcome> outcomes = new ArrayList<>();
        for (Recipient recipient : mail.open()) {
            switch (random.nextInt(5)) {
                case 0 -> outcomes.add(Outcomes.delivered(recipient));
                case 1 -> outcomes.add(Outcomes.deferred(recipient));
                case 2 -> outcomes.add(Outcomes.rejected(recipient));
                case 3 -> outcomes.add(Outcomes.inDoubt(recipient));
                default -> {
                    // forgotten by the report
                }
            }
        }
        return mail.apply(new DeliveryReport(outcomes));
    }
}
