/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeliveryOptionsTest {
    @Test
    void refusesATimeLimitOfNothing() {
        assertThatThrownBy(() -> DeliveryOptions.NONE.withTimeLimit(Duration.ZERO))
                .hasMessageContaining("expected more than zero");
        assertThat(DeliveryOptions.NONE.timeLimit()).isEmpty();
    }
}
