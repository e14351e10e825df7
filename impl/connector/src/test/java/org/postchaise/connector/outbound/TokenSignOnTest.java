/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import jakarta.resource.ResourceException;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.spi.InitialContextFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.connector.Copies;
import org.postchaise.connector.admin.OAuthTokens;
import org.postchaise.testkit.ScriptedPeer;

/** Sign-on with the tokens of an administered object. */
@Timeout(60)
class TokenSignOnTest {
    private static final Map<String, Object> BOUND = new ConcurrentHashMap<>();
    private static final String NAME = "java:/postchaise/Tokens";
    private static final Envelope ENVELOPE = Envelope.of("me@example.com", "ann@example.net");
    private static final MessageSource CONTENT =
            MessageSource.of("Subject: s\r\n\r\ntext\r\n".getBytes(StandardCharsets.US_ASCII));

    private final List<String> forms = new CopyOnWriteArrayList<>();
    private final SmtpManagedConnectionFactory factory = new SmtpManagedConnectionFactory();
    private HttpServer endpoint;

    /** The JNDI names of a container, with the objects bound to them. */
    public static final class Names implements InitialContextFactory {
        /** For JNDI. */
        public Names() {}

        @Override
        public Context getInitialContext(Hashtable<?, ?> environment) {
            return (Context) Proxy.newProxyInstance(
                    Names.class.getClassLoader(), new Class<?>[] {Context.class}, (proxy, method, arguments) -> {
                        if (!method.getName().equals("lookup")) {
                            return null;
                        }
                        Object found = BOUND.get(arguments[0].toString());
                        if (found == null) {
                            throw new NameNotFoundException(arguments[0].toString());
                        }
                        return found;
                    });
        }
    }

    @BeforeEach
    void start() throws IOException {
        System.setProperty(Context.INITIAL_CONTEXT_FACTORY, Names.class.getName());
        endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        endpoint.createContext("/", exchange -> {
            forms.add(URLDecoder.decode(
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                    StandardCharsets.UTF_8));
            byte[] answer = ("{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"token-" + forms.size()
                            + "\",\"refresh_token\":\"refresh-" + forms.size() + "\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        endpoint.start();
        factory.setTokens(NAME);
        factory.setSmtpSaslSecurityOptions("noanonymous");
    }

    @AfterEach
    void stop() {
        System.clearProperty(Context.INITIAL_CONTEXT_FACTORY);
        BOUND.clear();
        endpoint.stop(0);
    }

    private OAuthTokens tokens() {
        OAuthTokens tokens = new OAuthTokens();
        tokens.setUserName("ann@example.com");
        tokens.setTokenEndpoint("http://127.0.0.1:" + endpoint.getAddress().getPort() + "/token");
        tokens.setClientId("client");
        tokens.setClientSecret("client s3cret");
        tokens.setScope("https://outlook.office365.com/.default");
        return tokens;
    }

    private static String login(String token) {
        return "C: AUTH XOAUTH2 "
                + Base64.getEncoder()
                        .encodeToString(("user=ann@example.com\1auth=Bearer " + token + "\1\1")
                                .getBytes(StandardCharsets.UTF_8))
                + "\n";
    }

    private static String session(String login) {
        return "S: 220 mx.example ESMTP\nC: EHLO *\nS: 250-mx.example\nS: 250 AUTH LOGIN XOAUTH2\n" + login + """
                S: 235 2.7.0 in
                C: MAIL *
                S: 250 Ok
                C: RCPT *
                S: 250 Ok
                C: DATA
                S: 354 go on
                body
                S: 250 queued
                """;
    }

    @Test
    void aTokenServesTwoConnectionsAndIsReplacedOnceARefusalSaysThatItExpired() throws Exception {
        BOUND.put(NAME, tokens());
        String refused = login("token-1") + "S: 334 eyJzdGF0dXMiOiI0MDAifQ==\nC: \nS: 535 5.7.3 Authentication"
                + " unsuccessful\n" + login("token-2");
        try (ScriptedPeer peer = ScriptedPeer.ofText(session(login("token-1")) + "C: QUIT\nS: 221 bye\nsession\n"
                + session(refused) + "C: QUIT\nS: 221 bye\n")) {
            MailConnectionRequestInfo info =
                    new MailConnectionRequestInfo(factory.client().keyOf(peer.nextHop()));
            for (int i = 0; i < 2; i++) {
                SmtpManagedConnection connection = (SmtpManagedConnection) factory.createManagedConnection(null, info);
                assertThat(connection.getMetaData().getUserName()).isEqualTo("ann@example.com");
                assertThat(connection
                                .getConnection(null, info)
                                .deliver(ENVELOPE, CONTENT)
                                .outcomes()
                                .toString())
                        .contains("Delivered")
                        .doesNotContain("token-");
                connection.destroy();
            }
            peer.verify();
        }
        assertThat(forms)
                .hasSize(2)
                .allSatisfy(form ->
                        assertThat(form).contains("grant_type=client_credentials", "client_secret=client s3cret"));
    }

    @Test
    void aRefreshTokenIsAGrantOfItsOwn() throws Exception {
        OAuthTokens tokens = tokens();
        tokens.setRefreshToken("first-refresh");
        BOUND.put(NAME, tokens);
        try (ScriptedPeer peer = ScriptedPeer.ofText(session(login("token-1")))) {
            MailConnectionRequestInfo info =
                    new MailConnectionRequestInfo(factory.client().keyOf(peer.nextHop()));
            SmtpManagedConnection connection = (SmtpManagedConnection) factory.createManagedConnection(null, info);
            connection.getConnection(null, info).deliver(ENVELOPE, CONTENT);
            connection.destroy();
            peer.verify();
        }
        assertThat(forms.get(0)).contains("grant_type=refresh_token", "refresh_token=first-refresh");
    }

    @Test
    void connectionsWithTheSameTokensMatchAlthoughEachLookUpMakesAnotherObject() throws Exception {
        BOUND.put(NAME, tokens());
        MailConnectionRequestInfo info =
                new MailConnectionRequestInfo(factory.client().keyOf("[127.0.0.1]:25"));
        Object connection = factory.createManagedConnection(null, info);
        BOUND.put(NAME, tokens());
        assertThat(factory.matchManagedConnections(Set.of(connection), null, info))
                .isSameAs(connection);
    }

    /** As WildFly has it: the object is behind a proxy of its interfaces, which wraps what it throws. */
    @Test
    void aContainersProxyOfTheObjectWillDo() throws Exception {
        MailConnectionRequestInfo info =
                new MailConnectionRequestInfo(factory.client().keyOf("[127.0.0.1]:25"));
        OAuthTokens tokens = tokens();
        BOUND.put(
                NAME,
                Proxy.newProxyInstance(
                        OAuthTokens.class.getClassLoader(),
                        OAuthTokens.class.getInterfaces(),
                        (proxy, method, arguments) -> method.invoke(tokens, arguments)));
        assertThat(factory.createManagedConnection(null, info).getMetaData().getUserName())
                .isEqualTo("ann@example.com");
        tokens.setClientId(null);
        factory.setTokens(NAME);
        assertThatThrownBy(() -> factory.createManagedConnection(null, info))
                .hasMessageStartingWith("the property tokens names \"" + NAME + "\", in which there is no client_id;");
    }

    @Test
    void noSecretOfTheObjectIsReadBack() throws Exception {
        OAuthTokens tokens = tokens();
        tokens.setRefreshToken("first-refresh");
        assertThat(tokens.getClientSecret() + tokens.getRefreshToken()).isEmpty();
        assertThat(tokens + " " + tokens.credentials() + tokens.getScope() + tokens.getGrant() + tokens.getClientId())
                .doesNotContain("s3cret", "first-refresh");
        assertThat(Copies.copy(tokens).credentials().user()).isEqualTo("ann@example.com");
    }

    @Test
    void whatIsNotThereOrIsNoTokensIsNamed() throws Exception {
        MailConnectionRequestInfo info =
                new MailConnectionRequestInfo(factory.client().keyOf("[127.0.0.1]:25"));
        assertThatThrownBy(() -> factory.createManagedConnection(null, info))
                .isInstanceOf(ResourceException.class)
                .hasMessage("the property tokens names \"" + NAME
                        + "\", which can't be looked up; expected an administered object");
        BOUND.put(NAME, "text");
        assertThatThrownBy(() -> factory.createManagedConnection(null, info))
                .hasMessageStartingWith("the property tokens names \"" + NAME + "\", which is a java.lang.String;");
        BOUND.put(NAME, new OAuthTokens());
        assertThatThrownBy(() -> factory.createManagedConnection(null, info))
                .hasMessageContaining("there is no userName");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://example.com/token", "nonsense", "https://", "file:///etc/passwd"})
    void aBadEndpointIsRefusedAndNotQuoted(String endpoint) {
        OAuthTokens tokens = tokens();
        tokens.setTokenEndpoint(endpoint);
        assertThatThrownBy(tokens::credentials)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("token_endpoint is no (https )?URI; expected .*")
                .hasMessageNotContaining("\"" + endpoint);
    }
}
