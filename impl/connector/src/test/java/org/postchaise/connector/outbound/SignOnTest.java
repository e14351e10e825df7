/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.SecurityException;
import jakarta.resource.spi.security.PasswordCredential;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import javax.security.auth.Subject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postchaise.api.Envelope;
import org.postchaise.api.MailConnection;
import org.postchaise.api.MailConnectionFactory;
import org.postchaise.api.MessageSource;
import org.postchaise.connector.Copies;
import org.postchaise.testkit.ScriptedPeer;

/** Sign-on by the container and by the application (Jakarta Connectors 2.1, chapter 9). */
@Timeout(60)
class SignOnTest {
    private static final String MAIL = """
            C: MAIL *
            S: 250 Ok
            C: RCPT *
            S: 250 Ok
            C: DATA
            S: 354 go on
            body
            S: 250 queued
            """;
    private static final String END = "C: QUIT\nS: 221 bye\n";
    private static final Envelope ENVELOPE = Envelope.of("me@example.com", "ann@example.net");
    private static final MessageSource CONTENT =
            MessageSource.of("Subject: s\r\n\r\ntext\r\n".getBytes(StandardCharsets.US_ASCII));

    private SmtpManagedConnectionFactory factory;

    @BeforeEach
    void aFactoryThatLetsPlainBeUsed() {
        factory = new SmtpManagedConnectionFactory();
        factory.setSmtpSaslSecurityOptions("noanonymous");
    }

    private static String session(String user) {
        String response =
                Base64.getEncoder().encodeToString(("\0" + user + "\0pass").getBytes(StandardCharsets.US_ASCII));
        return "S: 220 mx.example ESMTP\nC: EHLO *\nS: 250-mx.example\nS: 250 AUTH PLAIN\nC: AUTH PLAIN " + response
                + "\nS: 235 in\n" + MAIL;
    }

    private static Subject subject(SmtpManagedConnectionFactory meant, String user) {
        PasswordCredential credential = new PasswordCredential(user, "pass".toCharArray());
        credential.setManagedConnectionFactory(meant);
        return new Subject(false, Set.of(), Set.of(), Set.of(credential));
    }

    /** As a container does it: the same subject for both calls. */
    private static ConnectionManager container(Subject subject) {
        return (mcf, info) -> mcf.createManagedConnection(subject, info).getConnection(subject, info);
    }

    @Test
    void s9_1_containerManagedSignOnLogsIn() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.ofText(session("operator"))) {
            factory.setRelayhost(peer.nextHop());
            MailConnectionFactory made = factory.createConnectionFactory(container(subject(factory, "operator")));
            MailConnection connection = made.getConnection();
            connection.deliver(ENVELOPE, CONTENT);
            factory.client().mail().close();
            peer.verify();
            assertThat(connection.toString()).doesNotContain("pass");
        }
    }

    @Test
    void s9_1_applicationManagedSignOnLogsIn() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.ofText(session("application"))) {
            MailConnectionFactory made = factory.createConnectionFactory(container(null));
            try (MailConnection connection = made.getConnection(peer.nextHop(), "application", "pass".toCharArray())) {
                connection.deliver(ENVELOPE, CONTENT);
            }
            factory.client().mail().close();
            peer.verify();
        }
    }

    @Test
    void s9_1_aCredentialForAnotherFactoryIsNotUsed() throws Exception {
        SmtpManagedConnectionFactory other = new SmtpManagedConnectionFactory();
        other.setMyhostname("other.example");
        MailConnectionRequestInfo info =
                new MailConnectionRequestInfo(factory.client().keyOf("[127.0.0.1]:25"));
        ManagedConnection connection = factory.createManagedConnection(subject(other, "operator"), info);
        assertThat(connection.getMetaData().getUserName()).isEmpty();
    }

    @Test
    void s9_1_aConnectionOfOneUserIsNotMatchedForAnother() throws Exception {
        MailConnectionRequestInfo info =
                new MailConnectionRequestInfo(factory.client().keyOf("[127.0.0.1]:25"));
        ManagedConnection connection = factory.createManagedConnection(subject(factory, "operator"), info);
        assertThat(connection.getMetaData().getUserName()).isEqualTo("operator");
        assertThat(match(connection, subject(factory, "operator"), info)).isSameAs(connection);
        assertThat(match(connection, subject(factory, "somebody"), info)).isNull();
        assertThat(match(connection, null, info)).isNull();
    }

    private Object match(ManagedConnection connection, Subject subject, MailConnectionRequestInfo info)
            throws Exception {
        return factory.matchManagedConnections(Set.of(connection), subject, info);
    }

    @Test
    void s9_1_twoUsersNeverShareASessionThoughTheContainerSharesTheConnection() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.ofText(session("one") + END + "session\n" + session("two") + END)) {
            MailConnectionRequestInfo info =
                    new MailConnectionRequestInfo(factory.client().keyOf(peer.nextHop()));
            SmtpManagedConnection shared =
                    (SmtpManagedConnection) factory.createManagedConnection(subject(factory, "one"), info);
            for (String user : new String[] {"one", "two"}) {
                shared.getConnection(subject(factory, user), info).deliver(ENVELOPE, CONTENT);
            }
            shared.destroy();
            peer.verify();
        }
    }

    @Test
    void theFactorysOwnUserLogsInWhereNobodySignsOn() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.ofText(session("factory") + END + "session\n" + session("application")
                + END + "session\n" + session("operator") + END)) {
            factory.setUserName("factory");
            factory.setPassword("pass");
            MailConnectionRequestInfo info =
                    new MailConnectionRequestInfo(factory.client().keyOf(peer.nextHop()));
            SmtpManagedConnection own = (SmtpManagedConnection) factory.createManagedConnection(null, info);
            assertThat(own.getMetaData().getUserName()).isEqualTo("factory");
            own.getConnection(null, info).deliver(ENVELOPE, CONTENT);
            MailConnectionRequestInfo application = new MailConnectionRequestInfo(
                    SignOn.of(factory.client().keyOf(peer.nextHop()), "application", "pass".toCharArray()));
            own.getConnection(null, application).deliver(ENVELOPE, CONTENT);
            own.getConnection(subject(factory, "operator"), info).deliver(ENVELOPE, CONTENT);
            own.destroy();
            peer.verify();
        }
    }

    @Test
    void s18_aPasswordIsConfidential() throws Exception {
        factory.setUserName("factory");
        factory.setPassword("s3cret");
        assertThat(factory.getPassword()).isEmpty();
        assertThat(factory.toString()).doesNotContain("s3cret");
        MailConnectionRequestInfo info =
                new MailConnectionRequestInfo(factory.client().keyOf("[127.0.0.1]:25"));
        ManagedConnection connection = factory.createManagedConnection(null, info);
        assertThat(connection + " " + connection.getConnection(null, info) + connection.getMetaData())
                .doesNotContain("s3cret");
        SmtpManagedConnectionFactory other = new SmtpManagedConnectionFactory();
        other.setSmtpSaslSecurityOptions("noanonymous");
        other.setUserName("factory");
        assertThat(other).isNotEqualTo(factory);
        other.setPassword("s3cret");
        assertThat(other).isEqualTo(factory).hasSameHashCodeAs(factory);
        assertThat(Copies.copy(factory)).isEqualTo(factory);
    }

    @Test
    void halfASignOnStopsTheDeployment() {
        factory.setUserName("factory");
        assertThatThrownBy(() -> factory.createConnectionFactory(container(null)))
                .isInstanceOf(InvalidPropertyException.class)
                .hasMessage("userName without password; expected both or neither");
        factory.setUserName(null);
        factory.setPassword("s3cret");
        assertThatThrownBy(() -> factory.createConnectionFactory(container(null)))
                .hasMessage("password without userName; expected both or neither");
        factory.setUserName("factory");
        factory.setTokens("java:/tokens");
        assertThatThrownBy(() -> factory.createConnectionFactory(container(null)))
                .hasMessage("tokens beside userName and password; expected one kind of sign-on");
    }

    @Test
    void s9_1_aSignOnWithoutAUserNameIsRefused() {
        MailConnectionFactoryImpl made = new MailConnectionFactoryImpl(factory, container(null));
        assertThatThrownBy(() -> made.getConnection("[127.0.0.1]:25", " ", new char[0]))
                .isInstanceOf(SecurityException.class)
                .hasMessage("a sign-on without a user name or a password; expected both");
    }
}
