/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.postchaise.api.SmtpReply;

class CapabilitiesTest {

    @Test
    void readsKeywordsInAnyCaseAndTheirParameters() {
        Capabilities offered = Capabilities.of(new SmtpReply(
                250, List.of("250-mx.example PIPELINING", "250-pipelining", "250-SIZE 1000", "250-8BITMIME", "250 ")));
        assertThat(offered.offers(Capabilities.PIPELINING)).isTrue();
        assertThat(offered.offers(Capabilities.DSN)).isFalse();
        assertThat(offered.sizeLimit()).hasValue(1000);
    }

    @Test
    void takesNothingFromTheGreetingLine() {
        assertThat(Capabilities.of(new SmtpReply(250, List.of("250 SIZE"))).offers(Capabilities.SIZE))
                .isFalse();
    }

    @Test
    void knowsNoLimitWhereSizeIsZeroMissingOrMalformed() {
        for (String size : List.of("SIZE", "SIZE 0", "SIZE x", "SIZE -1", "SIZE 99999999999999999999999")) {
            assertThat(Capabilities.of(new SmtpReply(250, List.of("250-mx", "250 " + size)))
                            .sizeLimit())
                    .as(size)
                    .isEmpty();
        }
    }
}
