/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BrokerOutageTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 7_000_000_000L);
    private final BrokerOutage absence = new BrokerOutage(now::get);

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void brokerThatAnswersIsThere() {
        assertThat(absence.last()).isEmpty();
        absence.ask(() -> pass(BrokerOutage.SLOW));
        assertThat(absence.last()).isEmpty();
    }

    @Test
    void brokerThatDoesNotAnswerIsAwayUntilItDoes() {
        absence.ask(() -> {
            assertThat(absence.last()).isEmpty();
            pass(BrokerOutage.SLOW.plusMillis(1));
            assertThat(absence.last()).contains(Duration.ZERO);
        });
        pass(BrokerOutage.EFFECT);
        assertThat(absence.last()).contains(BrokerOutage.EFFECT);
        absence.ask(() -> {});
        assertThat(absence.last()).as("an answer now does not change what was").contains(BrokerOutage.EFFECT);
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
