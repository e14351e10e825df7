/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.postchaise.api.SubmissionOptions.Priority;

class SubmissionOptionsTest {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    @Test
    void eachOptionIsKept() {
        SubmissionOptions options = SubmissionOptions.NONE
                .withHoldUntil(NOON)
                .withDeliverBy(NOON.plusSeconds(1))
                .withPriority(Priority.NON_URGENT)
                .withIdempotencyKey("order 17");

        assertThat(options.holdUntil()).contains(NOON);
        assertThat(options.deliverBy()).contains(NOON.plusSeconds(1));
        assertThat(options.priority()).isEqualTo(Priority.NON_URGENT);
        assertThat(options.idempotencyKey()).isEqualTo("order 17");
    }

    @Test
    void endBeforeTheBeginningIsRefused() {
        SubmissionOptions held = SubmissionOptions.NONE.withHoldUntil(NOON);

        assertThatThrownBy(() -> held.withDeliverBy(NOON))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("hold until is 2026-01-02T12:00:00Z and deliver by is 2026-01-02T12:00:00Z;"
                        + " expected the first before the second");
    }

    @Test
    void badKeysAreRefused() {
        assertThatThrownBy(() -> SubmissionOptions.NONE.withIdempotencyKey("k".repeat(201)))
                .hasMessage("idempotency key has 201 characters; expected 200 at most");
        assertThatThrownBy(() -> SubmissionOptions.NONE.withIdempotencyKey("a\nb"))
                .hasMessageContaining("idempotency key");
    }
}
