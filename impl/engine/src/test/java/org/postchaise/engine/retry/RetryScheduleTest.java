/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postchaise.engine.config.catalog.Catalog;

class RetryScheduleTest {
    private static final Instant SUBMITTED = Instant.parse("2026-11-21T12:00:00Z");
    private final RetrySchedule postfix = RetrySchedule.from(Catalog.defaults());

    @ParameterizedTest
    @CsvSource({"0,300", "10,300", "300,300", "301,301", "900,900", "4000,4000", "4001,4000", "400000,4000"})
    void waitsAsLongAsTheMailIsOldWithinTheBackoffTimes(long age, long wait) {
        Instant now = SUBMITTED.plusSeconds(age);
        assertThat(postfix.afterDeferral("a@b", SUBMITTED, now))
                .isEqualTo(new Disposition.RetryAt(now.plusSeconds(wait)));
    }

    @Test
    void expiresAfterFiveDays() {
        Instant end = SUBMITTED.plus(Duration.ofDays(5));
        assertThat(postfix.afterDeferral("a@b", SUBMITTED, end.minusSeconds(1)))
                .isInstanceOf(Disposition.RetryAt.class);
        assertThat(postfix.afterDeferral("a@b", SUBMITTED, end)).isEqualTo(new Disposition.Expired());
    }

    @Test
    void expiresNotificationsByTheirOwnLifetime() {
        RetrySchedule schedule = RetrySchedule.from(Catalog.settings(Map.of("bounce_queue_lifetime", "1h")));
        Instant later = SUBMITTED.plus(Duration.ofHours(2));
        assertThat(schedule.afterDeferral("", SUBMITTED, later)).isEqualTo(new Disposition.Expired());
        assertThat(schedule.afterDeferral("a@b", SUBMITTED, later)).isInstanceOf(Disposition.RetryAt.class);
    }

    @Test
    void triesOnceWhereTheLifetimeIsZero() {
        RetrySchedule schedule = RetrySchedule.from(Catalog.settings(Map.of("maximal_queue_lifetime", "0")));
        assertThat(schedule.afterDeferral("a@b", SUBMITTED, SUBMITTED)).isEqualTo(new Disposition.Expired());
    }

    @Test
    void waitsTheMinimumWhereTheClockWentBack() {
        Instant before = SUBMITTED.minusSeconds(60);
        assertThat(postfix.afterDeferral("a@b", SUBMITTED, before))
                .isEqualTo(new Disposition.RetryAt(before.plusSeconds(300)));
    }

    @Test
    void refusesAMinimumAboveTheMaximum() {
        assertThatThrownBy(() -> RetrySchedule.from(Catalog.settings(Map.of("minimal_backoff_time", "2h"))))
                .hasMessage("minimal_backoff_time 7200s is longer than maximal_backoff_time 4000s");
    }
}
