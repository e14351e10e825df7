/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postchaise.it.server.ServerControl.Pool;
import org.postchaise.testkit.MockMailbox;

/** An operator's mistake is named, and costs nobody else anything. */
@ArquillianTest
class BadConfigurationIT {
    private final ItClient application = new ItClient();

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.application();
    }

    @ParameterizedTest
    @CsvSource({
        "smtpConnectTimeout, soon, smtp_connect_timeout, soon",
        "relayhost, [127.0.0.1]:99999, relayhost, bad network port: 99999"
    })
    void badPropertyIsNamedInOneLineAndTheServerGoesOn(String property, String value, String name, String problem) {
        String told = ServerSession.control().setUpWith(Archives.adapterNamed("postchaise-bad.rar"), property, value);

        assertThat(told.lines())
                .anyMatch(line -> line.contains(name) && line.contains(problem) && line.contains("expected"));
        try (MockMailbox mailbox = MockMailbox.start()) {
            assertThat(application.deliver(
                            Pool.MAIL,
                            Contents.plain("still there"),
                            List.of(mailbox.nextHop()),
                            List.of("ann@example.net")))
                    .contains("DELIVERED");
        }
    }
}
