/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postchaise.engine.dns.DnsAnswer;
import org.postchaise.engine.dns.HostsFile;
import org.postchaise.engine.server.view.ClientIdentity;
import org.postchaise.engine.server.view.ClientIdentity.NameStatus;

@Timeout(120)
class NameLookupsTest {
    @TempDir
    Path directory;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch within = new CountDownLatch(1);
    private final CountDownLatch answer = new CountDownLatch(1);
    private final SessionThreads threads = new SessionThreads(2);
    private final NameLookups lookups = new NameLookups(threads, 1);
    private ClientNames names;

    @AfterEach
    void close() {
        answer.countDown();
        threads.close();
    }

    @Test
    void connectionsOfAnAddressWaitForOneLookup() throws Exception {
        CompletableFuture<Optional<ClientIdentity>> first = begin("192.0.2.1");
        CompletableFuture<ClientIdentity> second = later("192.0.2.1");
        CompletableFuture<ClientIdentity> third = later("192.0.2.1");
        answer.countDown();
        assertThat(first.get()).map(ClientIdentity::nameStatus).contains(NameStatus.PERMANENT);
        assertThat(second.get()).isEqualTo(third.get()).isEqualTo(first.get().orElseThrow());
        assertThat(asked).containsExactly("1.2.0.192.in-addr.arpa");
    }

    @Test
    void aLookupTooManyWaitsUntilAnotherHasEnded() throws Exception {
        CompletableFuture<Optional<ClientIdentity>> first = begin("192.0.2.1");
        CompletableFuture<ClientIdentity> second = later("192.0.2.2");
        CompletableFuture<ClientIdentity> third = later("192.0.2.2");
        assertThat(asked).containsExactly("1.2.0.192.in-addr.arpa");
        answer.countDown();
        assertThat(second.get().label()).isEqualTo("unknown[192.0.2.2]");
        assertThat(third.get()).isEqualTo(second.get());
        assertThat(first.get()).isPresent();
        assertThat(asked).containsExactly("1.2.0.192.in-addr.arpa", "2.2.0.192.in-addr.arpa");
    }

    @Test
    void aLookupThatWaitsAtTheEndOfTheServerFails() throws Exception {
        CompletableFuture<Optional<ClientIdentity>> first = begin("192.0.2.1");
        CompletableFuture<ClientIdentity> second = later("192.0.2.2");
        CompletableFuture<ClientIdentity> third = later("192.0.2.3");
        threads.close();
        // until then the thread that is there may still take a lookup
        assertThat(threads.awaitEnd(Duration.ofMinutes(1))).isTrue();
        answer.countDown();
        assertThat(first.get()).isPresent();
        assertThat(second.get().nameStatus()).isEqualTo(NameStatus.TEMPORARY);
        assertThat(third.get().nameStatus()).isEqualTo(NameStatus.TEMPORARY);
    }

    /** Begins a lookup that the DNS answers when {@link #answer} is counted down. */
    private CompletableFuture<Optional<ClientIdentity>> begin(String address) throws Exception {
        names = new ClientNames(new HostsFile(directory.resolve("hosts")), (name, type, options) -> {
            asked.add(name);
            within.countDown();
            try {
                answer.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new DnsAnswer.None(DnsAnswer.Kind.NO_SUCH_NAME, "none", 0);
        });
        InetAddress client = InetAddress.getByName(address);
        CompletableFuture<Optional<ClientIdentity>> found =
                CompletableFuture.supplyAsync(() -> lookups.find(names, client, unexpected -> {}));
        within.await();
        return found;
    }

    private CompletableFuture<ClientIdentity> later(String address) throws Exception {
        CompletableFuture<ClientIdentity> found = new CompletableFuture<>();
        assertThat(lookups.find(names, InetAddress.getByName(address), found::complete))
                .isEmpty();
        return found;
    }
}
