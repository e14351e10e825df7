/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NextHopTest {

    @ParameterizedTest
    @CsvSource({
        "Mail.Example,mail.example",
        "mail.example:2525,mail.example:2525",
        "[Mail.Example],[mail.example]",
        "[mail.example]:,[mail.example]",
        "[mail.example]:submission,[mail.example]:submission",
        "[127.0.0.1]:10025,[127.0.0.1]:10025",
        "127.0.0.1:10025,[127.0.0.1]:10025",
        "[::1]:0025,[::1]:25",
        "[IPv6:::1],[::1]",
        "b\u00fccher.example,b\u00fccher.example",
        "unix:/run/lmtp sock,unix:/run/lmtp sock",
        "inet:mail.example:24,mail.example:24",
        "' a:1 ',a:1",
        "'[a], [b]:26,c','[a], [b]:26, c'"
    })
    void readsDomainsHostsAddressesPathsAndLists(String text, String hop) {
        assertThat(NextHop.parse(text)).hasToString(hop);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":25",
                "[]",
                "[a",
                "[a]b",
                "a:0",
                "a:99999",
                "a:2x",
                "a:x/y",
                "a, [b",
                "unix:",
                "[ipv6:a]",
                "a!b",
                "a..b",
                "a:999999999999",
                ", ,",
                "a\u0000b:25",
                "::1",
                "a:25:26",
                "a:\u0662\u0665"
            })
    void aBadNextHopIsNamedInTheError(String text) {
        assertThatThrownBy(() -> NextHop.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("next hop \"")
                .hasMessageContaining("expected host:port or [host]:port")
                .hasMessageNotContaining("\n");
    }

    @Test
    void aPortOf99999IsNamedInTheError() {
        assertThatThrownBy(() -> NextHop.parse("mail.example:99999"))
                .hasMessage(
                        "next hop \"mail.example:99999\": bad network port: 99999 for destination: mail.example:99999;"
                                + " expected host:port or [host]:port, the port from 1 to 65535 or a service name");
    }
}
