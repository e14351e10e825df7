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
        "mail.example,[mail.example]:25",
        "mail.example:2525,[mail.example]:2525",
        "[Mail.Example],[mail.example]:25",
        "[127.0.0.1]:10025,[127.0.0.1]:10025",
        "[::1]:25,[::1]:25",
        "[IPv6:::1],[::1]:25",
        "' a:1 ',[a]:1"
    })
    void readsHostsAndPorts(String text, String hop) {
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
                "[a]:",
                "a:",
                "a:0",
                "a:99999",
                "a:x",
                "a:-1",
                "a:999999999999",
                "a b:25",
                "a\r\nb:25",
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
                .hasMessage("next hop \"mail.example:99999\": port 99999 is not in 1 to 65535;"
                        + " expected host:port or [host]:port");
    }
}
