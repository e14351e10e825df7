/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DelaysTest {
    @Test
    void delaysAreCountedUpToTheirLimits() {
        Delays delays = new Delays();
        Stream.of(Duration.ofMillis(-5), Duration.ofMillis(50), Duration.ofMillis(51), Duration.ofDays(9))
                .forEach(delays::add);
        assertThat(delays.json()).contains("\"limits\":[0.05,0.1,", "\"counts\":[2,1,0,0,0,0,0,0,0,0,0,0,0,0,1]");
    }
}
