/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postchaise.api.DoctorMXBean;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.testkit.MockMailbox;

class ManagedDoctorTest {
    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private ManagedDoctor doctor;

    @Test
    void managementIsToldWhatTheServerOfTheRunningSettingsSays() throws Exception {
        try (MockMailbox mailbox = MockMailbox.start()) {
            Settings running = Catalog.defaults().with(Map.of("relayhost", mailbox.nextHop()));
            start(List.of(running));
            assertThat(proxy().examine("example.com"))
                    .startsWith("with relayhost = " + mailbox.nextHop())
                    .anyMatch(line -> line.startsWith("example.com: "))
                    .anyMatch(line -> line.contains("relayhost " + mailbox.nextHop()));
            assertThat(mailbox.dialogue()).anyMatch(line -> line.startsWith("C: EHLO "));
            assertThat(mailbox.mails()).isEmpty();
        }
    }

    @Test
    void aMalformedDestinationIsRefusedInOneLine() throws Exception {
        start(List.of());
        assertThatThrownBy(() -> proxy().examine(" ")).hasMessageContaining("expected a mail domain");
        assertThatThrownBy(() -> proxy().examine("[127.0.0.1]:99999")).hasMessageContaining("bad network port");
    }

    @Test
    void theBeanIsGoneAfterTheAdaptersStop() throws Exception {
        start(List.of());
        doctor.stop();

        assertThat(server.isRegistered(new ObjectName(doctor.name()))).isFalse();
    }

    private void start(List<Settings> inUse) {
        doctor = new ManagedDoctor(() -> inUse);
        doctor.start(Optional.empty(), Catalog.defaults());
    }

    @AfterEach
    void stop() {
        doctor.stop();
    }

    private DoctorMXBean proxy() throws Exception {
        return JMX.newMXBeanProxy(server, new ObjectName(doctor.name()), DoctorMXBean.class);
    }
}
