/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.resource.ResourceException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.postchaise.api.Attempt;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.Envelope;
import org.postchaise.api.MailStatus.RecipientStatus;
import org.postchaise.api.MailStatus.State;
import org.postchaise.api.MessageSource;
import org.postchaise.api.Recipient;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.api.SubmissionOptions;
import org.postchaise.engine.log.DeliveryLog;
import org.postchaise.engine.retry.RetrySchedule;

class CourierDeliveryTest {
    private static final RetrySchedule POSTFIX =
            new RetrySchedule(Duration.ofMinutes(5), Duration.ofSeconds(4000), Duration.ofDays(5), Duration.ofDays(5));
    private static final MessageSource CONTENT = MessageSource.of(new byte[0]);

    private final List<Envelope> sent = new ArrayList<>();
    private final List<Optional<Duration>> limits = new ArrayList<>();

    @Test
    void deliveredMailIsFinished() {
        AttemptResult result = attempt(Outcomes.mail("a@example.com"), Duration.ZERO, Outcomes::delivered);

        assertThat(result.mail().finished()).isTrue();
        assertThat(result.next()).isEmpty();
        assertThat(result.log())
                .containsExactly("ID1: to=<a@example.com>, relay=mx.example.com[192.0.2.1]:25, delay=0, delays=0/0/0/0,"
                        + " dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 1)");
    }

    @Test
    void deferredMailIsTriedAgainAfterTheMinimalBackoffTime() {
        AttemptResult result = attempt(Outcomes.mail("a@example.com"), Duration.ofSeconds(20), Outcomes::deferred);

        assertThat(result.next()).contains(Outcomes.NOON.plusSeconds(320));
        assertThat(result.log().get(0))
                .contains("delay=20, delays=20/0/0/0, dsn=4.3.0, status=deferred (451 4.3.0 later)");
    }

    @Test
    void onlyOpenRecipientsAreDeliveredTo() {
        QueuedMail mail = Outcomes.mail("a@example.com", "b@example.com");
        AttemptResult first = attempt(
                mail,
                Duration.ZERO,
                recipient -> recipient.address().startsWith("a")
                        ? Outcomes.delivered(recipient)
                        : Outcomes.deferred(recipient));
        attempt(first.mail(), Duration.ofMinutes(5), Outcomes::delivered);

        assertThat(sent.get(1).recipients()).extracting(Recipient::address).containsExactly("b@example.com");
        assertThat(limits.get(1)).contains(CourierDelivery.TIME_LIMIT);
    }

    @Test
    void aMailInDoubtThatIsSentAgainIsToldAsPerhapsTwice() throws Exception {
        QueuedMail doubtful = afterDoubt();
        AttemptResult second = attempt(doubtful, Duration.ofMinutes(5), Outcomes::delivered);

        RecipientStatus status = second.mail().recipients().get(0);
        assertThat(status.perhapsTwice()).isTrue();
        assertThat(status.earlierDoubt())
                .isEqualTo(Outcomes.inDoubt(status.recipient()).text());
        assertThat(second.log().get(0)).contains("earlier session: " + status.earlierDoubt());
    }

    @Test
    void aMailInDoubtIsNeverBouncedWithoutThatWord() throws Exception {
        String doubt = Outcomes.inDoubt(Recipient.of("a@example.com")).text();
        String notice = "an earlier attempt may have delivered the message, too: ";
        AttemptResult rejected = attempt(afterDoubt(), Duration.ofMinutes(5), Outcomes::rejected);
        assertThat(said(rejected)).contains(notice).contains(doubt);
        AttemptResult deferred = attempt(afterDoubt(), Duration.ofMinutes(5), Outcomes::deferred);
        AttemptResult expired = attempt(read(deferred.mail()), Duration.ofDays(5), Outcomes::deferred);
        assertThat(said(expired)).contains(notice).contains(doubt);
    }

    /** In doubt since the first attempt, and read back from the queue. */
    private QueuedMail afterDoubt() throws Exception {
        return read(attempt(Outcomes.mail("a@example.com"), Duration.ZERO, Outcomes::inDoubt)
                .mail());
    }

    private static QueuedMail read(QueuedMail mail) throws Exception {
        return QueuedMailCodec.decode(QueuedMailCodec.encode(mail));
    }

    private static String said(AttemptResult result) throws Exception {
        try (InputStream in = result.notices().get(0).message().open()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("\\s+", " ");
        }
    }

    @Test
    void mailWhoseTurnDoesNotComeGoesBackForAShortWhileAndThatIsNoAttempt() {
        AttemptResult result = attempt(Outcomes.mail("a@example.com"), Duration.ofSeconds(20), Outcomes::busy);

        assertThat(result.next()).contains(Outcomes.NOON.plusSeconds(25));
        assertThat(result.log()).isEmpty();
        assertThat(result.mail().attempts()).isZero();
        assertThat(result.mail().recipients().get(0).state()).isEqualTo(State.QUEUED);
        assertThat(attempt(result.mail(), Duration.ZERO, Outcomes::busy).next()).contains(Outcomes.NOON.plusSeconds(1));
        assertThat(attempt(result.mail(), Duration.ofHours(9), Outcomes::busy).next())
                .contains(Outcomes.NOON.plus(Duration.ofHours(9)).plusSeconds(60));
    }

    @Test
    void recipientsThatWaitForTheirTurnDoNotTakeDeferredOnesAlong() {
        AttemptResult first = attempt(
                Outcomes.mail("a@example.com", "b@example.net", "c@example.org"),
                Duration.ZERO,
                recipient -> switch (recipient.address().charAt(0)) {
                    case 'a' -> Outcomes.busy(recipient);
                    case 'b' -> Outcomes.deferred(recipient);
                    default -> Outcomes.delivered(recipient);
                });
        assertThat(first.next()).contains(Outcomes.NOON.plusSeconds(1));
        assertThat(first.log()).hasSize(2);
        assertThat(first.mail().attempts()).isEqualTo(1);

        AttemptResult second = attempt(first.mail(), Duration.ofSeconds(1), Outcomes::delivered);
        assertThat(sent.get(1).recipients()).extracting(Recipient::address).containsExactly("a@example.com");
        assertThat(second.next()).contains(Outcomes.NOON.plusSeconds(300));

        AttemptResult third = attempt(second.mail(), Duration.ofMinutes(5), Outcomes::delivered);
        assertThat(sent.get(2).recipients()).extracting(Recipient::address).containsExactly("b@example.net");
        assertThat(third.mail().finished()).isTrue();
    }

    @Test
    void mailThatIsTooOldExpiresAlsoWhereItsTurnNeverCame() {
        AttemptResult result = attempt(Outcomes.mail("a@example.com"), Duration.ofDays(5), Outcomes::busy);

        assertThat(result.mail().recipients().get(0).text())
                .isEqualTo("message expired, unable to deliver for 5d: waiting for its turn");
    }

    @Test
    void aDaysJumpOfTheClockAndBackBouncesNothingAndKeepsRetries() {
        for (int i = 0; i < 50; i++) {
            QueuedMail mail = attempt(
                            Outcomes.mail("a" + i + "@example.com"), Duration.ofSeconds(i), Outcomes::deferred)
                    .mail();
            AttemptResult ahead = attempt(mail, Duration.ofDays(1).plusSeconds(300), Outcomes::deferred);
            AttemptResult back = attempt(ahead.mail(), Duration.ofMinutes(10), Outcomes::deferred);
            AttemptResult early = attempt(back.mail(), Duration.ofMinutes(-10), Outcomes::deferred);

            assertThat(ahead.notices()).isEmpty();
            assertThat(back.next()).contains(Outcomes.NOON.plusSeconds(1200));
            assertThat(early.next()).contains(Outcomes.NOON.plusSeconds(-300));
            assertThat(attempt(early.mail(), Duration.ofMinutes(15), Outcomes::delivered)
                            .mail()
                            .finished())
                    .isTrue();
        }
    }

    @Test
    void rejectedMailIsNotTriedAgain() {
        AttemptResult result = attempt(Outcomes.mail("a@example.com"), Duration.ZERO, Outcomes::rejected);

        assertThat(result.next()).isEmpty();
        assertThat(result.log().get(0)).contains("dsn=5.1.1, status=bounced (550 5.1.1 no such user)");
    }

    @Test
    void mailThatIsTooOldExpires() {
        AttemptResult result = attempt(Outcomes.mail("a@example.com"), Duration.ofDays(5), Outcomes::inDoubt);

        assertThat(result.next()).isEmpty();
        assertThat(result.mail().recipients().get(0).state()).isEqualTo(State.FAILED);
        assertThat(result.mail().recipients().get(0).text())
                .isEqualTo("message expired, unable to deliver for 5d: lost connection");
        assertThat(result.log())
                .last()
                .asString()
                .isEqualTo("ID1: from=<shop@example.com>, status=expired, returned to sender");
    }

    @Test
    void missingAdapterDefersForAShortWhile() {
        AttemptResult result = unreachable(Duration.ZERO, POSTFIX);

        assertThat(result.next()).contains(Outcomes.NOON.plusSeconds(5));
        assertThat(result.mail().attempts()).isZero();
        assertThat(result.mail().recipients())
                .extracting(RecipientStatus::text)
                .containsExactly("mail transport unavailable: no pool", "mail transport unavailable: no pool");
        assertThat(result.log()).hasSize(2).allSatisfy(line -> assertThat(line).contains("relay=none"));
    }

    @Test
    void missingAdapterIsAskedForLessAndLessOftenAndThenExpires() {
        assertThat(unreachable(Duration.ofSeconds(60), POSTFIX).next()).contains(Outcomes.NOON.plusSeconds(120));
        assertThat(unreachable(Duration.ofHours(2), POSTFIX).next())
                .contains(Outcomes.NOON.plus(Duration.ofHours(2)).plusSeconds(300));
        assertThat(unreachable(Duration.ofDays(6), POSTFIX).mail().finished()).isTrue();
    }

    @Test
    void minimalBackoffTimeBelowTheLocalOneHolds() {
        RetrySchedule quick =
                new RetrySchedule(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofDays(5), Duration.ofDays(5));

        assertThat(unreachable(Duration.ZERO, quick).next()).contains(Outcomes.NOON.plusSeconds(1));
    }

    @Test
    void unexpectedExceptionIsTheCallersAffair() {
        assertThatThrownBy(() -> at(Duration.ZERO, POSTFIX)
                        .attempt(Outcomes.mail("a@example.com"), CONTENT, (envelope, content, options) -> {
                            throw new IllegalStateException("surprise");
                        }))
                .hasMessage("surprise");
    }

    @Test
    void theLineTellsHowTheDeliveryWentWhereTheReportDoes() {
        AttemptResult result = at(Duration.ofSeconds(3), POSTFIX)
                .attempt(
                        Outcomes.mail("a@example.com"),
                        CONTENT,
                        (envelope, content, options) -> new DeliveryReport(
                                envelope.recipients().stream()
                                        .map(Outcomes::delivered)
                                        .toList(),
                                Map.of(
                                        envelope.recipients().get(0),
                                        new Attempt(
                                                3,
                                                Duration.ofMillis(20),
                                                Duration.ofMillis(300),
                                                Duration.ofMillis(1500)))));

        assertThat(result.log().get(0))
                .contains("relay=mx.example.com[192.0.2.1]:25, conn_use=3, delay=4.8, delays=3/0.02/0.3/1.5, dsn=");
    }

    @Test
    void controlCharactersDoNotReachTheLog() {
        AttemptResult result = at(Duration.ZERO, POSTFIX)
                .attempt(Outcomes.mail("a@example.com"), CONTENT, (envelope, content, options) -> {
                    throw new ResourceException("one\r\ntwo\u001b");
                });

        assertThat(result.log().get(0))
                .isEqualTo("ID1: to=<a@example.com>, relay=none, delay=0, delays=0/0/0/0, dsn=4.3.0,"
                        + " status=deferred (mail transport unavailable: one??two?)");
    }

    @Test
    void mailIsNotTriedBeforeItsTimeAndItsAgeCountsFromThen() {
        QueuedMail mail = Outcomes.mail("a@example.com")
                .withOptions(SubmissionOptions.NONE.withHoldUntil(Outcomes.NOON.plus(Duration.ofDays(7))));
        AttemptResult early = attempt(mail, Duration.ofDays(6), Outcomes::delivered);

        assertThat(sent).isEmpty();
        assertThat(early.next()).contains(Outcomes.NOON.plus(Duration.ofDays(7)));
        assertThat(early.mail()).isEqualTo(mail);
        assertThat(attempt(mail, Duration.ofDays(7), Outcomes::deferred).next())
                .contains(Outcomes.NOON.plus(Duration.ofDays(7)).plusSeconds(300));
        assertThat(attempt(mail, Duration.ofDays(11), Outcomes::deferred).mail().finished())
                .isFalse();
        assertThat(attempt(mail, Duration.ofDays(12), Outcomes::deferred).mail().finished())
                .isTrue();
        assertThat(attempt(mail.orderExpiry(), Duration.ZERO, Outcomes::delivered)
                        .mail()
                        .finished())
                .as("an operator need not wait")
                .isTrue();
    }

    @Test
    void mailOfAClockThatIsAheadIsTriedAtOnce() {
        assertThat(attempt(Outcomes.mail("a@example.com"), Duration.ofDays(-2), Outcomes::delivered)
                        .mail()
                        .finished())
                .isTrue();
        assertThat(attempt(Outcomes.mail("a@example.com"), Duration.ofDays(-2), Outcomes::deferred)
                        .next())
                .contains(Outcomes.NOON.minus(Duration.ofDays(2)).plusSeconds(300));
    }

    @Test
    void mailIsReturnedWhenTheTimeIsOverByWhichItIsToBeDelivered() {
        Instant deadline = Outcomes.NOON.plusSeconds(400);
        QueuedMail mail = Outcomes.mail("a@example.com", "b@example.com")
                .withOptions(SubmissionOptions.NONE.withDeliverBy(deadline));
        AttemptResult first = attempt(
                mail,
                Duration.ofMinutes(5),
                recipient -> recipient.address().startsWith("a")
                        ? Outcomes.deferred(recipient)
                        : Outcomes.delivered(recipient));
        assertThat(first.next()).as("not a retry later").contains(deadline);

        AttemptResult last = attempt(first.mail(), Duration.ofSeconds(400), Outcomes::delivered);
        assertThat(sent).hasSize(1);
        assertThat(last.mail().recipients().get(0).text()).isEqualTo("delivery time expired: 451 4.3.0 later");
        assertThat(last.log()).containsExactly("ID1: from=<shop@example.com>, status=expired, returned to sender");
        assertThat(last.notices()).hasSize(1);
    }

    @Test
    void mailThatWasNeverTriedIsReturnedTooWhenItsTimeIsOver() {
        AttemptResult result = attempt(
                Outcomes.mail("a@example.com").withOptions(SubmissionOptions.NONE.withDeliverBy(Outcomes.NOON)),
                Duration.ZERO,
                Outcomes::delivered);

        assertThat(sent).isEmpty();
        assertThat(result.mail().recipients().get(0).status()).isEqualTo("4.4.7");
        assertThat(result.mail().recipients().get(0).text()).isEqualTo("delivery time expired");
        assertThat(result.log().get(0)).contains("dsn=4.4.7, status=deferred (delivery time expired)");
    }

    private AttemptResult unreachable(Duration age, RetrySchedule schedule) {
        return at(age, schedule)
                .attempt(Outcomes.mail("a@example.com", "b@example.com"), CONTENT, (envelope, content, options) -> {
                    throw new ResourceException("no pool");
                });
    }

    @Test
    void recipientsOfASuspendedDestinationAreNotTriedAndOthersOfTheMailAre() {
        AttemptResult result = attemptWithSuspended(
                Outcomes.mail("a@Example.NET", "b@example.org"), Duration.ofSeconds(20), Outcomes::delivered);

        assertThat(sent).hasSize(1);
        assertThat(sent.get(0).recipients()).extracting(Recipient::address).containsExactly("b@example.org");
        RecipientStatus rests = result.mail().recipients().get(0);
        assertThat(rests.state()).isEqualTo(State.DEFERRED);
        assertThat(rests.status()).isEqualTo("4.3.2");
        assertThat(rests.text()).isEqualTo("destination example.net is suspended by the operator");
        assertThat(result.mail().recipients().get(1).state()).isEqualTo(State.DELIVERED);
        assertThat(result.next()).contains(Outcomes.NOON.plusSeconds(320));
        assertThat(result.soon()).isFalse();
        assertThat(result.log())
                .hasSize(2)
                .contains("ID1: to=<a@Example.NET>, relay=none, delay=20, delays=20/0/0/0, dsn=4.3.2,"
                        + " status=deferred (destination example.net is suspended by the operator)");
    }

    @Test
    void mailForSuspendedDestinationsAloneIsNotSentAndThatIsNoAttempt() {
        AttemptResult result =
                attemptWithSuspended(Outcomes.mail("a@example.net"), Duration.ofMinutes(10), Outcomes::delivered);

        assertThat(sent).isEmpty();
        assertThat(result.mail().attempts()).isZero();
        assertThat(result.next()).contains(Outcomes.NOON.plusSeconds(1200));

        AttemptResult resumed = attempt(result.mail(), Duration.ofMinutes(20), Outcomes::delivered);
        assertThat(resumed.mail().finished()).isTrue();
    }

    @Test
    void mailForASuspendedDestinationExpiresAndItsSenderIsToldWhy() {
        AttemptResult result =
                attemptWithSuspended(Outcomes.mail("a@example.net"), Duration.ofDays(5), Outcomes::delivered);

        assertThat(result.mail().recipients().get(0).text())
                .isEqualTo("message expired, unable to deliver for 5d: destination example.net is suspended by the"
                        + " operator");
        assertThat(result.notices()).hasSize(1);
    }

    @Test
    void senderIsWarnedOfMailThatWaitsForASuspendedDestination() {
        AttemptResult result = new CourierDelivery(
                        POSTFIX,
                        Clock.fixed(Outcomes.NOON.plus(Duration.ofHours(5)), ZoneOffset.UTC),
                        new DeliveryLog(2),
                        Outcomes.bounces(Map.of("delay_warning_time", "4h")),
                        CourierDeliveryTest::isSuspended)
                .attempt(Outcomes.mail("a@example.net"), CONTENT, (envelope, content, options) -> {
                    throw new AssertionError("nothing is to be sent");
                });

        assertThat(result.notices()).hasSize(1);
        assertThat(result.mail().progress().delayNotice()).isPresent();
    }

    private static boolean isSuspended(Recipient recipient) {
        return recipient.domain().equalsIgnoreCase("example.net");
    }

    private AttemptResult attemptWithSuspended(
            QueuedMail mail, Duration age, Function<Recipient, RecipientOutcome> server) {
        Clock clock = Clock.fixed(Outcomes.NOON.plus(age), ZoneOffset.UTC);
        return new CourierDelivery(
                        POSTFIX,
                        clock,
                        new DeliveryLog(2),
                        Outcomes.bounces(Map.of()),
                        CourierDeliveryTest::isSuspended)
                .attempt(mail, CONTENT, (envelope, content, options) -> {
                    sent.add(envelope);
                    limits.add(options.timeLimit());
                    return new DeliveryReport(
                            envelope.recipients().stream().map(server).toList());
                });
    }

    private AttemptResult attempt(QueuedMail mail, Duration age, Function<Recipient, RecipientOutcome> server) {
        return at(age, POSTFIX).attempt(mail, CONTENT, (envelope, content, options) -> {
            sent.add(envelope);
            limits.add(options.timeLimit());
            return new DeliveryReport(envelope.recipients().stream().map(server).toList());
        });
    }

    private static CourierDelivery at(Duration age, RetrySchedule schedule) {
        Instant now = Outcomes.NOON.plus(age);
        return new CourierDelivery(
                schedule,
                Clock.fixed(now, ZoneOffset.UTC),
                new DeliveryLog(2),
                Outcomes.bounces(Map.of()),
                recipient -> false);
    }
}
