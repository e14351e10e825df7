/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.server.view.ClientIdentity;
import org.postchaise.engine.server.view.ClientRates;
import org.postchaise.engine.server.view.ClientRates.Admission;
import org.postchaise.engine.server.view.ClientRates.Kind;
import org.postchaise.engine.table.TableRegistry;

class ClientCountersTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1000);

    @Test
    void moreConnectionsThanTheLimitAreTooMany() {
        ClientRates rates = rates(Map.of("smtpd_client_connection_count_limit", "2"));
        ClientIdentity client = client("192.0.2.1");
        rates.connected(client);
        assertThat(rates.connected(client)).isInstanceOf(Admission.Admitted.class);
        assertThat(rates.connected(client)).isEqualTo(new Admission.TooMany(3));
        assertThat(rates.connected(client("192.0.2.2"))).isInstanceOf(Admission.Admitted.class);
        rates.disconnected(client);
        rates.disconnected(client);
        assertThat(rates.connected(client)).isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void theConnectionRateBeginsAnewWithTheTimeUnit() {
        ClientRates rates = rates(Map.of("smtpd_client_connection_rate_limit", "1"));
        assertThat(visit(rates)).isInstanceOf(Admission.Admitted.class);
        now.addAndGet(TimeUnit.SECONDS.toNanos(59));
        assertThat(visit(rates)).isEqualTo(new Admission.TooOften(2));
        now.addAndGet(TimeUnit.SECONDS.toNanos(2));
        assertThat(visit(rates)).isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void eachKindOfEventHasItsLimit() {
        ClientRates rates =
                rates(Map.of("smtpd_client_message_rate_limit", "1", "smtpd_client_recipient_rate_limit", "2"));
        ClientIdentity client = client("192.0.2.1");
        rates.connected(client);
        assertThat(rates.exceeded(Kind.MESSAGE, client)).isEmpty();
        assertThat(rates.exceeded(Kind.MESSAGE, client)).hasValue(2);
        assertThat(rates.exceeded(Kind.RECIPIENT, client)).isEmpty();
        assertThat(rates.exceeded(Kind.LOGIN, client)).isEmpty();
    }

    @Test
    void addressesOfOneNetworkAreOneClient() {
        ClientRates rates = rates(Map.of(
                "smtpd_client_connection_count_limit", "1",
                "smtpd_client_ipv4_prefix_length", "25",
                "smtpd_client_ipv6_prefix_length", "64"));
        rates.connected(client("192.0.2.1"));
        assertThat(rates.connected(client("192.0.2.127"))).isEqualTo(new Admission.TooMany(2));
        assertThat(rates.connected(client("192.0.2.128"))).isInstanceOf(Admission.Admitted.class);
        rates.connected(client("2001:db8::1"));
        assertThat(rates.connected(client("2001:db8::2:0:0:1"))).isEqualTo(new Admission.TooMany(2));
        assertThat(rates.connected(client("2001:db8:0:1::1"))).isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void exceptionsHaveNoLimit() {
        ClientRates rates = rates(Map.of(
                "smtpd_client_connection_count_limit", "1", "smtpd_client_event_limit_exceptions", "192.0.2.0/24"));
        for (int i = 0; i < 3; i++) {
            assertThat(rates.connected(client("192.0.2.1"))).isInstanceOf(Admission.Uncounted.class);
        }
    }

    @Test
    void theNumberOfRememberedClientsIsBounded() {
        ClientCounters rates = (ClientCounters) rates(Map.of());
        for (int i = 0; i < ClientCounters.MOST_IDLE + 500; i++) {
            ClientIdentity client = client("10.1." + i / 250 + "." + i % 250);
            rates.connected(client);
            rates.disconnected(client);
        }
        assertThat(rates.size()).isEqualTo(ClientCounters.MOST_IDLE);
        now.addAndGet(TimeUnit.SECONDS.toNanos(61));
        rates.connected(client("192.0.2.1"));
        rates.disconnected(client("192.0.2.1"));
        assertThat(rates.size()).isEqualTo(1);
    }

    private Admission visit(ClientRates rates) {
        ClientIdentity client = client("192.0.2.1");
        Admission admission = rates.connected(client);
        rates.disconnected(client);
        return admission;
    }

    private ClientRates rates(Map<String, String> settings) {
        return ClientCounters.from(Catalog.settings(settings), TableRegistry.ofAllTypes(warning -> {}), now::get);
    }

    private static ClientIdentity client(String address) {
        return ClientIdentity.unnamed(address, 1025, new ClientIdentity.ServerEnd("127.0.0.1", 25));
    }
}
