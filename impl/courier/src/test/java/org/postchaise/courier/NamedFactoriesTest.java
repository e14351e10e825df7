/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import jakarta.resource.spi.InvalidPropertyException;
import java.lang.reflect.Proxy;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import org.junit.jupiter.api.Test;
import org.postchaise.api.spi.QueueTransport;

class NamedFactoriesTest {
    @Test
    void aMissingFactoryIsOneLineThatSaysWhatToAdd() {
        assertThat(NamedFactories.missing("postchaise/bulk", new NameNotFoundException("postchaise/bulk")))
                .hasLineCount(1)
                .contains("java:/postchaise/bulk", "expected", "postchaise.cli", "resource reference postchaise/bulk");
    }

    @Test
    void aFactoryOfOtherClassesIsOneLineThatNamesTheJar() {
        assertThat(NamedFactories.missing("postchaise/MailConnectionFactory", new Object()))
                .hasLineCount(1)
                .contains("java.lang.Object", "must not bring along postchaise-api");
    }

    @Test
    void aBadSettingIsFoundBeneathTheServersObjectDump() {
        NamingException dump =
                new NamingException("Lookup failed for x in SerialContext[myEnv={java.naming.factory=...}]");
        dump.initCause(new IllegalStateException(new InvalidPropertyException("parameter relayhost: bad value")));

        assertThat(NamedFactories.missing("postchaise/MailConnectionFactory", dump))
                .isEqualTo("connection factory postchaise/MailConnectionFactory: parameter relayhost: bad value");
    }

    @Test
    void aNameThatCouldLeadElsewhereIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> NamedFactories.reference("../x"));
        assertThatIllegalArgumentException().isThrownBy(() -> NamedFactories.reference("java:/x"));
    }

    @Test
    void undeployedApplicationForgetsTheFactories() {
        KnownFactories latest = new KnownFactories();
        latest.known().put("", (QueueTransport) Proxy.newProxyInstance(
                QueueTransport.class.getClassLoader(),
                new Class<?>[] {QueueTransport.class},
                (proxy, method, arguments) -> null));
        latest.refused().put("", "parameter relayhost: bad value");

        latest.forget();

        assertThat(latest.known()).isEmpty();
        assertThat(latest.refused()).isEmpty();
    }
}
