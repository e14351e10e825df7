/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.bounce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.Envelope;
import org.postchaise.api.Failure;
import org.postchaise.api.MessageSource;
import org.postchaise.api.Recipient;
import org.postchaise.api.Recipient.Notify;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.engine.bounce.Notice.Audience;
import org.postchaise.engine.bounce.Notice.Kind;
import org.postchaise.engine.bounce.RecipientReport.Action;
import org.postchaise.engine.config.catalog.Catalog;

class BouncesTest {
    private static final Instant ARRIVAL = Instant.parse("2026-11-21T10:00:00Z");
    private static final Instant NOW = ARRIVAL.plusSeconds(60);
    private static final String MESSAGE = "Subject: one\r\nMessage-ID: <m@x.test>\r\n\r\nbody\r\n";

    @Test
    void theSenderGetsOneNoticeForEachKindOfOutcome() {
        Envelope envelope = Envelope.of("ann@x.test", "a@x.test");
        List<Notice> notices = bounces(Map.of())
                .notices(
                        mail(
                                envelope,
                                report("a@x.test", Action.FAILED),
                                report("b@x.test", Action.DELAYED),
                                report("c@x.test", Action.RELAYED, Notify.SUCCESS),
                                report("d@x.test", Action.PASSED_ON, Notify.SUCCESS)),
                        NOW);

        assertThat(notices).extracting(Notice::kind).containsExactly(Kind.FAILURE, Kind.DELAY, Kind.SUCCESS);
        assertThat(notices).allSatisfy(notice -> {
            assertThat(notice.audience()).isEqualTo(Audience.SENDER);
            assertThat(notice.envelope().sender()).isEmpty();
            assertThat(notice.envelope().recipients()).containsExactly(Recipient.of("ann@x.test"));
        });
        assertThat(notices.get(0).description()).isEqualTo("sender non-delivery notification");
        assertThat(text(notices.get(0))).contains("a@x.test").doesNotContain("b@x.test", "c@x.test");
        assertThat(text(notices.get(2))).contains("c@x.test").doesNotContain("d@x.test");
    }

    @ParameterizedTest
    @CsvSource({
        "'', true, true, false",
        "NEVER, false, false, false",
        "FAILURE, true, false, false",
        "DELAY, false, true, false",
        "SUCCESS, false, false, true",
        "FAILURE DELAY SUCCESS, true, true, true"
    })
    void whatIsToldIsWhatNotifyAsksFor(String asked, boolean failure, boolean delay, boolean success) {
        Notify[] notify = asked.isEmpty()
                ? new Notify[0]
                : List.of(asked.split(" ", -1)).stream().map(Notify::valueOf).toArray(Notify[]::new);
        for (Map.Entry<Action, Boolean> expected : Map.of(
                        Action.FAILED, failure,
                        Action.DELAYED, delay,
                        Action.RELAYED, success,
                        Action.DELIVERED, success,
                        Action.PASSED_ON, false)
                .entrySet()) {
            Envelope envelope = Envelope.of("ann@x.test", "a@x.test");
            assertThat(bounces(Map.of()).notices(mail(envelope, report("a@x.test", expected.getKey(), notify)), NOW))
                    .as(expected.getKey().name())
                    .hasSize(expected.getValue() ? 1 : 0);
        }
    }

    @Test
    void thePostmasterGetsCopiesOfTheClassesThatAreNotified() {
        Bounces bounces = bounces(Map.of(
                "notify_classes", "bounce, delay", "myorigin", "origin.test", "delay_notice_recipient", "d@p.test"));
        Envelope envelope = Envelope.of("ann@x.test", "a@x.test");

        List<Notice> failure = bounces.notices(mail(envelope, report("a@x.test", Action.FAILED, Notify.NEVER)), NOW);
        List<Notice> delay = bounces.notices(mail(envelope, report("a@x.test", Action.DELAYED)), NOW);

        assertThat(failure).hasSize(1);
        assertThat(failure.get(0).audience()).isEqualTo(Audience.POSTMASTER);
        assertThat(failure.get(0).envelope().sender()).isEqualTo("double-bounce@mail.example.test");
        assertThat(failure.get(0).envelope().recipients()).containsExactly(Recipient.of("postmaster@origin.test"));
        assertThat(text(failure.get(0)))
                .contains("Subject: Postmaster Copy: Undelivered Mail", "Auto-Submitted: auto-generated")
                .doesNotContain("This report comes from", "\r\nbody\r\n");
        assertThat(delay).hasSize(2);
        assertThat(delay.get(1).envelope().recipients()).containsExactly(Recipient.of("d@p.test"));
    }

    @Test
    void theNullSenderIsNeverTold() {
        Envelope envelope = Envelope.of("", "a@x.test");
        ReportedMail mail = mail(
                envelope,
                report("a@x.test", Action.FAILED),
                report("b@x.test", Action.DELAYED),
                report("c@x.test", Action.RELAYED, Notify.SUCCESS));

        assertThat(bounces(Map.of()).notices(mail, NOW)).isEmpty();
        List<Notice> doubled =
                bounces(Map.of("notify_classes", "2bounce, delay")).notices(mail, NOW);
        assertThat(doubled).extracting(Notice::kind).containsExactly(Kind.FAILURE, Kind.SUCCESS);
        assertThat(doubled).extracting(Notice::audience).containsOnly(Audience.POSTMASTER);
        assertThat(text(doubled.get(0)))
                .contains("X-Postfix-Sender: rfc822; MAILER-DAEMON@mail.example.test", "\r\nbody\r\n");
    }

    @Test
    void aNoticeThatThePostmasterCantGetEndsThere() {
        Bounces bounces = bounces(Map.of("notify_classes", "bounce, 2bounce, delay"));
        Envelope envelope = Envelope.of("Double-Bounce@mail.example.test", "a@x.test");

        assertThat(bounces.notices(mail(envelope, report("a@x.test", Action.FAILED)), NOW))
                .isEmpty();
    }

    @Test
    void theEndOfADelayIsToldWhereTheDelayWas() {
        Bounces bounces = bounces(Map.of("confirm_delay_cleared", "yes"));
        ReportedMail mail = mail(
                Envelope.of("ann@x.test", "a@x.test"),
                report("a@x.test", Action.PASSED_ON),
                report("b@x.test", Action.RELAYED, Notify.FAILURE));

        assertThat(bounces.notices(mail, NOW)).isEmpty();
        List<Notice> notices = bounces.notices(mail.withDelayNotice(ARRIVAL), NOW);
        assertThat(notices).hasSize(1);
        assertThat(text(notices.get(0))).contains("a@x.test", "Action: relayed").doesNotContain("b@x.test");
        assertThat(bounces(Map.of()).notices(mail.withDelayNotice(ARRIVAL), NOW))
                .isEmpty();
    }

    @Test
    void theTimeOfTheDelayNoticeIsThatOfTheSettings() {
        assertThat(bounces(Map.of()).delayWarningTime()).isEmpty();
        assertThat(bounces(Map.of("delay_warning_time", "4")).delayWarningTime())
                .contains(Duration.ofHours(4));
    }

    @Test
    void nothingThatStrangersWroteBreaksALine() {
        String evil = "x\r\nEvil: yes\n\nEvil: too\u2028Evil: three\u0000";
        Recipient recipient = new Recipient("a@x.test", Set.of(), "rfc822;a+0D+0AEvil:+204@x.test");
        RecipientReport report = new RecipientReport(
                recipient, Action.FAILED, EnhancedStatus.of("5.0.0"), evil, "host\r\nEvil: 5", "550 " + evil);
        Envelope envelope = Envelope.of("ann@x.test", "a@x.test").withEnvelopeId("a+0D+0AEvil:+206");
        Notice notice = bounces(Map.of())
                .notices(
                        new ReportedMail(
                                envelope, MessageSource.of(bytes(MESSAGE)), "id\r\nEvil: 7", ARRIVAL, List.of(report)),
                        NOW)
                .get(0);

        assertThat(text(notice).lines()).noneMatch(line -> line.startsWith("Evil"));
        assertThat(text(notice)).contains("Original-Envelope-Id: a??Evil: 6", "Queue-ID: id??Evil: 7");
    }

    @Test
    void aMailUpToTheLimitIsReturnedWholeAndALargerOneAsItsHeader() {
        // LF counts as CRLF
        String message = "Subject: one\n\nbody\n";
        Envelope envelope = Envelope.of("ann@x.test", "a@x.test");

        assertThat(failure(Map.of("bounce_size_limit", "22"), envelope, message))
                .contains("Content-Type: message/rfc822", "Return-Path: <ann@x.test>\r\nSubject: one\n\nbody\n\r\n--");
        assertThat(failure(Map.of("bounce_size_limit", "21"), envelope, message))
                .contains("Content-Type: text/rfc822-headers", "Return-Path: <ann@x.test>\r\nSubject: one\n\r\n--");
        assertThat(failure(Map.of(), envelope.withReturn(Envelope.Return.HDRS), message))
                .contains("Content-Type: text/rfc822-headers");
        assertThat(failure(Map.of(), envelope.withReturn(Envelope.Return.FULL).withRequireTls(), message))
                .contains("Content-Type: text/rfc822-headers");
    }

    @Test
    void whatIsReturnedEndsWithAFullLine() {
        Envelope envelope = Envelope.of("ann@x.test", "a@x.test");

        assertThat(failure(Map.of(), envelope, "Subject: one\r\n\r\nbody")).contains("\r\nbody\r\n\r\n--");
        assertThat(failure(Map.of(), envelope.withReturn(Envelope.Return.HDRS), "Subject: one"))
                .contains("\r\nSubject: one\r\n\r\n--");
        assertThat(failure(Map.of(), envelope, "")).contains("Return-Path: <ann@x.test>\r\n\r\n--");
        assertThat(failure(Map.of(), envelope.withReturn(Envelope.Return.HDRS), "A: 1\n b\nnone\nB: 2\n\n"))
                .contains("A: 1\n b\n\r\n--");
    }

    @Test
    void aMessageThatCantBeReadIsLeftOut() {
        MessageSource gone = () -> {
            throw new IOException("gone");
        };
        Notice notice = bounces(Map.of())
                .notices(
                        new ReportedMail(
                                Envelope.of("ann@x.test", "a@x.test"),
                                gone,
                                "id",
                                ARRIVAL,
                                List.of(report("a@x.test", Action.FAILED))),
                        NOW)
                .get(0);

        assertThat(text(notice)).contains("\t--- the message can't be read any more ---\r\n\r\n--");
    }

    @Test
    void aLargeMessageGoesThroughWithoutBeingHeld() throws IOException {
        long octets = 40_000_000;
        Notice notice = bounces(Map.of("bounce_size_limit", "2147483647"))
                .notices(
                        new ReportedMail(
                                Envelope.of("ann@x.test", "a@x.test"),
                                () -> new Zeros(octets),
                                "id",
                                ARRIVAL,
                                List.of(report("a@x.test", Action.FAILED))),
                        NOW)
                .get(0);

        long read = 0;
        byte[] block = new byte[65536];
        try (InputStream in = notice.message().open()) {
            for (int count = in.read(block); count >= 0; count = in.read(block)) {
                read += count;
            }
        }
        assertThat(read).isGreaterThan(octets);
        assertThat(notice.message().size()).hasValue(read);
    }

    @Test
    void expiredIsFailedWithTheLastStatus() {
        Failure failure = Failure.local(EnhancedStatus.of("4.4.1"), "connection refused");
        RecipientReport report = RecipientReport.of(RecipientOutcome.failed(Recipient.of("a@x.test"), failure));

        assertThat(report.action()).isEqualTo(Action.DELAYED);
        assertThat(report.expired().action()).isEqualTo(Action.FAILED);
        assertThat(report.expired().status()).isEqualTo(EnhancedStatus.of("4.4.1"));
        assertThatThrownBy(() ->
                        RecipientReport.of(new RecipientOutcome.Pending(Recipient.of("a@x.test"), "waits", "none")))
                .hasMessageContaining("a@x.test is PENDING");
    }

    /** A header, and lines of octets that nobody keeps. */
    private static final class Zeros extends InputStream {
        private static final byte[] HEADER = bytes("Subject: large\r\n\r\n");
        private final long size;
        private long at;

        Zeros(long size) {
            this.size = size;
        }

        @Override
        public int read() {
            if (at == size) {
                return -1;
            }
            long here = at++;
            return here < HEADER.length ? HEADER[(int) here] : here % 80 == 0 ? '\n' : 'x';
        }

        @Override
        public int read(byte[] octets, int off, int len) {
            int count = 0;
            for (int octet = 0; count < len && at < size && octet >= 0; count++) {
                octet = read();
                octets[off + count] = (byte) octet;
            }
            return count == 0 && len > 0 ? -1 : count;
        }
    }

    private static Bounces bounces(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of("myhostname", "mail.example.test"));
        all.putAll(settings);
        return Bounces.of(Catalog.settings(all));
    }

    private static RecipientReport report(String address, Action action, Notify... notify) {
        return new RecipientReport(
                new Recipient(address, Set.of(notify), ""), action, EnhancedStatus.of("5.0.0"), "why", "", "");
    }

    private static ReportedMail mail(Envelope envelope, RecipientReport... reports) {
        return new ReportedMail(envelope, MessageSource.of(bytes(MESSAGE)), "id", ARRIVAL, List.of(reports));
    }

    private static String failure(Map<String, String> settings, Envelope envelope, String message) {
        return text(bounces(settings)
                .notices(
                        new ReportedMail(
                                envelope,
                                MessageSource.of(bytes(message)),
                                "id",
                                ARRIVAL,
                                List.of(report("a@x.test", Action.FAILED))),
                        NOW)
                .get(0));
    }

    /** Its octets, which are the same each time, and as many as it says. */
    private static String text(Notice notice) {
        try (InputStream first = notice.message().open();
                InputStream second = notice.message().open()) {
            byte[] octets = first.readAllBytes();
            assertThat(second.readAllBytes()).isEqualTo(octets);
            assertThat(notice.message().size()).hasValue(octets.length);
            return new String(octets, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
