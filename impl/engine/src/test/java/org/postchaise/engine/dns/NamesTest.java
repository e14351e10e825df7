/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names, addresses, and resolv.conf. */
class NamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "a.b", "a_b.example", "_25._tcp.mx.example", "1.example", "a--b", "*.example", "A-1"})
    void aHostCanHaveTheName(String name) {
        assertThat(HostName.isValid(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "a.", ".a", "a..b", "-a", "a-", "a.-b", "a!b", "1.2.3.4", "12", "a b", "a*.b", "::1"})
    void noHostCanHaveTheName(String name) {
        assertThat(HostName.isValid(name)).isFalse();
    }

    @Test
    void labelsAndNamesHaveALongestLength() {
        String label = "x".repeat(63);
        assertThat(HostName.isValid(label + ".example")).isTrue();
        assertThat(HostName.isValid("x" + label + ".example")).isFalse();
        assertThat(HostName.isValid((label + ".").repeat(3) + label)).isTrue();
        assertThat(HostName.isValid((label + ".").repeat(4) + "x")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,127.0.0.1",
        "::1,::1",
        "2001:DB8:0:0:1:0:0:1,2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1,2001:db8:0:1:1:1:1:1",
        "::,::",
        "fe80::,fe80::"
    })
    void anAddressIsReadAndWritten(String text, String written) {
        assertThat(HostName.address(text).map(HostName::text)).contains(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1.2.3", "1.2.3.256", "1.2.3.4.5", "a", ":", "1:2", "[::1]", "::1%lo", "127.1", "face"})
    void whatIsNoAddressIsNotLookedUpEither(String text) {
        assertThat(HostName.address(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "example.com,example.com,example.com",
        "B\u00dcCHER.example,xn--bcher-kva.example,xn--bcher-kva.example",
        "fa\u00df.de,xn--fa-hia.de,fass.de",
        "\u03b2\u03cc\u03bb\u03bf\u03c2.com,xn--nxasmm1c.com,xn--nxasmq6b.com",
        "\u0646\u0627\u0645\u0647\u200c\u0627\u06cc.com,xn--mgba3gch31f060k.com,xn--mgba3gch31f.com",
        "\u4f8b\u3002jp,xn--fsq.jp,xn--fsq.jp",
        "a\u200d.com,a\u200d.com,a.com"
    })
    void namesBeyondAsciiFollowTheRulesOf2008OrOf2003(String name, String new2008, String old2003) {
        assertThat(Idna.IDNA2008.toAscii(name)).isEqualTo(new2008);
        assertThat(Idna.IDNA2003.toAscii(name)).isEqualTo(old2003);
    }

    @Test
    void resolvConfIsReadAsTheCLibraryDoes() {
        NameServers servers = NameServers.ofResolvConf("""
                # a comment
                nameserver 192.0.2.1
                nameserver nonsense
                nameserver 2001:db8::1
                nameserver 192.0.2.3
                nameserver 192.0.2.4
                search a.example b.example
                options edns0 timeout:2 attempts:9 ndots:2 trust-ad
                """);
        assertThat(servers.addresses().stream()
                        .map(address -> HostName.text(address.getAddress()) + " " + address.getPort()))
                .containsExactly("192.0.2.1 53", "2001:db8::1 53", "192.0.2.3 53");
        assertThat(servers.timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(servers.attempts()).isEqualTo(5);
        assertThat(servers.search()).containsExactly("a.example", "b.example");
        assertThat(servers.dots()).isEqualTo(2);
        assertThat(NameServers.ofResolvConf("").addresses().get(0).getAddress().isLoopbackAddress())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1:5353,127.0.0.1,5353", "127.0.0.1,127.0.0.1,53", "[::1]:5353,::1,5353", "::1,::1,53"})
    void aNameServerIsNamedByAddressAndPort(String text, String address, int port) {
        assertThat(HostName.text(NameServers.of(text).addresses().get(0).getAddress()))
                .isEqualTo(address);
        assertThat(NameServers.of(text).addresses().get(0).getPort()).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ns.example", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536", "[::1]x", "127.0.0.1:x"})
    void aBadNameServerIsNamedInTheError(String text) {
        assertThatThrownBy(() -> NameServers.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "name server \"" + text + "\" is no address; expected address, address:port or [address]:port");
    }
}
