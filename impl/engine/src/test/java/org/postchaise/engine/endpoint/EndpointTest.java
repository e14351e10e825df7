/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

    @ParameterizedTest
    @CsvSource({
        "inet:localhost:10031, inet:localhost:10031",
        "inet:10031, inet:localhost:10031",
        "inet::10031, inet:localhost:10031",
        "inet:[::1]:25, inet:[::1]:25",
        "inet:h:65535, inet:h:65535",
        "unix:/run/policy, unix:/run/policy",
        "unix:private/policy, unix:private/policy"
    })
    void parsesEndpointsWithAPrefix(String text, String endpoint) {
        assertThat(Endpoint.parse(text)).hasToString(endpoint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "h",
                "/run/policy",
                "h:25",
                "tcp:h:25",
                "inet:",
                "inet:h",
                "inet:h:0",
                "inet:h:65536",
                "unix:"
            })
    void refusesOtherTextInOneLine(String text) {
        assertThatThrownBy(() -> Endpoint.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("\"[^\n]*\" is no (endpoint|port|path|kind of endpoint)\\b[^\n]*");
    }

    @ParameterizedTest
    @CsvSource({
        "private/auth, unix:private/auth",
        "/run/a:b, unix:/run/a:b",
        "inet:h:12345, inet:h:12345",
        "unix:/run/auth, unix:/run/auth"
    })
    void takesAPathWhereTheSettingHasOne(String text, String endpoint) {
        assertThat(Endpoint.parse(text, Endpoint::unix)).hasToString(endpoint);
    }

    @ParameterizedTest
    @CsvSource({"inet:25, inet:inet:25", "h:25, inet:h:25", "25, inet:localhost:25"})
    void readsAHostAndAPortWithoutAPrefix(String text, String endpoint) {
        assertThat(Endpoint.inet(text)).hasToString(endpoint);
    }

    @Test
    void aNumericAddressNeedsNoNameServer() throws Exception {
        assertThat(Endpoint.inet("[::1]:25").addresses()).hasSize(1);
    }
}
