/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.engine.tls.CipherList;
import org.postchaise.engine.tls.CipherSuite;
import org.postchaise.engine.tls.ProtocolList;

/** Lists of protocols and ciphers, and the values of policy tables. */
class TermsTest {
    private static final List<String> VERSIONS = List.of("TLSv1.3", "TLSv1.2", "TLSv1.1", "TLSv1");
    private static final List<CipherSuite> SUITES = Stream.of(
                    "TLS_AES_256_GCM_SHA384",
                    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
                    "TLS_DHE_RSA_WITH_AES_256_CBC_SHA",
                    "TLS_RSA_WITH_AES_256_CBC_SHA256",
                    "SSL_RSA_WITH_3DES_EDE_CBC_SHA",
                    "TLS_DH_anon_WITH_AES_128_CBC_SHA",
                    "TLS_RSA_WITH_NULL_SHA256")
            .map(CipherSuite::of)
            .flatMap(Optional::stream)
            .toList();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            >=TLSv1.2              | TLSv1.3 TLSv1.2
            >=TLSv1.2, <=TLSv1.2   | TLSv1.2
            >=TLSv1.2:<=TLSv1.2    | TLSv1.2
            !SSLv2, !SSLv3, !TLSv1 | TLSv1.3 TLSv1.2 TLSv1.1
            tlsv1.1 TLSv1.3        | TLSv1.3 TLSv1.1
            >=0303                 | TLSv1.3 TLSv1.2
            SSLv3                  | ''
            """)
    void aListOfProtocolsChoosesAsPostfixDoes(String list, String chosen) {
        assertThat(String.join(" ", ProtocolList.choose(list, VERSIONS))).isEqualTo(chosen);
    }

    @Test
    void aWordThatIsNoProtocolIsAnError() {
        assertThatThrownBy(() -> ProtocolList.choose(">=TLSv9", VERSIONS)).hasMessageContaining("TLSv9");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            HIGH                         | ECDHE-RSA-AES128-GCM-SHA256 ECDHE-ECDSA-CHACHA20-POLY1305 DHE-RSA-AES256-SHA AES256-SHA256 ADH-AES128-SHA
            HIGH:!aNULL:!kRSA            | ECDHE-RSA-AES128-GCM-SHA256 ECDHE-ECDSA-CHACHA20-POLY1305 DHE-RSA-AES256-SHA
            HIGH:!AES256-SHA256:!aNULL:AES256-SHA256 | ECDHE-RSA-AES128-GCM-SHA256 ECDHE-ECDSA-CHACHA20-POLY1305 DHE-RSA-AES256-SHA
            ECDHE+AESGCM,3DES            | ECDHE-RSA-AES128-GCM-SHA256 DES-CBC3-SHA
            aRSA+AES256:@STRENGTH        | DHE-RSA-AES256-SHA AES256-SHA256
            eNULL:!aNULL                 | NULL-SHA256
            aNULL:-aNULL:HIGH:MEDIUM:+RC4:@STRENGTH:!AES256:!AES128 | ECDHE-ECDSA-CHACHA20-POLY1305 DES-CBC3-SHA
            nonsense                     | ''
            """)
    void aCipherListChoosesAsOpenSslDoes(String list, String chosen) {
        assertThat(CipherList.choose(list, SUITES).stream().map(CipherSuite::openSsl))
                .containsExactly(chosen.isEmpty() ? new String[0] : chosen.split(" ", -1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bogus",
                "encrypt foo=bar",
                "encrypt foo",
                "may match=hostname",
                "encrypt tafile=/x",
                "secure match=",
                "encrypt ciphers=",
                "encrypt protocols=TLSv1.2 protocols=TLSv1.3",
                "encrypt connection_reuse=maybe",
                "encrypt servername=not_-a.name-",
                "encrypt {protocols"
            })
    void aPolicyThatIsNotUnderstoodIsAnError(String text) {
        assertThatThrownBy(() -> PolicyEntry.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPolicyHasALevelAndAttributes() {
        PolicyEntry entry = PolicyEntry.parse(
                "Secure match=nexthop:.example.com, match=mx.example.net ciphers=high {exclude = AES128, 3DES} connection_reuse=yes");
        assertThat(entry.level()).isEqualTo(TlsLevel.SECURE);
        assertThat(entry.match()).containsExactly("nexthop", ".example.com", "mx.example.net");
        assertThat(entry.attribute("exclude")).contains("AES128, 3DES");
        assertThat(entry.reuse()).contains(TlsPolicy.Reuse.ALLOWED);
        assertThat(PolicyEntry.parse("fingerprint match=aa:bb|cc:dd").match()).containsExactly("aa:bb", "cc:dd");
        assertThat(PolicyEntry.parse("none match=x").level()).isEqualTo(TlsLevel.NONE);
    }
}
