/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.api.Failure;
import org.postchaise.engine.Dovecot;
import org.postchaise.engine.Postfix;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.config.Protocol;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.dns.NameServers;
import org.postchaise.engine.dns.Resolvers;
import org.postchaise.engine.dns.dnsjava.DnsjavaResolver;
import org.postchaise.engine.sasl.client.Identity;

/** Logins to Postfix's smtpd, which asks Dovecot. */
@Timeout(120)
class LoginToPostfixTest {
    @TempDir
    private static Path folder;

    private static Dovecot dovecot;
    private static AutoCloseable master;
    private static int port;

    @BeforeAll
    static void start() throws IOException {
        Postfix postfix = Postfix.in(folder).assumeInstalled();
        dovecot = Dovecot.start();
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        master = postfix.startMaster(
                "myhostname = mx.example\nsmtpd_sasl_auth_enable = yes\nsmtpd_sasl_type = dovecot\nsmtpd_sasl_path = "
                        + dovecot.authSocket() + "\nsmtpd_peername_lookup = no\ninet_interfaces = 127.0.0.1\n",
                "proxymap unix - - n - - proxymap\n127.0.0.1:" + port + " inet n - n - - smtpd\n");
    }

    @AfterAll
    static void stop() throws Exception {
        if (master != null) {
            master.close();
        }
        if (dovecot != null) {
            dovecot.close();
        }
    }

    private static Optional<Failure> login(String mechanism, String password) {
        Map<String, String> set = Map.of(
                "smtp_sasl_auth_enable",
                "yes",
                "smtp_sasl_security_options",
                "noanonymous",
                "smtp_sasl_mechanism_filter",
                mechanism,
                "smtp_sasl_password_maps",
                "inline:{127.0.0.1=ann:" + password + "}");
        try (RouteProbe probe = new RouteProbe(
                Catalog.settings(set),
                Protocol.SMTP,
                Resolvers.keeping(new DnsjavaResolver(NameServers.system())),
                Identity.ANYONE)) {
            RouteReport report =
                    probe.run(NextHop.parse("[127.0.0.1]:" + port), RouteProbe.Reach.GREETING, Duration.ofSeconds(30));
            return report.sites().get(0).hosts().get(0).contact().orElseThrow().failure();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "login", "cram-md5", "digest-md5", "scram-sha-1", "scram-sha-256"})
    void theRightPasswordIsTakenAndAWrongOneIsNot(String mechanism) {
        assertThat(login(mechanism, Dovecot.PASSWORD)).isEmpty();
        assertThat(login(mechanism, "wrong"))
                .hasValueSatisfying(failure -> assertThat(failure.text())
                        .startsWith("SASL authentication failed; server 127.0.0.1[127.0.0.1] said: 535 5.7.8"));
    }
}
