/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Message;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.MailStatus.RecipientStatus;
import org.postchaise.api.MailStatus.State;
import org.postchaise.engine.queue.MailState;

/** States and notes of a queue written by an earlier release: {@code earlier/} in the test resources. */
class EarlierReleaseTest {

    @Test
    void eachStateIsReadAndWrittenAgainTheSame() throws Exception {
        for (String state : lines("states.txt")) {
            Message message = FakeMessages.bytes();
            QueuedMailCodec.write(QueuedMailCodec.decode(state), message);
            assertThat(QueuedMailCodec.encode(QueuedMailCodec.read(message))).isEqualTo(state);
        }
    }

    @Test
    void aTriedMailKeepsItsRecipientsAndItsDelayNotice() throws Exception {
        QueuedMail mail = QueuedMailCodec.decode(lines("states.txt").get(2));

        assertThat(mail.attempts()).isEqualTo(2);
        assertThat(mail.recipients())
                .extracting(RecipientStatus::state)
                .containsExactly(
                        State.QUEUED, State.DEFERRED, State.DEFERRED, State.FAILED, State.DELIVERED, State.DEFERRED);
        assertThat(mail.recipients().get(2).earlierDoubt()).isEqualTo("lost connection");
        assertThat(MailState.rests(mail.recipients().get(5))).isTrue();
        assertThat(mail.deferredUntil()).contains(Outcomes.NOON.plusSeconds(11_200));
        assertThat(mail.due(Outcomes.NOON.plusSeconds(7_201)))
                .containsExactly(mail.recipients().get(0).recipient());
        assertThat(mail.progress().delayNotice()).contains(Outcomes.NOON.plusSeconds(7_200));
    }

    @Test
    void anOrderToExpireIsKept() throws Exception {
        assertThat(QueuedMailCodec.decode(lines("states.txt").get(3)).progress().expiryOrdered())
                .isTrue();
    }

    @Test
    void aNoteOfADeliveryIsReadAndWrittenAgainTheSame() throws Exception {
        String note = lines("note.txt").get(0);
        assertThat(SettledNote.encode(new DeliveryReport(SettledNote.decode(note))))
                .isEqualTo(note);
    }

    private static List<String> lines(String name) throws IOException {
        try (InputStream in = EarlierReleaseTest.class.getResourceAsStream("earlier/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
