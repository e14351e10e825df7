/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.engine.server.command.SessionRules.Protocol;

class ListenAddressTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:2525, SMTP, 127.0.0.1, 2525",
        "2525, SMTP, 127.0.0.1, 2525",
        "submission, SMTP, 127.0.0.1, 587",
        "127.0.0.2:smtp, SMTP, 127.0.0.2, 25",
        "[::1]:25, SMTP, ::1, 25",
        "lmtp:127.0.0.1:0, LMTP, 127.0.0.1, 0",
        "0.0.0.0:25, SMTP, 0.0.0.0, 25"
    })
    void tcpAddressesHaveHostAndPort(String text, Protocol protocol, String host, int port) throws Exception {
        ListenAddress address = ListenAddress.parse(text);
        assertThat(address.protocol()).isEqualTo(protocol);
        assertThat(address.address()).isEqualTo(new InetSocketAddress(host, port));
    }

    @Test
    void unixAddressesHaveAnAbsolutePath() {
        assertThat(ListenAddress.parse("lmtp:unix:/run/lmtp"))
                .isEqualTo(new ListenAddress(Protocol.LMTP, UnixDomainSocketAddress.of("/run/lmtp")));
        assertThat(ListenAddress.parse("unix:/run/smtp").protocol()).isEqualTo(Protocol.SMTP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "unix:", "unix:relative", "127.0.0.1:65536", "127.0.0.1:", "nosuchservice", "lmtp:"})
    void otherTextIsAnErrorOnOneLine(String text) {
        assertThatThrownBy(() -> ListenAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("listening address \"" + text + "\": ")
                .hasMessageContaining("expected host:port")
                .message()
                .doesNotContain("\n");
    }
}
