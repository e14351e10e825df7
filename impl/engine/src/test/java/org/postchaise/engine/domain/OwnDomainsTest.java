/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postchaise.engine.config.SettingsException;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.dns.HostAnswer;
import org.postchaise.engine.table.MatchList;
import org.postchaise.engine.table.TableRegistry;

/** Membership of this system: {@code inet_interfaces}, {@code proxy_interfaces}, {@code mydestination}. */
class OwnDomainsTest {
    @TempDir
    private Path directory;

    private static MatchList.Result find(String mydestination, String domain) {
        TableRegistry tables = new TableRegistry(TableRegistry.localTypes(), Clock.systemUTC(), warning -> {});
        return LocalDomains.from(Catalog.settings(Map.of("mydestination", mydestination)), tables)
                .find(domain);
    }

    @Test
    void findsNamesTablesFilesAndExceptions() throws IOException {
        String file = Files.writeString(directory.resolve("names"), "in.file.example\n")
                .toString();
        String list = "a.example, !b.example inline:{b.example=x, c.example=x} " + file;
        for (String local : List.of("a.example", "A.Example", "c.example", "in.file.example")) {
            assertThat(find(list, local)).as(local).isEqualTo(MatchList.Result.MATCH);
        }
        for (String other : List.of("b.example", "sub.a.example", "example", "")) {
            assertThat(find(list, other)).as(other).isEqualTo(MatchList.Result.NO_MATCH);
        }
        assertThat(find("fail:x", "a.example")).isInstanceOf(MatchList.Result.Unavailable.class);
    }

    @Test
    void namesTheParameterOfABadList() {
        assertThatThrownBy(() -> find("nosuch:x", "a.example"))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("parameter mydestination: \"nosuch:x\"");
    }

    @Test
    void looksUpNamedInterfacesAndProxies() throws UnknownHostException {
        InetAddress named = InetAddress.getByName("192.0.2.1");
        AtomicInteger lookups = new AtomicInteger();
        Interfaces interfaces = Interfaces.from(
                Catalog.settings(
                        Map.of("inet_interfaces", "mx.example, gone.example", "proxy_interfaces", "[2001:db8::1]")),
                host -> {
                    lookups.incrementAndGet();
                    return host.equals("mx.example")
                            ? new HostAnswer.Found(List.of(named))
                            : new HostAnswer.NotFound("no such host");
                });
        assertThat(lookups).hasValue(0);

        OwnAddresses own = interfaces.addresses();

        assertThat(own.isListed()).isTrue();
        assertThat(own.contains(named)).isTrue();
        assertThat(own.contains(InetAddress.getByName("2001:db8::1"))).isTrue();
        assertThat(own.contains(InetAddress.getByName("192.0.2.2"))).isFalse();
        assertThat(own.only(address -> address.equals(named))).hasValue(named);
        assertThat(interfaces.addresses()).isSameAs(own);
        assertThat(lookups).hasValue(2);
    }

    @Test
    void knowsTheLoopbackInterface() {
        OwnAddresses own = Interfaces.from(
                        Catalog.settings(Map.of("inet_interfaces", "loopback-only")),
                        host -> new HostAnswer.NotFound(host))
                .addresses();
        assertThat(own.contains(InetAddress.getLoopbackAddress())).isTrue();
        assertThat(own.interfaces()).allMatch(InetAddress::isLoopbackAddress);
        assertThat(own.only(address -> true)).isEmpty();
    }
}
