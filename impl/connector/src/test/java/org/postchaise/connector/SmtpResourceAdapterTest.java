/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.resource.NotSupportedException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.IllegalStateException;
import jakarta.resource.spi.XATerminator;
import jakarta.resource.spi.work.WorkContext;
import jakarta.resource.spi.work.WorkManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.List;
import java.util.Timer;
import org.junit.jupiter.api.Test;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.connector.outbound.SmtpManagedConnectionFactory;
import org.postchaise.engine.client.delivery.MailClient;
import org.postchaise.engine.client.delivery.SessionStore;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.testkit.MockMailbox;

class SmtpResourceAdapterTest {
    private final SmtpResourceAdapter adapter = new SmtpResourceAdapter();

    @Test
    void s5_3_1_keepsTheBootstrapContextFromStartToStop() {
        BootstrapContext context = new NoServices();
        assertThat(adapter.bootstrapContext()).isEmpty();
        adapter.start(context);
        assertThat(adapter.bootstrapContext()).contains(context);
        adapter.stop();
        assertThat(adapter.bootstrapContext()).isEmpty();
    }

    @Test
    void s5_3_1_severalInstancesRunSideBySide() {
        List<SmtpResourceAdapter> adapters =
                List.of(new SmtpResourceAdapter(), new SmtpResourceAdapter(), new SmtpResourceAdapter());
        adapters.forEach(one -> one.start(new NoServices()));
        adapters.get(0).stop();
        assertThat(adapters.get(1).bootstrapContext()).isPresent();
    }

    @Test
    void s5_3_4_stopEndsTheSessionsOfItsClientsAndTakesNoNewOnes() throws Exception {
        try (MockMailbox mailbox = MockMailbox.start()) {
            adapter.start(new NoServices());
            MailClient client = MailClient.of(Catalog.defaults(), EngineListener.NONE);
            adapter.register(client);
            assertThat(deliver(client, mailbox).allDelivered()).isTrue();
            adapter.stop();
            assertThat(deliver(client, mailbox).recipients(RecipientOutcome.Kind.DEFERRED))
                    .hasSize(1);
            assertThatThrownBy(() -> adapter.register(client))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the resource adapter is stopped; no new connection can be made");
        }
    }

    @Test
    void s5_3_4_aFactoryOfAStoppedAdapterMakesNoConnections() throws Exception {
        adapter.start(new NoServices());
        adapter.stop();
        SmtpManagedConnectionFactory factory = new SmtpManagedConnectionFactory();
        factory.setResourceAdapter(adapter);
        assertThatThrownBy(() -> factory.createManagedConnection(null, null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("stopped");
    }

    @Test
    void s5_3_4_aSecondStopDoesNothing() {
        adapter.start(new NoServices());
        adapter.stop();
        adapter.stop();
        assertThat(adapter.bootstrapContext()).isEmpty();
    }

    @Test
    void s13_4_refusesEndpointsWithAClearText() {
        assertThatThrownBy(() -> adapter.endpointActivation(null, null))
                .isInstanceOf(NotSupportedException.class)
                .hasMessageContaining("does not receive mail yet");
        adapter.endpointDeactivation(null, null);
        assertThat(adapter.getXAResources(new ActivationSpec[0])).isEmpty();
    }

    @Test
    void s19_3_equalityIsByConfiguration() {
        assertThat(adapter).isEqualTo(new SmtpResourceAdapter()).hasSameHashCodeAs(new SmtpResourceAdapter());
        assertThat(adapter).isNotEqualTo("adapter");
    }

    @Test
    void s5_3_7_isASerializableBean() throws Exception {
        SmtpResourceAdapter copy = Copies.copy(adapter);
        assertThat(copy).isEqualTo(adapter);
        copy.start(new NoServices());
        copy.stop();
    }

    private static DeliveryReport deliver(MailClient client, MockMailbox mailbox) {
        return client.deliver(
                NextHop.parse(mailbox.nextHop()),
                Envelope.of("a@example.com", "b@example.net"),
                MessageSource.of("Subject: x\r\n\r\nx\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII)),
                SessionStore.none());
    }

    /** A container that offers nothing. */
    private static final class NoServices implements BootstrapContext {
        @Override
        public WorkManager getWorkManager() {
            return null;
        }

        @Override
        public XATerminator getXATerminator() {
            return null;
        }

        @Override
        public Timer createTimer() {
            return null;
        }

        @Override
        public boolean isContextSupported(Class<? extends WorkContext> kind) {
            return false;
        }

        @Override
        public TransactionSynchronizationRegistry getTransactionSynchronizationRegistry() {
            return null;
        }
    }
}
