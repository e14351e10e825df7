/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ResourceAdapterInternalException;
import java.io.File;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.naming.Reference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.Envelope;
import org.postchaise.api.MailConnection;
import org.postchaise.api.MailConnectionFactory;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.connector.Copies;
import org.postchaise.testkit.MockMailbox;
import org.postchaise.testkit.ReceivedMail;
import org.postchaise.testkit.ScriptedPeer;

/** The connection factory without a container. */
class MailConnectionFactoryTest {
    private final SmtpManagedConnectionFactory managed = new SmtpManagedConnectionFactory();
    private MockMailbox mailbox;

    @BeforeEach
    void start() {
        mailbox = MockMailbox.start();
    }

    @AfterEach
    void stop() {
        mailbox.close();
    }

    @Test
    void s6_9_deliversOutsideAContainerAndReusesTheSession() throws Exception {
        managed.setRelayhost(mailbox.nextHop());
        MailConnectionFactory factory = managed.createConnectionFactory();
        for (int i = 0; i < 5; i++) {
            assertThat(factory.deliver(Mails.ENVELOPE, Mails.MESSAGE).allDelivered())
                    .isTrue();
        }
        try (MailConnection connection = factory.getConnection(mailbox.nextHop())) {
            assertThat(connection.deliver(Mails.ENVELOPE, Mails.MESSAGE).allDelivered())
                    .isTrue();
        }
        assertThat(mailbox.mails()).hasSize(6);
        assertThat(mailbox.connections()).isEqualTo(1);
    }

    @Test
    void s6_9_aRequestHasItsOwnSettingsAndSharesNoSessionWithOthers() throws Exception {
        managed.setSmtpHeloName("factory.example");
        MailConnectionFactory factory = managed.createConnectionFactory();
        Map<String, String> own = Map.of("smtp_helo_name", "request.example");
        for (int i = 0; i < 2; i++) {
            deliver(factory.getConnection(mailbox.nextHop()));
            deliver(factory.getConnection(mailbox.nextHop(), own));
            deliver(factory.getConnection(mailbox.nextHop(), new HashMap<>(own)));
        }
        assertThat(mailbox.dialogue())
                .filteredOn(line -> line.startsWith("C: EHLO"))
                .containsExactly("C: EHLO factory.example", "C: EHLO request.example");
        assertThat(mailbox.mails()).hasSize(6);
    }

    @Test
    void aMailGoesToTheDestinationOfEachRecipientAndEachHasItsOutcome() throws Exception {
        try (MockMailbox other = MockMailbox.start();
                ScriptedPeer box = ScriptedPeer.ofText("""
                        S: 220 box.example
                        C~ LHLO .*
                        S: 250 box.example
                        C~ MAIL FROM:<sender@example.com>.*
                        S: 250 ok
                        C: RCPT TO:<eve@box.example>
                        S: 250 ok
                        C: DATA
                        S: 354 go on
                        body
                        S: 250 kept
                        """)) {
            managed.setRelayhost(mailbox.nextHop());
            managed.setTransportMaps("inline:{ {other.example=smtp:" + other.nextHop()
                    + "} {dan@none.example=error:5.1.1" + " no such user} {box.example=lmtp:" + box.nextHop() + "} }");
            DeliveryReport report = managed.createConnectionFactory()
                    .deliver(
                            Envelope.of(
                                    "sender@example.com",
                                    "ann@example.net",
                                    "bob@other.example",
                                    "dan@none.example",
                                    "eve@box.example",
                                    "fay@example.org",
                                    "gus@Other.Example"),
                            Mails.MESSAGE);
            assertThat(report.outcomes())
                    .extracting(outcome -> outcome.recipient().address() + " " + outcome.kind())
                    .containsExactly(
                            "ann@example.net DELIVERED",
                            "bob@other.example DELIVERED",
                            "dan@none.example REJECTED",
                            "eve@box.example DELIVERED",
                            "fay@example.org DELIVERED",
                            "gus@Other.Example DELIVERED");
            assertThat(report.outcomes().get(2).text()).isEqualTo("no such user");
            assertThat(recipients(mailbox)).containsExactly(List.of("ann@example.net", "fay@example.org"));
            assertThat(recipients(other)).containsExactly(List.of("bob@other.example", "gus@Other.Example"));
            box.verify();
        }
    }

    @Test
    void aDestinationWithoutAConnectionIsDeferredWhereAnotherGotItsPart() throws Exception {
        managed.setRelayhost(mailbox.nextHop());
        managed.setTransportMaps("inline:{ {odd.example=smtp:[host:99999} }");
        DeliveryReport report = managed.createConnectionFactory()
                .deliver(Envelope.of("sender@example.com", "ann@odd.example", "bob@example.net"), Mails.MESSAGE);
        assertThat(report.outcomes())
                .extracting(RecipientOutcome::kind)
                .containsExactly(RecipientOutcome.Kind.DEFERRED, RecipientOutcome.Kind.DELIVERED);
        assertThat(report.outcomes().get(0).text()).isEqualTo("missing \"]\" in server description: [host:99999");
    }

    private static List<List<String>> recipients(MockMailbox mailbox) {
        return mailbox.mails().stream().map(ReceivedMail::recipients).toList();
    }

    private static void deliver(MailConnection connection) throws ResourceException {
        try (connection) {
            assertThat(connection.deliver(Mails.ENVELOPE, Mails.MESSAGE).allDelivered())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "smtp_rset_timeout|soon|parameter smtp_rset_timeout: bad value \"soon\", ",
                "smtp_helo_name|a b|parameter smtp_helo_name: ",
                "smtp_conect_timeout|1s|unknown parameter smtp_conect_timeout (value \"1s\"); expected ",
                "smtp_address_verify_target|data|parameter smtp_address_verify_target: value \"data\" can't be"
                        + " set for one request, it is planned; expected an implemented parameter of outgoing mail",
                "info_log_address_format|internal|parameter info_log_address_format: value \"internal\" can't be set for one request, it is planned; ",
                "minimal_backoff_time|1s|parameter minimal_backoff_time: value \"1s\" can't be set for one request, it is not about",
                "relayhost|[a]|parameter relayhost can't be set for one request; expected the next hop beside the settings"
            })
    void aRequestForWhatCannotBeGivenIsRefused(String name, String value, String message) throws Exception {
        MailConnectionFactory factory = managed.createConnectionFactory();
        assertThatThrownBy(() -> factory.getConnection(mailbox.nextHop(), Map.of(name, value)))
                .isInstanceOf(InvalidPropertyException.class)
                .hasMessageStartingWith(message);
        Map<String, String> nulls = new HashMap<>();
        nulls.put(name, null);
        assertThatThrownBy(() -> factory.getConnection(mailbox.nextHop(), nulls))
                .isInstanceOf(InvalidPropertyException.class)
                .hasMessageContaining("hold null");
        assertThat(mailbox.connections()).isZero();
    }

    @Test
    void s6_9_aPlainProgramDeliversAndEnds() throws Exception {
        Process program = new ProcessBuilder(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PlainProgram.class.getName(),
                        mailbox.nextHop())
                .inheritIO()
                .start();
        try {
            assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(program.exitValue()).isZero();
        } finally {
            program.destroyForcibly();
        }
        assertThat(mailbox.mails()).hasSize(1);
    }

    /** The code that a user would write. */
    public static final class PlainProgram {
        private PlainProgram() {}

        public static void main(String[] args) throws ResourceException {
            SmtpManagedConnectionFactory managed = new SmtpManagedConnectionFactory();
            managed.setRelayhost(args[0]);
            DeliveryReport report = managed.createConnectionFactory().deliver(Mails.ENVELOPE, Mails.MESSAGE);
            if (!report.allDelivered()) {
                throw new IllegalStateException(report.toString());
            }
            // no exit call: nothing of ours may keep the program alive
        }
    }

    @Test
    void s6_10_1_usesOnlyTheConnectionManagerItIsGiven() throws Exception {
        managed.setRelayhost(mailbox.nextHop());
        MailConnectionFactory factory = managed.createConnectionFactory((mcf, info) -> {
            throw new ResourceException("the container's pool is exhausted");
        });
        assertThatThrownBy(factory::getConnection).hasMessage("the container's pool is exhausted");
        assertThatThrownBy(() -> factory.deliver(Mails.ENVELOPE, Mails.MESSAGE))
                .hasMessage("the container's pool is exhausted");
    }

    @Test
    void withoutARelayhostMailGoesToTheRecipientsDomain() throws Exception {
        String nextHop = mailbox.nextHop();
        managed.setSmtpTcpPort(nextHop.substring(nextHop.lastIndexOf(':') + 1));
        DeliveryReport report = managed.createConnectionFactory()
                .deliver(Envelope.of("sender@example.com", "ann@[127.0.0.1]"), Mails.MESSAGE);
        assertThat(report.allDelivered()).isTrue();
        assertThat(recipients(mailbox)).containsExactly(List.of("ann@[127.0.0.1]"));
    }

    @Test
    void withoutARelayhostOnlyAConnectionToANextHopIsHad() throws Exception {
        MailConnectionFactory factory = managed.createConnectionFactory();
        String message =
                "no next hop: the configuration property relayhost is not set; set it to host:port, or ask for a"
                        + " connection to a next hop";
        assertThatThrownBy(factory::getConnection)
                .isInstanceOf(ResourceException.class)
                .hasMessage(message);
        try (MailConnection connection = factory.getConnection(mailbox.nextHop())) {
            assertThat(connection.deliver(Mails.ENVELOPE, Mails.MESSAGE).allDelivered())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "localhost:99999 | next hop \"localhost:99999\": bad network port: 99999 for destination: localhost:99999",
                "localhost:x/y | next hop \"localhost:x/y\": unknown service: x/y/tcp",
                "'' | next hop \"\": null destination: \"\"",
                "[::1 | next hop \"[::1\": missing \"]\" in server description: [::1",
            })
    void s22_aMalformedNextHopIsNamedAndThePoolStaysUsable(String nextHop, String message) throws Exception {
        managed.setRelayhost(mailbox.nextHop());
        MailConnectionFactory factory = managed.createConnectionFactory();
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> factory.getConnection(nextHop))
                    .isInstanceOf(InvalidPropertyException.class)
                    .hasMessage(message
                            + "; expected host:port or [host]:port, the port from 1 to 65535 or a service name");
        }
        assertThatThrownBy(() -> factory.getConnection(null))
                .isInstanceOf(InvalidPropertyException.class)
                .hasMessageContaining("next hop is null");
        assertThat(factory.deliver(Mails.ENVELOPE, Mails.MESSAGE).allDelivered())
                .isTrue();
    }

    @Test
    void aNextHopThatDoesNotResolveDefersTheMailAndThePoolStaysUsable() throws Exception {
        managed.setRelayhost(mailbox.nextHop());
        MailConnectionFactory factory = managed.createConnectionFactory();
        for (int i = 0; i < 12; i++) {
            try (MailConnection connection = factory.getConnection("no-such-host.invalid:25")) {
                RecipientOutcome outcome = connection
                        .deliver(Mails.ENVELOPE, Mails.MESSAGE)
                        .outcomes()
                        .get(0);
                assertThat(outcome.kind()).isNotEqualTo(RecipientOutcome.Kind.DELIVERED);
                assertThat(outcome.text()).contains("no-such-host.invalid");
            }
        }
        assertThat(factory.deliver(Mails.ENVELOPE, Mails.MESSAGE).allDelivered())
                .isTrue();
    }

    @Test
    void aContainerThatHandsOutAHandleToAnotherHostIsCaught() throws Exception {
        managed.setRelayhost(mailbox.nextHop());
        MailConnectionRequestInfo wrong =
                new MailConnectionRequestInfo(managed.client().keyOf("wrong.example:25"));
        MailConnectionFactory factory = managed.createConnectionFactory((mcf, info) -> {
            ManagedConnection connection = mcf.createManagedConnection(null, wrong);
            return connection.getConnection(null, wrong);
        });
        assertThatThrownBy(factory::getConnection)
                .isInstanceOf(ResourceAdapterInternalException.class)
                .hasMessageContaining("gave a connection to wrong.example:25; asked for one to " + mailbox.nextHop());
        MailConnectionFactory foreign = managed.createConnectionFactory((mcf, info) -> "a string");
        assertThatThrownBy(foreign::getConnection).isInstanceOf(ResourceAdapterInternalException.class);
    }

    @Test
    void s20_6_factoriesAreReferenceableAndSurviveSerialization() throws Exception {
        managed.setRelayhost(mailbox.nextHop());
        MailConnectionFactory factory = managed.createConnectionFactory();
        assertThat(factory.deliver(Mails.ENVELOPE, Mails.MESSAGE).allDelivered())
                .isTrue();
        Reference reference = new Reference(MailConnectionFactory.class.getName());
        factory.setReference(reference);
        assertThat(factory.getReference()).isSameAs(reference);
        MailConnectionFactory copy = Copies.copy(factory);
        assertThat(copy.getReference()).isEqualTo(reference);
        assertThat(copy.deliver(Mails.ENVELOPE, Mails.MESSAGE).allDelivered()).isTrue();
        assertThat(mailbox.mails()).hasSize(2);
    }
}
