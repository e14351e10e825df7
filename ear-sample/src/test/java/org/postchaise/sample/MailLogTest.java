/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postchaise.api.MailStatus;
import org.postchaise.api.MailStatus.RecipientStatus;
import org.postchaise.api.MailStatus.State;
import org.postchaise.api.Recipient;

class MailLogTest {
    private final MailLog log = new MailLog();

    @Test
    void newestMailIsFirst() {
        log.note(status("1", 0, State.QUEUED));
        log.note(status("2", 0, State.QUEUED));
        log.note(status("1", 1, State.DELIVERED));

        assertThat(log.newestFirst()).extracting(MailStatus::mailId).containsExactly("2", "1");
    }

    @Test
    void eventsThatComeLateDoNotTurnBackTheClock() {
        log.note(status("1", 0, State.DEFERRED));
        log.note(status("1", 0, State.QUEUED));
        assertThat(log.newestFirst().get(0).recipients().get(0).state()).isEqualTo(State.DEFERRED);

        log.note(status("1", 2, State.DELIVERED));
        log.note(status("1", 1, State.DEFERRED));
        assertThat(log.newestFirst().get(0).finished()).isTrue();
    }

    @Test
    void oldestMailIsForgotten() {
        for (int i = 0; i <= MailLog.LIMIT; i++) {
            log.note(status("" + i, 0, State.QUEUED));
        }

        assertThat(log.newestFirst()).hasSize(MailLog.LIMIT);
        assertThat(log.newestFirst()).extracting(MailStatus::mailId).doesNotContain("0");
    }

    private static MailStatus status(String id, int attempts, State state) {
        return new MailStatus(
                id,
                "shop@example.com",
                "",
                Instant.EPOCH,
                attempts,
                null,
                List.of(new RecipientStatus(Recipient.of("a@example.com"), state, "", "")));
    }
}
