/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import jakarta.resource.ResourceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.Envelope;
import org.postchaise.api.MailStatus.RecipientStatus;
import org.postchaise.api.MessageSource;
import org.postchaise.api.Recipient;
import org.postchaise.api.Recipient.Notify;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.engine.bounce.Notice;
import org.postchaise.engine.log.DeliveryLog;
import org.postchaise.engine.retry.RetrySchedule;

/** Who is told what of an attempt. */
class CourierNoticesTest {
    private static final RetrySchedule SCHEDULE =
            new RetrySchedule(Duration.ofMinutes(5), Duration.ofSeconds(4000), Duration.ofDays(5), Duration.ofDays(2));
    private static final Map<String, String> WARNS = Map.of("delay_warning_time", "4h", "confirm_delay_cleared", "yes");
    private static final Map<String, String> COPIES = Map.of("notify_classes", "bounce, 2bounce, delay");
    private static final String MESSAGE = "From: shop@example.com\r\nSubject: Your order\r\n\r\nhas left\r\n";

    @Test
    void aRejectedRecipientIsToldToTheSenderWithTheReplyAndTheMail() throws Exception {
        AttemptResult result = attempt(
                Outcomes.mail("a@x.test", "b@x.test"),
                Duration.ZERO,
                Map.of(),
                recipient -> recipient.address().startsWith("a")
                        ? Outcomes.rejected(recipient)
                        : Outcomes.delivered(recipient));

        Notice notice = only(result);
        assertThat(notice.description()).isEqualTo("sender non-delivery notification");
        assertThat(notice.envelope().sender()).isEmpty();
        assertThat(notice.envelope().recipients())
                .extracting(Recipient::address)
                .containsExactly("shop@example.com");
        assertThat(text(notice))
                .contains(
                        "Final-Recipient: rfc822; a@x.test",
                        "Diagnostic-Code: smtp; 550 5.1.1 no such user",
                        "Remote-MTA: dns; mx.example.com",
                        "X-Postfix-Queue-ID: ID1",
                        "has left")
                .doesNotContain("b@x.test");
    }

    @Test
    void eachRecipientsEndIsToldOnce() throws Exception {
        AttemptResult first = attempt(
                Outcomes.mail("a@x.test", "b@x.test"),
                Duration.ZERO,
                Map.of(),
                recipient -> recipient.address().startsWith("a")
                        ? Outcomes.rejected(recipient)
                        : Outcomes.deferred(recipient));
        assertThat(text(only(first))).contains("a@x.test").doesNotContain("b@x.test");

        AttemptResult second = attempt(first.mail(), Duration.ofDays(5), Map.of(), Outcomes::deferred);
        assertThat(text(only(second)))
                .contains("Final-Recipient: rfc822; b@x.test", "Action: failed", "Status: 4.3.0")
                .contains("Diagnostic-Code: smtp; 451 4.3.0 later")
                .doesNotContain("a@x.test");
    }

    @Test
    void aDelayIsToldOnceAndItsEndWhereThatIsWanted() throws Exception {
        AttemptResult early = attempt(Outcomes.mail("a@x.test"), Duration.ofMinutes(239), WARNS, Outcomes::deferred);
        assertThat(early.notices()).isEmpty();

        AttemptResult late = attempt(early.mail(), Duration.ofHours(4), WARNS, Outcomes::deferred);
        assertThat(only(late).description()).isEqualTo("sender delay notification");
        assertThat(text(only(late))).contains("Action: delayed", "Will-Retry-Until:");
        QueuedMail kept = QueuedMailCodec.decode(QueuedMailCodec.encode(late.mail()));

        AttemptResult later = attempt(kept, Duration.ofHours(5), WARNS, Outcomes::deferred);
        assertThat(later.notices()).isEmpty();

        Notice end = only(attempt(later.mail(), Duration.ofHours(6), WARNS, Outcomes::delivered));
        assertThat(end.description()).isEqualTo("sender delivery status notification");
        assertThat(attempt(early.mail(), Duration.ofHours(6), WARNS, Outcomes::delivered)
                        .notices())
                .isEmpty();
    }

    @Test
    void whoWaitsForItsTurnIsToldToBeLateWithTheReasonOfItsLastAttempt() throws Exception {
        AttemptResult tried = attempt(Outcomes.mail("a@x.test", "b@y.test"), Duration.ZERO, WARNS, Outcomes::deferred);
        AttemptResult late = attempt(
                tried.mail(),
                Duration.ofHours(4),
                WARNS,
                recipient ->
                        recipient.address().startsWith("a") ? Outcomes.busy(recipient) : Outcomes.deferred(recipient));

        assertThat(text(only(late)))
                .contains("<a@x.test>: 451 4.3.0 later", "<b@y.test>: 451 4.3.0 later")
                .contains("Diagnostic-Code: X-Postfix; 451 4.3.0 later", "Diagnostic-Code: smtp; 451 4.3.0 later");
    }

    @Test
    void whatTheSenderAskedForIsTold() throws Exception {
        List<Recipient> recipients = List.of(
                new Recipient("never@x.test", Set.of(Notify.NEVER), ""),
                new Recipient("success@x.test", Set.of(Notify.SUCCESS), ""),
                new Recipient("failure@x.test", Set.of(Notify.FAILURE), ""));
        QueuedMail mail = QueuedMail.submit("ID1", Envelope.of("shop@example.com", recipients), "", Outcomes.NOON);

        assertThat(text(only(attempt(mail, Duration.ZERO, WARNS, Outcomes::delivered))))
                .contains("Action: relayed", "success@x.test")
                .doesNotContain("never@", "failure@");
        assertThat(text(only(attempt(mail, Duration.ZERO, WARNS, Outcomes::rejected))))
                .contains("Action: failed", "failure@x.test")
                .doesNotContain("never@", "success@");
        assertThat(attempt(mail, Duration.ofHours(5), WARNS, Outcomes::deferred).notices())
                .isEmpty();
    }

    @Test
    void aNoticeThatFailsGoesToThePostmasterWhoWantsItAndToNobodyElse() {
        QueuedMail notice = QueuedMail.submit("ID2", Envelope.of("", "shop@example.com"), "", Outcomes.NOON);
        assertThat(attempt(notice, Duration.ZERO, Map.of(), Outcomes::rejected).notices())
                .isEmpty();

        AttemptResult copied = attempt(notice, Duration.ofDays(2), COPIES, Outcomes::deferred);
        assertThat(only(copied).envelope().sender()).isEqualTo("double-bounce@mail.example.test");
        QueuedMail copy = QueuedMail.submit("ID3", only(copied).envelope(), "", Outcomes.NOON);
        assertThat(attempt(copy, Duration.ZERO, COPIES, Outcomes::rejected).notices())
                .isEmpty();
    }

    @Test
    void thePostmasterGetsCopiesOfDelaysAndFailures() {
        Map<String, String> settings = Map.of("notify_classes", "bounce, delay", "delay_warning_time", "1h");
        AttemptResult late = attempt(Outcomes.mail("a@x.test"), Duration.ofHours(1), settings, Outcomes::deferred);
        AttemptResult failed = attempt(Outcomes.mail("a@x.test"), Duration.ZERO, settings, Outcomes::rejected);

        assertThat(late.notices())
                .extracting(Notice::description)
                .containsExactly("sender delay notification", "postmaster delay notification");
        assertThat(failed.notices())
                .extracting(Notice::description)
                .containsExactly("sender non-delivery notification", "postmaster non-delivery notification");
    }

    @Test
    void aMailThatAnOperatorGivesUpIsNotTriedAndReturnsWithItsLastReply() throws Exception {
        AttemptResult tried = attempt(
                Outcomes.mail("a@x.test", "b@x.test"),
                Duration.ZERO,
                Map.of(),
                recipient -> recipient.address().startsWith("a")
                        ? Outcomes.deferred(recipient)
                        : Outcomes.delivered(recipient));
        AttemptResult result = attempt(tried.mail().orderExpiry(), Duration.ofMinutes(1), Map.of(), recipient -> {
            throw new AssertionError("tried");
        });

        assertThat(result.next()).isEmpty();
        assertThat(result.log())
                .containsExactly("ID1: from=<shop@example.com>, status=force-expired, returned to sender");
        assertThat(result.mail().recipients().get(0).text())
                .isEqualTo("message is administratively expired: 451 4.3.0 later");
        assertThat(text(only(result)))
                .contains("<a@x.test>: 451 4.3.0 later", "Action: failed", "Status: 4.3.0")
                .doesNotContain("b@x.test", "administratively");
    }

    @Test
    void aMailThatWasNeverTriedIsGivenUpWithAStatusThatSaysWhy() throws Exception {
        AttemptResult result = attempt(Outcomes.mail("a@x.test").orderExpiry(), Duration.ZERO, Map.of(), recipient -> {
            throw new AssertionError("tried");
        });

        assertThat(result.log())
                .containsExactly(
                        "ID1: to=<a@x.test>, relay=none, delay=0, delays=0/0/0/0, dsn=4.7.0, status=deferred (message is"
                                + " administratively expired)",
                        "ID1: from=<shop@example.com>, status=force-expired, returned to sender");
        assertThat(result.mail().recipients())
                .extracting(RecipientStatus::status, RecipientStatus::text)
                .containsExactly(tuple("4.7.0", "message is administratively expired"));
        assertThat(text(only(result)))
                .contains("Status: 4.7.0", "Diagnostic-Code: X-Postfix; message is administratively expired");
    }

    @Test
    void aMailThatExpiresWhileThereIsNoAdapterReturnsToo() throws Exception {
        AttemptResult result = at(Duration.ofDays(5), Map.of())
                .attempt(Outcomes.mail("a@x.test"), source(), (envelope, content, options) -> {
                    throw new ResourceException("no pool");
                });

        assertThat(text(only(result))).contains("<a@x.test>: mail transport unavailable: no pool");
    }

    private static AttemptResult attempt(
            QueuedMail mail, Duration age, Map<String, String> settings, Function<Recipient, RecipientOutcome> server) {
        return at(age, settings)
                .attempt(
                        mail,
                        source(),
                        (envelope, content, options) -> new DeliveryReport(
                                envelope.recipients().stream().map(server).toList()));
    }

    private static CourierDelivery at(Duration age, Map<String, String> settings) {
        return new CourierDelivery(
                SCHEDULE,
                Clock.fixed(Outcomes.NOON.plus(age), ZoneOffset.UTC),
                new DeliveryLog(2),
                Outcomes.bounces(settings),
                recipient -> false);
    }

    private static MessageSource source() {
        return MessageSource.of(MESSAGE.getBytes(StandardCharsets.US_ASCII));
    }

    private static Notice only(AttemptResult result) {
        assertThat(result.notices()).hasSize(1);
        return result.notices().get(0);
    }

    private static String text(Notice notice) throws IOException {
        try (InputStream in = notice.message().open()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
