/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BrokerAbsenceTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 7_000_000_000L);
    private final BrokerAbsence absence = new BrokerAbsence(now::get);

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void brokerThatAnswersIsThere() {
        assertThat(absence.last()).isEmpty();
        absence.ask(() -> pass(BrokerAbsence.SLOW));
        assertThat(absence.last()).isEmpty();
    }

    @Test
    void brokerThatDoesNotAnswerIsAwayUntilItDoes() {
        absence.ask(() -> {
            assertThat(absence.last()).isEmpty();
            pass(BrokerAbsence.SLOW.plusMillis(1));
            assertThat(absence.last()).contains(Duration.ZERO);
        });
        pass(BrokerAbsence.EFFECT);
        assertThat(absence.last()).contains(BrokerAbsence.EFFECT);
        absence.ask(() -> {});
        assertThat(absence.last()).as("an answer now does not change what was").contains(BrokerAbsence.EFFECT);
        pass(Duration.ofMillis(1));
        assertThat(absence.last()).isEmpty();
    }

    @Test
    void brokerThatRefusesIsAway() {
        assertThatThrownBy(() -> absence.ask(() -> {
                    throw new QueueUnavailableException("no connection");
                }))
                .isInstanceOf(QueueUnavailableException.class);
        assertThat(absence.last()).contains(Duration.ZERO);
    }
}
