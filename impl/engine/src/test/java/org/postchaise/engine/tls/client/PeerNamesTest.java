/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postchaise.testkit.TestCa;

class PeerNamesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            hostname                | mx.example.com  |                 | true
            hostname                | other.invalid   | mx.example.com  | true
            hostname                | mx.example.com  | other.invalid   | false
            hostname                | x               | MX.Example.COM  | true
            hostname                | x               | *.example.com   | true
            hostname                | x               | *.com           | false
            hostname                | x               | m*.example.com  | false
            hostname                | x               | example.com     | false
            nexthop                 | x               | example.com     | true
            nexthop                 | x               | *.example.com   | false
            dot-nexthop             | x               | a.b.example.com | true
            dot-nexthop             | x               | *.example.com   | true
            dot-nexthop             | x               | example.com     | false
            nexthop dot-nexthop     | x               | mx.example.com  | true
            .example.org            | x               | a.example.org   | true
            mail.example.org        | x               | mail.example.org | true
            bücher.example          | x               | xn--bcher-kva.example | true
            192.0.2.1               | x               | 192.0.2.1       | true
            192.0.2.1               | 192.0.2.1       |                 | false
            192.0.2.1 .192.0.2.1    | x               | 192.0.2.1       | false
            """)
    void aCertificateMatchesAsItDoesForPostfix(
            String strategies, String commonName, String alternative, boolean match) {
        List<String> names = alternative == null ? List.of() : List.of(alternative);
        TestCa.Content content = TestCa.Content.of(commonName, names.toArray(String[]::new));
        TlsTarget target = new TlsTarget(
                "example.com",
                "example.com",
                "mx.example.com",
                25,
                new TlsTarget.Trail(TlsTarget.Exchanger.NONE, "mx.example.com", false));
        assertThat(target.names(Arrays.asList(strategies.split(" ", -1)))
                        .match(TestCa.selfSigned(content).chain().get(0)))
                .isEqualTo(match);
    }
}
