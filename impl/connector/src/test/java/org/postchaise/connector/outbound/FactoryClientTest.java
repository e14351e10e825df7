/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postchaise.api.Peer;
import org.postchaise.connector.SmtpResourceAdapter;
import org.postchaise.connector.admin.ManagedTlsReports;
import org.postchaise.engine.event.ClientEvent;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.event.TlsOutcome;

/** The client of a connection factory, and the adapter's listeners. */
class FactoryClientTest {
    @Test
    void aFactoryMadeBeforeTheStartIsInTheTlsReports() throws Exception {
        SmtpResourceAdapter adapter = new SmtpResourceAdapter();
        EngineListener reports = FactoryClient.reports(Optional.of(adapter));
        adapter.start(null);
        try {
            reports.on(new ClientEvent.TlsOutcomeKnown(new TlsOutcome(
                    "example.com",
                    List.of("mailto:tls@example.com"),
                    TlsOutcome.Policy.NONE,
                    new Peer("mx.example.com", "192.0.2.25", 25),
                    "",
                    Optional.empty())));
            ManagedTlsReports counted = (ManagedTlsReports) adapter.tlsReports();
            assertThat(counted.destinations(LocalDate.now(ZoneOffset.UTC).toString()))
                    .containsExactly("example.com mailto:tls@example.com");
        } finally {
            adapter.stop();
        }
    }
}
