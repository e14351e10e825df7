/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import org.junit.jupiter.api.Test;
import org.postchaise.api.Peer;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.event.ClientEvent;
import org.postchaise.engine.event.TlsOutcome;
import org.postchaise.testkit.ManualClock;

/** As a console sees it: through the platform's MBean server. */
class ManagedTlsReportsTest {
    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

    @Test
    void aDaysReportsAreReadThroughManagementUntilTheAdapterStops() throws Exception {
        ManualClock clock = ManualClock.at(Instant.parse("2026-03-01T23:00:00Z"));
        ManagedTlsReports bean = new ManagedTlsReports(clock);
        bean.start(Optional.empty(), Catalog.settings(Map.of("mydomain", "sender.example")));
        ObjectName name = new ObjectName(bean.name());
        bean.on(new ClientEvent.TlsOutcomeKnown(new TlsOutcome(
                "example.com",
                List.of("mailto:tls@example.com"),
                TlsOutcome.Policy.NONE,
                new Peer("mx.example.com", "192.0.2.25", 25),
                "",
                Optional.empty())));

        assertThat((String[]) server.getAttribute(name, "Days")).containsExactly("2026-03-01", "2026-02-28");
        assertThat(invoke(name, "reports", "2026-03-01"))
                .singleElement()
                .asString()
                .contains("\"report-id\":\"2026-03-01_example.com@sender.example\"")
                .contains("\"total-successful-session-count\":1");
        assertThat(invoke(name, "destinations", "2026-03-01")).containsExactly("example.com mailto:tls@example.com");
        assertThat(invoke(name, "reports", "2026-02-28")).isEmpty();
        assertThatThrownBy(() -> invoke(name, "reports", "yesterday"))
                .isInstanceOf(RuntimeMBeanException.class)
                .cause()
                .hasMessage("day is yesterday; expected one such as 2026-11-21");

        bean.stop();
        assertThat(server.isRegistered(name)).isFalse();
        bean.stop();
    }

    @Test
    void eachStartedAdapterHasABeanOfItsOwn() {
        ManagedTlsReports one = new ManagedTlsReports(ManualClock.at(Instant.EPOCH));
        ManagedTlsReports other = new ManagedTlsReports(ManualClock.at(Instant.EPOCH));
        assertThat(one.name()).isNotEqualTo(other.name());
    }

    private String[] invoke(ObjectName name, String operation, String day) throws Exception {
        return (String[]) server.invoke(name, operation, new Object[] {day}, new String[] {String.class.getName()});
    }
}
