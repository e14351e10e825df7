/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postchaise.it.server.ServerControl;
import org.postchaise.it.server.ServerControl.Pool;
import org.postchaise.it.server.ServerFiles;
import org.postchaise.testkit.MockMailbox;

/** The resource adapter's own properties, and the main.cf file that one of them names. */
@ArquillianTest
class ConfigurationIT {
    @TempDir
    Path directory;

    private final ItClient application = new ItClient();

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.application();
    }

    /** {@link ServerSession} sets {@code myhostname} there, and a parameter that does not apply. */
    @Test
    void theFileThatConfigFileNamesTakesEffectAndItsOddLinesAreLogged() {
        try (MockMailbox mailbox = MockMailbox.start()) {
            application.deliver(
                    Pool.MAIL, Contents.plain("named"), List.of(mailbox.nextHop()), List.of("ann@example.net"));
            assertThat(mailbox.dialogue()).contains("C: EHLO configured.example");
        }
        assertThat(ServerSession.control().log().lines())
                .anyMatch(line ->
                        line.contains("main.cf, line ") && line.contains("parameter max_use is not applicable"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "smtpConnectTimeout|soon|parameter smtp_connect_timeout: bad value \"soon\"",
                "relayhost|[127.0.0.1]:99999|parameter relayhost: next hop \"[127.0.0.1]:99999\": bad network port: 99999"
            })
    void aBadPropertyOfTheAdapterStopsItWithOneLine(String property, String value, String message) {
        assertThat(deployWith(property, value).lines())
                .anyMatch(line -> line.contains(message) && line.contains("expected"));
    }

    @Test
    void aBadLineOfTheFileStopsTheAdapterWithOneLineThatNamesIt() {
        Path file = ServerFiles.write(directory.resolve("main.cf"), "relayhost = [a]\nsmtp_rset_timeout = soon\n");
        assertThat(deployWith("configFile", file.toString()).lines())
                .anyMatch(line -> line.contains(
                                "configFile " + file + ", line 2: parameter smtp_rset_timeout: bad value \"soon\"")
                        && line.contains("expected"));
        assertThat(deployWith("configFile", directory.toString()).lines())
                .anyMatch(line -> line.contains("configFile " + directory + ": it is a directory"));
    }

    private String deployWith(String property, String value) {
        return ServerSession.control().deployAdapterWith(Archives.adapterNamed("postchaise-bad.rar"), property, value);
    }

    @Test
    void theServersDoctorExaminesWithTheSettingsInUse() {
        try (MockMailbox mailbox = MockMailbox.start()) {
            String told = application.examine(mailbox.nextHop());

            assertThat(told).startsWith("with relayhost = ").contains(mailbox.nextHop() + ": mail can be delivered");
            assertThat(mailbox.dialogue())
                    .contains("C: EHLO configured.example")
                    .doesNotContain("C: MAIL");
        }
    }

    @Test
    void theServersDoctorRefusesAMalformedDestinationInOneLine() {
        assertThatThrownBy(() -> application.examine("[127.0.0.1]:99999"))
                .hasMessageContaining("bad network port: 99999");
    }

    /** The relay takes the mail with the former settings; the bad value is named once, however many mails are delivered. */
    @Test
    void aBadLiveValueIsNamedOnceAndTheFormerSettingsStay() {
        Assumptions.assumeTrue(
                Boolean.getBoolean("it.live"),
                "skipped: Payara may give the bad value to applications deployed later; -Dit.live=true runs the test alone");
        ServerControl server = ServerSession.control();
        MockMailbox relay = ServerSession.relay();
        String first = application.send(Contents.plain("before"), "a@example.org", "b@example.net");
        Waits.until(() -> assertThat(application.status(first)).contains("DELIVERED"));
        relay.clear();
        int before = server.log().length();
        Optional<String> told = server.change(Pool.MAIL, "smtpConnectTimeout", "soon");
        Assumptions.assumeTrue(told.isPresent(), "skipped: the server needs a reload for a changed property");
        try {
            List<String> ids = IntStream.range(0, 5)
                    .mapToObj(i -> application.send(Contents.plain("live " + i), "a@example.org", "b@example.net"))
                    .toList();
            Waits.until(() -> assertThat(ids)
                    .allSatisfy(id -> assertThat(application.status(id)).contains("DELIVERED")));
            assertThat(relay.mails()).hasSize(5);
            String lines = told.get() + "\n" + server.log().substring(before);
            assertThat(lines.lines().filter(line -> line.contains("smtp_connect_timeout: bad value \"soon\"")))
                    .hasSize(1);
        } finally {
            server.change(Pool.MAIL, "smtpConnectTimeout", "");
        }
    }

    @Test
    void thePropertiesShowInTheManagementModel() {
        assertThat(ServerSession.control().configuration().lines())
                .anyMatch(line -> line.contains("configFile") && line.contains("main.cf"))
                .anyMatch(line -> line.contains("relayhost"));
    }
}
