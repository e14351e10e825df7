/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.api.Recipient;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.courier.RecordedRetries.RecordedMail;
import org.postchaise.courier.RecordedRetries.Step;
import org.postchaise.engine.bounce.Bounces;
import org.postchaise.engine.bounce.Notice;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.config.catalog.Queue;
import org.postchaise.engine.log.DeliveryLog;
import org.postchaise.engine.retry.Disposition;
import org.postchaise.engine.retry.RetrySchedule;
import org.postchaise.testkit.ManualClock;

/**
 * When mail is tried again, warned of and given up, beside what Postfix was seen to do with the same settings, or the same ones made
 * shorter. No time passes here: the clock is set, and the queue is a list.
 */
class RetryTimesTest {
    private static final MessageSource CONTENT = MessageSource.of(new byte[] {'\n'});

    /** How much shorter the recorded day was. */
    private static final int SCALE = 30;

    private static final Pattern FIELDS =
            Pattern.compile("Final-Recipient: rfc822; (\\S+)\r?\n(?:Original-Recipient: .*\r?\n)?Action: (\\w+)");

    /** Postfix reads its clock in whole seconds, for the age and for the time, and takes mail that is due one second later. */
    private static final Duration POSTFIXS_SLACK = Duration.ofSeconds(3);

    /**
     * One attempt.
     *
     * @param notices such as "failed a@example.com"
     */
    private record Tried(Duration age, Set<String> notices) {}

    @ParameterizedTest
    @ValueSource(strings = {"retries-240s.txt", "retries-864s.txt", "retries-2880s.txt"})
    void postfixTriesAgainAtTheFirstQueueRunAfterOurTimeAndTellsTheSenderTheSame(String file) throws Exception {
        RecordedRetries recorded = RecordedRetries.read(file);
        ManualClock clock = ManualClock.at(Outcomes.NOON);
        CourierDelivery delivery = delivery(settings(recorded, 1), clock);
        for (RecordedMail mail : recorded.mails()) {
            Instant submitted = clock.instant();
            QueuedMail queued = QueuedMail.submit("ID", mail.envelope(), "", submitted);
            Optional<Instant> next = Optional.of(submitted);
            for (Step step : mail.steps()) {
                String where = file + ", " + mail.name() + " at " + step.age();
                Instant now = submitted.plus(step.age());
                assertThat(next).as(where).isPresent();
                assertThat(now)
                        .as(where)
                        .isBetween(
                                next.get().minus(POSTFIXS_SLACK),
                                next.get()
                                        .plus(recorded.time("queue_run_delay"))
                                        .plus(POSTFIXS_SLACK));
                clock.advance(Duration.between(clock.instant(), now));
                AttemptResult result = delivery.attempt(
                        queued,
                        CONTENT,
                        (envelope, content, options) ->
                                report(envelope, recipient -> step.taken().get(recipient.address())));
                assertThat(notices(result)).as(where).isEqualTo(step.notices());
                queued = QueuedMailCodec.decode(QueuedMailCodec.encode(result.mail()));
                next = result.next();
            }
            assertThat(next).as(mail.name()).isEmpty();
        }
    }

    /**
     * The record is of a day made thirty times shorter; here it is whole again. Left out are mails that Postfix tried before they were
     * due: the seconds that it does not count are half a minute here.
     */
    @Test
    void in24HoursOurAttemptsWarningsAndBouncesAreWithinOneQueueRunOfPostfixs() throws Exception {
        RecordedRetries recorded = RecordedRetries.read("retries-2880s.txt");
        Duration run = recorded.time("real_queue_run_delay").multipliedBy(SCALE);
        QueueRuns runs = new QueueRuns(run);
        Settings settings = settings(recorded, SCALE);
        assertThat(settings.get(Queue.MAXIMAL_QUEUE_LIFETIME)).isEqualTo(Duration.ofHours(24));
        List<RecordedMail> mails = recorded.mails().stream()
                .filter(mail -> isNeverEarly(mail, settings))
                .toList();
        assertThat(mails).hasSizeGreaterThanOrEqualTo(3);
        for (RecordedMail mail : mails) {
            Duration first = mail.steps().get(1).age().multipliedBy(SCALE);
            Instant submitted = runs.takes(Outcomes.NOON.plus(first)).minus(first);
            List<Tried> ours = simulate(
                    QueuedMail.submit("ID", mail.envelope(), "", submitted),
                    settings,
                    runs,
                    (recipient, age) -> isTaken(recipient, age.dividedBy(SCALE), mail));
            assertThat(ours).as(mail.name()).hasSameSizeAs(mail.steps());
            for (int i = 0; i < ours.size(); i++) {
                Step step = mail.steps().get(i);
                String where =
                        mail.name() + ", attempt " + i + ", " + ours.get(i).age();
                assertThat(ours.get(i).age()).as(where).isCloseTo(step.age().multipliedBy(SCALE), run);
                assertThat(ours.get(i).notices()).as(where).isEqualTo(step.notices());
            }
        }
    }

    private static boolean isNeverEarly(RecordedMail mail, Settings settings) {
        RetrySchedule schedule = RetrySchedule.from(settings);
        Instant due = Outcomes.NOON;
        for (Step step : mail.steps()) {
            Instant now = Outcomes.NOON.plus(step.age().multipliedBy(SCALE));
            if (now.isBefore(due)) {
                return false;
            }
            due = schedule.afterDeferral(mail.envelope().sender(), Outcomes.NOON, now)
                            instanceof Disposition.RetryAt retry
                    ? retry.when()
                    : due;
        }
        return true;
    }

    /** Whether the recorded server took mail for {@code recipient}: from half-way between its last refusal and what came next. */
    private static boolean isTaken(Recipient recipient, Duration age, RecordedMail mail) {
        Duration last = Duration.ZERO;
        for (Step step : mail.steps()) {
            if (Boolean.TRUE.equals(step.taken().get(recipient.address()))) {
                return age.compareTo(last.plus(step.age()).dividedBy(2)) > 0;
            }
            last = step.age();
        }
        return false;
    }

    @Test
    void withPostfixsDefaultsAMailIsTriedTwentySixTimesInADayThenReturned() throws PoisonMessageException {
        List<Tried> tried = simulate(
                Outcomes.mail("a@example.com"),
                Catalog.settings(Map.of("maximal_queue_lifetime", "1d", "delay_warning_time", "4h")),
                new QueueRuns(Duration.ofMinutes(5)),
                (recipient, age) -> false);

        // the age doubles, then 4000 s and up to the next queue run
        List<Long> expected = new ArrayList<>(List.of(0L, 300L, 600L, 1200L, 2400L, 4800L));
        for (long age = 9000; age <= 88_800; age += 4200) {
            expected.add(age);
        }
        assertThat(tried).extracting(one -> one.age().toSeconds()).containsExactlyElementsOf(expected);
        assertThat(tried)
                .filteredOn(one -> !one.notices().isEmpty())
                .containsExactly(
                        new Tried(Duration.ofMinutes(290), Set.of("delayed a@example.com")),
                        new Tried(Duration.ofMinutes(1480), Set.of("failed a@example.com")));
    }

    @Test
    void aDestinationThatComesBackGetsItsMailAtTheNextAttempt() throws PoisonMessageException {
        List<Tried> tried = simulate(
                Outcomes.mail("a@example.com"),
                Catalog.settings(Map.of("delay_warning_time", "1h", "confirm_delay_cleared", "yes")),
                new QueueRuns(Duration.ofMinutes(5)),
                (recipient, age) -> age.compareTo(Duration.ofHours(2)) > 0);

        assertThat(tried)
                .filteredOn(one -> !one.notices().isEmpty())
                .containsExactly(
                        new Tried(Duration.ofMinutes(80), Set.of("delayed a@example.com")),
                        new Tried(Duration.ofMinutes(150), Set.of("relayed a@example.com")));
        assertThat(tried).hasSize(7);
    }

    /** The life of a mail, as {@link QueueRun} moves it. */
    private static List<Tried> simulate(
            QueuedMail submitted, Settings settings, QueueRuns runs, BiPredicate<Recipient, Duration> server)
            throws PoisonMessageException {
        ManualClock clock = ManualClock.at(submitted.submitted());
        CourierDelivery delivery = delivery(settings, clock);
        List<Tried> tried = new ArrayList<>();
        QueuedMail mail = submitted;
        Optional<Instant> next = Optional.of(submitted.submitted());
        while (next.isPresent() && tried.size() < 1000) {
            clock.advance(Duration.between(clock.instant(), next.get()));
            Duration age = Duration.between(submitted.submitted(), clock.instant());
            AttemptResult result = delivery.attempt(
                    mail, CONTENT, (open, content, options) -> report(open, recipient -> server.test(recipient, age)));
            tried.add(new Tried(age, notices(result)));
            mail = QueuedMailCodec.decode(QueuedMailCodec.encode(result.mail()));
            next = result.next().map(runs::takes);
        }
        return tried;
    }

    private static CourierDelivery delivery(Settings settings, Clock clock) {
        return new CourierDelivery(
                RetrySchedule.from(settings), clock, new DeliveryLog(2), Bounces.of(settings), recipient -> false);
    }

    private static Settings settings(RecordedRetries recorded, int scale) {
        Map<String, String> settings = new HashMap<>();
        for (String time : List.of(
                "minimal_backoff_time",
                "maximal_backoff_time",
                "maximal_queue_lifetime",
                "bounce_queue_lifetime",
                "delay_warning_time")) {
            settings.put(time, recorded.time(time).multipliedBy(scale).toSeconds() + "s");
        }
        settings.put("confirm_delay_cleared", recorded.settings().get("confirm_delay_cleared"));
        return Catalog.settings(settings);
    }

    private static DeliveryReport report(Envelope envelope, Predicate<Recipient> server) {
        List<RecipientOutcome> outcomes = new ArrayList<>();
        for (Recipient recipient : envelope.recipients()) {
            outcomes.add(server.test(recipient) ? Outcomes.delivered(recipient) : Outcomes.deferred(recipient));
        }
        return new DeliveryReport(outcomes);
    }

    /** What the notices to the sender say: the action and the address of each of their recipients. */
    private static Set<String> notices(AttemptResult result) {
        Set<String> told = new TreeSet<>();
        result.notices().forEach(notice -> told.addAll(told(notice)));
        return told;
    }

    private static Set<String> told(Notice notice) {
        try (InputStream in = notice.message().open()) {
            String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            return FIELDS.matcher(text)
                    .results()
                    .map(fields -> fields.group(2) + " " + fields.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
