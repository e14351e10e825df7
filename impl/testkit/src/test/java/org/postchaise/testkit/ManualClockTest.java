/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class ManualClockTest {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void standsStillUntilItIsAdvanced() {
        ManualClock clock = ManualClock.at(START);
        Clock elsewhere = clock.withZone(ZoneId.of("Europe/Berlin"));
        assertThat(clock.instant()).isEqualTo(START);
        assertThat(clock.advance(Duration.ofHours(1))).isEqualTo(START.plusSeconds(3600));
        assertThat(elsewhere.instant()).isEqualTo(START.plusSeconds(3600));
    }

    @Test
    void doesNotRunBackwards() {
        assertThatThrownBy(() -> ManualClock.at(START).advance(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
