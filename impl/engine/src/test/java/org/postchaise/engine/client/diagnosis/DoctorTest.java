/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postchaise.engine.client.delivery.RouteProbe;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.testkit.MockMailbox;

@Timeout(60)
class DoctorTest {
    private static final Settings SETTINGS = Catalog.settings(Map.of("inet_protocols", "ipv4"));

    private static Diagnosis examine(Settings settings, String destination) {
        return Doctor.of(settings).examine(Doctor.Question.of(destination), RouteProbe.Reach.GREETING, Doctor.LIMIT);
    }

    @Test
    void runsOnSettingsWithoutACommandLine() {
        try (MockMailbox mailbox = MockMailbox.start()) {
            Settings settings = SETTINGS.with(Map.of("relayhost", "[127.0.0.1]:" + mailbox.port()));
            Diagnosis diagnosis = examine(settings, "ann@example.com");
            assertThat(diagnosis.lines().get(0)).isEqualTo("ann@example.com: mail can be delivered");
            assertThat(diagnosis.lines()).contains("relayhost [127.0.0.1]:" + mailbox.port());
            assertThat(diagnosis.report().obstacle()).isEmpty();
            assertThat(mailbox.mails()).isEmpty();
        }
    }

    @Test
    void namesADestinationThatIsMalformed() {
        assertThatThrownBy(() -> examine(SETTINGS, "[127.0.0.1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[127.0.0.1");
    }
}
