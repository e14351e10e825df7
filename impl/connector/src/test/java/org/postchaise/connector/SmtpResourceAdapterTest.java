/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.IllegalStateException;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.resource.spi.XATerminator;
import jakarta.resource.spi.work.WorkContext;
import jakarta.resource.spi.work.WorkManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.Timer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.connector.outbound.SmtpManagedConnectionFactory;
import org.postchaise.engine.client.delivery.MailClient;
import org.postchaise.engine.client.delivery.SessionStore;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.config.catalog.SmtpClient;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.testkit.MockMailbox;

class SmtpResourceAdapterTest {
    @TempDir
    Path directory;

    private final SmtpResourceAdapter adapter = new SmtpResourceAdapter();

    @Test
    void s5_3_1_keepsTheBootstrapContextFromStartToStop() throws Exception {
        BootstrapContext context = new NoServices();
        assertThat(adapter.bootstrapContext()).isEmpty();
        adapter.start(context);
        assertThat(adapter.bootstrapContext()).contains(context);
        adapter.stop();
        assertThat(adapter.bootstrapContext()).isEmpty();
    }

    @Test
    void s5_3_1_severalInstancesRunSideBySide() throws Exception {
        List<SmtpResourceAdapter> adapters =
                List.of(new SmtpResourceAdapter(), new SmtpResourceAdapter(), new SmtpResourceAdapter());
        for (SmtpResourceAdapter one : adapters) {
            one.start(new NoServices());
        }
        adapters.get(0).stop();
        assertThat(adapters.get(1).bootstrapContext()).isPresent();
    }

    @Test
    void s5_3_4_stopEndsTheSessionsOfItsClientsAndTakesNoNewOnes() throws Exception {
        try (MockMailbox mailbox = MockMailbox.start()) {
            adapter.start(new NoServices());
            MailClient client = MailClient.of(Catalog.defaults(), EngineListener.NONE);
            adapter.register(client, Catalog.defaults());
            assertThat(deliver(client, mailbox).allDelivered()).isTrue();
            adapter.stop();
            assertThat(deliver(client, mailbox).recipients(RecipientOutcome.Kind.DEFERRED))
                    .hasSize(1);
            assertThatThrownBy(() -> adapter.register(client, Catalog.defaults()))
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
    void s5_3_4_aSecondStopDoesNothing() throws Exception {
        adapter.start(new NoServices());
        adapter.stop();
        adapter.stop();
        assertThat(adapter.bootstrapContext()).isEmpty();
    }

    @Test
    void s5_3_1_aListenerThatFailsStopsTheStartAndAllParts() throws Exception {
        AdapterListener failing = () -> {
            throw new ResourceException("no outbox");
        };
        adapter.whenStarted(failing);
        Set<ObjectName> before = beans();
        assertStopped("no outbox");
        assertThat(beans()).isEqualTo(before);
        assertThatThrownBy(() -> adapter.register(client(), Catalog.defaults()))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(adapter::outboxes).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void s5_3_1_theAdapterRunsAgainAfterAStop() throws Exception {
        Set<ObjectName> before = beans();
        adapter.start(new NoServices());
        assertThat(beans()).hasSize(before.size() + 2);
        adapter.stop();
        assertThat(beans()).isEqualTo(before);
        adapter.start(new NoServices());
        adapter.register(client(), Catalog.defaults());
        assertThat(adapter.outboxes().open(directory).isClosed()).isFalse();
        adapter.stop();
        assertThat(beans()).isEqualTo(before);
    }

    private static MailClient client() {
        return MailClient.of(Catalog.defaults(), EngineListener.NONE);
    }

    private static Set<ObjectName> beans() throws Exception {
        return ManagementFactory.getPlatformMBeanServer().queryNames(new ObjectName("org.postchaise:*"), null);
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
        SmtpResourceAdapter other = new SmtpResourceAdapter();
        other.setSmtpHeloName("mail.example.com");
        assertThat(adapter).isNotEqualTo(other);
        adapter.setSmtpHeloName("mail.example.com");
        assertThat(adapter).isEqualTo(other);
        adapter.setConfigFile("/etc/postfix/main.cf");
        assertThat(adapter).isNotEqualTo(other);
    }

    @Test
    void s5_3_7_isASerializableBean() throws Exception {
        adapter.setSmtpHeloName("mail.example.com");
        adapter.setConfigFile(file("relayhost = [a.example]\n"));
        SmtpResourceAdapter copy = Copies.copy(adapter);
        assertThat(copy).isEqualTo(adapter);
        copy.start(new NoServices());
        assertThat(copy.settings()).isEqualTo(adapter.settings());
        copy.stop();
    }

    @Test
    void s5_3_7_propertiesWinOverTheFileAndTheFileOverTheDefaults() throws Exception {
        adapter.setConfigFile(file("relayhost = [a.example]\nsmtp_helo_name = file.example\n"));
        adapter.setSmtpHeloName("property.example");
        adapter.start(new NoServices());
        assertThat(adapter.settings().get(SmtpClient.RELAYHOST)).isEqualTo("[a.example]");
        assertThat(adapter.settings().get(SmtpClient.HELO_NAME)).isEqualTo("property.example");
        assertThat(adapter.settings().get(SmtpClient.RSET_TIMEOUT)).hasSeconds(20);
    }

    @Test
    void theFileIsReadAtTheStartOnly() throws Exception {
        Path file = Path.of(file("relayhost = [a.example]\n"));
        adapter.setConfigFile(file.toString());
        adapter.start(new NoServices());
        Files.writeString(file, "relayhost = [b.example]\n");
        assertThat(adapter.settings().get(SmtpClient.RELAYHOST)).isEqualTo("[a.example]");
        adapter.stop();
        adapter.start(new NoServices());
        assertThat(adapter.settings().get(SmtpClient.RELAYHOST)).isEqualTo("[b.example]");
    }

    @Test
    void s5_3_7_aBadPropertyStopsTheStartWithOneLine() {
        adapter.setSmtpdErrorSleepTime("soon");
        assertStopped("parameter smtpd_error_sleep_time: bad value \"soon\", it is not a number with an optional unit;"
                + " expected a time of at least 0s, such as 30s, 5m, 1h, 1d or 1w (without a unit: s)");
        adapter.setSmtpdErrorSleepTime("");
        adapter.setRelayhost("[a.example]:99999");
        assertStopped("parameter relayhost: next hop \"[a.example]:99999\": bad network port: 99999 for destination:"
                + " [a.example]:99999; expected host:port or [host]:port, the port from 1 to 65535 or a service name");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a = b\\nsmtp_rset_timeout = soon|, line 2: parameter smtp_rset_timeout: bad value \"soon\", it is not a number"
                        + " with an optional unit; expected a time of at least 1s, such as 30s, 5m, 1h, 1d or 1w"
                        + " (without a unit: s)",
                "relayhost [a.example]|, line 1: line \"relayhost [a.example]\" is malformed; expected name = value",
                "relayhost = $b\\nb = $c\\nc = $b|, line 1: parameter relayhost: bad value \"$b\", a loop: $b -> $c -> $b;"
                        + " and FILE, line 2: parameter b: bad value \"$c\", a loop: $b -> $c -> $b;"
                        + " and FILE, line 3: parameter c: bad value \"$b\", a loop: $c -> $b -> $c"
            })
    void aBadLineOfTheFileStopsTheStartWithOneLine(String lines, String message) throws Exception {
        String file = file(lines.replace("\\n", "\n"));
        adapter.setConfigFile(file);
        assertStopped("configFile " + file + message.replace("FILE", file));
    }

    /** The words of {@code postchaise config --check}; its own test has more of them. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "transport_maps = hash:/nonexistent/t|parameter transport_maps: hash:/nonexistent/t: no such file",
                "smtp_generic_maps = frob:x|parameter smtp_generic_maps: table \"frob:x\": no table type frob; expected one of",
                "smtp_tls_security_level = may\\nsmtp_tls_CAfile = /nonexistent/ca|parameter smtp_tls_CAfile: /nonexistent/ca: ",
                "default_transport = nowhere|parameter default_transport: no transport \"nowhere\""
            })
    void whatTheCheckRefusesStopsTheStart(String lines, String message) throws Exception {
        adapter.setConfigFile(file(lines.replace("\\n", "\n")));
        assertThatThrownBy(() -> adapter.start(new NoServices()))
                .isInstanceOf(ResourceAdapterInternalException.class)
                .hasMessageContaining(message);
        assertThat(adapter.bootstrapContext()).isEmpty();
    }

    @Test
    void aFileThatCannotBeReadStopsTheStartWithOneLine() {
        adapter.setConfigFile(directory.toString());
        assertStopped("configFile " + directory + ": it is a directory; expected a file with main.cf lines");
        Path none = directory.resolve("none.cf");
        adapter.setConfigFile(none.toString());
        assertStopped("configFile " + none + ": there is no such file; expected a file with main.cf lines");
        adapter.setConfigFile("a\0b");
        assertThatThrownBy(() -> adapter.start(new NoServices()))
                .isInstanceOf(ResourceAdapterInternalException.class)
                .hasMessageStartingWith("configFile ");
    }

    @Test
    void servicesOfTheMasterFileAreTransportsOfAllFactories() throws Exception {
        Path master = Files.writeString(directory.resolve("master.cf"), "slow unix - - n - - smtp\n");
        adapter.setMasterFile(master.toString());
        adapter.setDefaultTransport("slow");
        adapter.start(new NoServices());
        assertThat(adapter.settings().master().services()).containsOnlyKeys("slow");
        assertThat(Copies.copy(adapter)).isEqualTo(adapter).isNotEqualTo(new SmtpResourceAdapter());
        SmtpManagedConnectionFactory factory = new SmtpManagedConnectionFactory();
        factory.setResourceAdapter(adapter);
        factory.setSmtpHeloName("mail.example.com");
        assertThat(factory.settings().master().services()).containsOnlyKeys("slow");
    }

    @Test
    void aMasterFileThatCannotBeUsedStopsTheStartWithOneLine() throws Exception {
        Path master = directory.resolve("master.cf");
        adapter.setMasterFile(master.toString());
        assertStopped("masterFile " + master + ": there is no such file; expected a file with master.cf lines");
        Files.writeString(master, "slow unix smtp\n");
        assertStopped(
                "masterFile " + master + ", line 1: line \"slow unix smtp\" is malformed; expected name type private"
                        + " unpriv chroot wakeup maxproc command");
    }

    @Test
    void oddValuesAreLoggedOnceAtTheStart() throws Exception {
        adapter.setConfigFile(file("smtp_conect_timeout = 1s\nsmtp_address_verify_target = data\n"));
        adapter.setSmtpdMilters("inet:localhost:1");
        try (Logged logged = Logged.of("org.postchaise.connector")) {
            adapter.start(new NoServices());
            SmtpManagedConnectionFactory factory = new SmtpManagedConnectionFactory();
            factory.setResourceAdapter(adapter);
            factory.setInfoLogAddressFormat("internal");
            factory.createConnectionFactory();
            factory.createManagedConnection(null, null);
            String file = adapter.getConfigFile();
            assertThat(logged.lines())
                    .containsExactly(
                            file
                                    + ", line 1: unknown parameter smtp_conect_timeout, which nothing uses; the nearest known"
                                    + " name is smtp_connect_timeout",
                            file + ", line 2: parameter smtp_address_verify_target has no effect yet (planned)",
                            "parameter smtpd_milters has no effect yet (planned)",
                            "parameter info_log_address_format has no effect yet (planned)");
        }
    }

    private void assertStopped(String message) {
        assertThatThrownBy(() -> adapter.start(new NoServices()))
                .isInstanceOf(ResourceAdapterInternalException.class)
                .hasMessage(message);
        assertThat(adapter.bootstrapContext()).isEmpty();
    }

    private String file(String text) throws IOException {
        return Files.writeString(directory.resolve("main.cf"), text).toString();
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
