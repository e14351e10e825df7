/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.sample;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.security.Principal;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SameOriginTest {
    private static final Principal ANN = () -> "ann";

    private static HttpServletRequest request(String client, String host, Principal user, Map<String, String> headers) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                SameOriginTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getHeader" -> headers.get(arguments[0]);
                    case "getUserPrincipal" -> user;
                    case "getRemoteAddr" -> client;
                    case "getServerName" -> host;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private static boolean allows(Principal user, Map<String, String> headers) {
        return SameOrigin.allows(request("127.0.0.1", "localhost", user, headers));
    }

    @Test
    void aCookieLoginWithoutOriginIsRefused() {
        assertThat(allows(ANN, Map.of("Cookie", "JSESSIONID=1"))).isFalse();
        assertThat(allows(ANN, Map.of())).as("a session of another kind").isFalse();
        assertThat(allows(null, Map.of("Cookie", "JSESSIONID=1"))).isFalse();
    }

    @Test
    void aClientThatBringsItsLoginNeedsNoOrigin() {
        assertThat(allows(ANN, Map.of("Authorization", "Basic YTpi"))).isTrue();
        assertThat(allows(null, Map.of())).as("nobody is logged in").isTrue();
    }

    @Test
    void anotherSitesOriginIsRefusedWhateverTheLogin() {
        assertThat(allows(ANN, Map.of("Authorization", "Basic YTpi", "Origin", "http://evil.example", "Host", "a")))
                .isFalse();
        assertThat(allows(ANN, Map.of("Origin", "null", "Host", "a"))).isFalse();
        assertThat(allows(ANN, Map.of("Sec-Fetch-Site", "cross-site"))).isFalse();
        assertThat(allows(ANN, Map.of("Origin", "http://a:8080", "Host", "a:8080")))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, localhost, , true",
        "127.0.0.1, 127.0.0.1, , true",
        "0:0:0:0:0:0:0:1, [::1], , true",
        "::1, LOCALHOST, , true",
        "192.0.2.7, localhost, , false",
        "127.0.0.1, shop.example, , false",
        "127.0.0.1, localhost, X-Forwarded-For, false",
        "127.0.0.1, localhost, Forwarded, false",
        "127.0.0.1, 127.0.0.1.evil.example, , false"
    })
    void onlyVisitorsOnLoopbackNeedNoLogin(String client, String host, String header, boolean local) {
        Map<String, String> headers = Optional.ofNullable(header)
                .map(name -> Map.of(name, "192.0.2.7"))
                .orElse(Map.of());
        assertThat(LocalVisitors.isLocal(request(client, host, null, headers))).isEqualTo(local);
    }
}
