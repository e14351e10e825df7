/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.IllegalStateException;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ManagedConnection;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postchaise.api.MailConnectionFactory;
import org.postchaise.connector.Copies;
import org.postchaise.connector.SmtpResourceAdapter;
import org.postchaise.engine.client.delivery.ConnectionKey;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.config.catalog.SmtpClient;
import org.postchaise.testkit.MockMailbox;

class SmtpManagedConnectionFactoryTest {
    private static final ConnectionRequestInfo TO_A = info("a.example:25");
    private static final ConnectionRequestInfo TO_B = info("b.example:25");

    private SmtpManagedConnectionFactory factory;

    @BeforeEach
    void aFactoryWithARelayhost() {
        factory = new SmtpManagedConnectionFactory();
        factory.setRelayhost("[mail.example.com]:2525");
    }

    @Test
    void s6_5_3_makesConnectionFactoriesWithAndWithoutAContainer() throws Exception {
        assertThat(factory.createConnectionFactory()).isInstanceOf(MailConnectionFactory.class);
        MailConnectionFactory managed = factory.createConnectionFactory(
                (mcf, info) -> mcf.createManagedConnection(null, info).getConnection(null, info));
        assertThat(managed.getConnection()).hasToString("MailConnection to [mail.example.com]:2525");
    }

    @Test
    void s6_5_3_matchesTheConnectionMadeForTheSameKey() throws Exception {
        ManagedConnection a = factory.createManagedConnection(null, TO_A);
        ManagedConnection b = factory.createManagedConnection(null, TO_B);
        ManagedConnection any = factory.createManagedConnection(null, null);
        assertThat(match(TO_B, any, a, b)).isSameAs(b);
        assertThat(match(info("B.example:25"), any, a, b)).isSameAs(b);
        assertThat(match(null, a, any, b)).isSameAs(any);
    }

    @Test
    void s6_5_3_matchesAConnectionMadeForNoneBeforeNone() throws Exception {
        ManagedConnection a = factory.createManagedConnection(null, TO_A);
        ManagedConnection any = factory.createManagedConnection(null, null);
        assertThat(match(TO_B, a, any)).isSameAs(any);
    }

    @Test
    void s6_5_3_matchesNothingWhereNothingFits() throws Exception {
        ManagedConnection a = factory.createManagedConnection(null, TO_A);
        assertThat(match(TO_B, a)).isNull();
        assertThat(match(TO_A)).isNull();
        a.destroy();
        assertThat(match(TO_A, a)).isNull();
    }

    @Test
    void s6_5_3_refusesAForeignRequestInfo() {
        ConnectionRequestInfo foreign = new ConnectionRequestInfo() {};
        assertThatThrownBy(() -> factory.createManagedConnection(null, foreign))
                .isInstanceOf(ResourceException.class)
                .hasMessageContaining("expected " + MailConnectionRequestInfo.class.getName());
    }

    @Test
    void s6_5_3_anIdleConnectionWithoutASessionIsValid() throws Exception {
        assertThat(factory.getInvalidConnections(Set.of(factory.createManagedConnection(null, TO_A))))
                .isEmpty();
    }

    @Test
    void s6_5_3_reportsConnectionsWhoseServerHasGone() throws Exception {
        ManagedConnection alive;
        ManagedConnection dead;
        try (MockMailbox stays = MockMailbox.start()) {
            alive = used(stays);
            try (MockMailbox goes = MockMailbox.start()) {
                dead = used(goes);
                assertThat(factory.getInvalidConnections(Set.of(alive, dead))).isEmpty();
            }
            assertThat(factory.getInvalidConnections(Set.of(alive, dead))).isEqualTo(Set.of(dead));
            assertThat(stays.dialogue()).contains("C: RSET");
            alive.destroy();
            assertThat(factory.getInvalidConnections(Set.of(alive))).isEqualTo(Set.of(alive));
        }
    }

    @Test
    void s6_5_3_5_makesAConnectionForRecoveryWithoutContactingAServer() throws Exception {
        try (MockMailbox mailbox = MockMailbox.start()) {
            factory.setRelayhost(mailbox.nextHop());
            ManagedConnection recovery = factory.createManagedConnection(null, null);
            recovery.cleanup();
            recovery.destroy();
            assertThat(mailbox.connections()).isZero();
        }
    }

    @Test
    void s6_6_givesItsLogWriterToItsConnections() throws Exception {
        PrintWriter writer = new PrintWriter(new StringWriter());
        assertThat(factory.getLogWriter()).isNull();
        factory.setLogWriter(writer);
        assertThat(factory.getLogWriter()).isSameAs(writer);
        assertThat(factory.createManagedConnection(null, TO_A).getLogWriter()).isSameAs(writer);
    }

    @Test
    void s5_3_3_isAssociatedWithOneAdapter() throws Exception {
        SmtpResourceAdapter adapter = new SmtpResourceAdapter();
        factory.setResourceAdapter(adapter);
        factory.setResourceAdapter(adapter);
        assertThat(factory.getResourceAdapter()).isSameAs(adapter);
        assertThatThrownBy(() -> factory.setResourceAdapter(new SmtpResourceAdapter()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("associated with a resource adapter already");
        assertThatThrownBy(() -> factory.setResourceAdapter(null))
                .isInstanceOf(ResourceException.class)
                .hasMessageContaining("expected " + SmtpResourceAdapter.class.getName());
    }

    @Test
    void s19_3_equalityIsThatOfTheSettings() {
        SmtpManagedConnectionFactory same = new SmtpManagedConnectionFactory();
        assertThat(factory).isNotEqualTo(same).isNotEqualTo(new Object());
        same.setRelayhost("[mail.example.com]:2525");
        assertThat(factory).isEqualTo(same).hasSameHashCodeAs(same);
        same.setSmtpConnectTimeout("1s");
        assertThat(factory).isNotEqualTo(same);
    }

    @Test
    void s19_3_equalityIncludesWhatTheAdapterConfigures() throws Exception {
        SmtpManagedConnectionFactory same = new SmtpManagedConnectionFactory();
        SmtpResourceAdapter adapter = new SmtpResourceAdapter();
        adapter.setRelayhost("[mail.example.com]:2525");
        same.setResourceAdapter(adapter);
        factory.setResourceAdapter(new SmtpResourceAdapter());
        assertThat(factory).isEqualTo(same).hasSameHashCodeAs(same);
        adapter.setConfigFile("/etc/postfix/main.cf");
        assertThat(factory).isNotEqualTo(same);
    }

    @Test
    void s5_3_7_anEmptyPropertyInheritsFromTheAdapterAndAnotherWins() throws Exception {
        SmtpResourceAdapter adapter = new SmtpResourceAdapter();
        adapter.setRelayhost("[other.example.com]");
        adapter.setSmtpHeloName("client.example");
        factory.client().defaultKey();
        factory.setResourceAdapter(adapter);
        assertThat(factory.client().defaultKey()).isEqualTo(key("[mail.example.com]:2525"));
        assertThat(factory.settings().get(SmtpClient.HELO_NAME)).isEqualTo("client.example");
        factory.setRelayhost(" ");
        assertThat(factory.client().defaultKey()).isEqualTo(key("[other.example.com]"));
    }

    @Test
    void s19_4_requestInfosAreEqualWhenTheirKeysAre() {
        assertThat(info("A.example:25")).isEqualTo(TO_A).hasSameHashCodeAs(TO_A);
        assertThat(TO_A).isNotEqualTo(TO_B);
    }

    @Test
    void s20_6_isSerializable() throws Exception {
        factory.createConnectionFactory();
        SmtpManagedConnectionFactory copy = Copies.copy(factory);
        assertThat(copy).isEqualTo(factory);
        assertThat(copy.client().defaultKey()).isEqualTo(factory.client().defaultKey());
    }

    @Test
    void aChangedPropertyIsUsedByTheNextConnection() throws Exception {
        factory.client().defaultKey();
        factory.setRelayhost("[other.example.com]:25");
        assertThat(factory.client().defaultKey()).isEqualTo(key("[other.example.com]:25"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "soon | parameter smtp_mail_timeout: bad value \"soon\", it is not a number with an optional unit;"
                        + " expected a time of at least 1s, such as 30s, 5m, 1h, 1d or 1w (without a unit: s)",
                "0s | parameter smtp_mail_timeout: bad value \"0s\", it is too short; expected a time of at least 1s,"
                        + " such as 30s, 5m, 1h, 1d or 1w (without a unit: s)"
            })
    void s5_3_7_aBadTimeStopsTheFactoryWithOneLine(String value, String message) {
        factory.setSmtpMailTimeout(value);
        assertStopped(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mail.example.com:99999 | bad network port: 99999 for destination: mail.example.com:99999",
                "mail.example.com:2smtp | garbage after numerical service in server description: mail.example.com:2smtp",
                "[mail.example.com | missing \"]\" in server description: [mail.example.com",
                "mail!example:25 | valid hostname or network address required in server description: mail!example:25"
            })
    void s5_3_7_aBadRelayhostStopsTheFactoryWithOneLine(String value, String reason) {
        factory.setRelayhost(value);
        assertStopped("parameter relayhost: next hop \"" + value + "\": " + reason
                + "; expected host:port or [host]:port, the port from 1 to 65535 or a service name");
    }

    @Test
    void s5_3_7_aClientNameThatCouldInjectACommandStopsTheFactory() {
        factory.setSmtpHeloName("me\r\nMAIL FROM:<a@b.example>");
        assertThatThrownBy(() -> factory.createConnectionFactory())
                .isInstanceOf(InvalidPropertyException.class)
                .hasMessageContaining("parameter smtp_helo_name");
    }

    private void assertStopped(String message) {
        assertThatThrownBy(() -> factory.createConnectionFactory())
                .isInstanceOf(InvalidPropertyException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> factory.createManagedConnection(null, null))
                .isInstanceOf(InvalidPropertyException.class)
                .hasMessage(message);
    }

    private ManagedConnection used(MockMailbox mailbox) throws Exception {
        ConnectionRequestInfo info = info(mailbox.nextHop());
        ManagedConnection connection = factory.createManagedConnection(null, info);
        MailConnectionHandle handle = (MailConnectionHandle) connection.getConnection(null, info);
        assertThat(handle.deliver(Mails.ENVELOPE, Mails.MESSAGE).allDelivered()).isTrue();
        handle.close();
        return connection;
    }

    private ManagedConnection match(ConnectionRequestInfo info, ManagedConnection... candidates) throws Exception {
        return factory.matchManagedConnections(new LinkedHashSet<>(List.of(candidates)), null, info);
    }

    private static ConnectionRequestInfo info(String nextHop) {
        return new MailConnectionRequestInfo(key(nextHop));
    }

    private static ConnectionKey key(String nextHop) {
        return new ConnectionKey(NextHop.parse(nextHop));
    }
}
