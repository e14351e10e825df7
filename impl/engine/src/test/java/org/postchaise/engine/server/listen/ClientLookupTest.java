/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postchaise.engine.dns.DnsAnswer;
import org.postchaise.engine.dns.DnsRecord;
import org.postchaise.engine.dns.RecordType;

/** The server while it looks up the names of clients, whose addresses a proxy tells. */
class ClientLookupTest extends MailServerFixture {
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch answer = new CountDownLatch(1);

    @BeforeEach
    void lookNamesUp() {
        settings.put("smtpd_peername_lookup", "yes");
        settings.put("smtpd_upstream_proxy_protocol", "haproxy");
        settings.put("smtpd_client_event_limit_exceptions", "");
        settings.put("smtpd_client_connection_count_limit", "1");
    }

    @AfterEach
    void letDnsAnswer() {
        answer.countDown();
    }

    /** Lets reverse lookups in 192.0.2.0/24 wait. */
    private void silence() {
        dns = (name, type, options) -> {
            asked.add(name);
            if (name.endsWith(".2.0.192.in-addr.arpa")) {
                try {
                    answer.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return new DnsAnswer.None(DnsAnswer.Kind.NO_SUCH_NAME, "none", 0);
        };
    }

    private Client client(SocketAddress server, String address) throws IOException {
        Client client = new Client(server);
        client.send("PROXY TCP4 " + address + " 198.51.100.1 1025 25\r\n");
        return client;
    }

    private void awaitAsked(int count) throws InterruptedException {
        while (asked.size() < count) {
            Thread.sleep(10);
        }
    }

    @Test
    void lookupsOfADeadZoneLeaveThreadsToSessions() throws Exception {
        silence();
        SocketAddress address = start();
        Client served = client(address, "203.0.113.1");
        assertThat(served.reply()).startsWith("220 ");
        for (int i = 1; i <= 6; i++) {
            client(address, "192.0.2." + i);
        }
        awaitAsked(3);
        deliver(served);
        Client local = client(address, "127.0.0.1");
        assertThat(local.reply()).startsWith("220 ");
        assertThat(asked).hasSize(3);
    }

    @Test
    void aClientThatWaitedForALookupIsServed() throws Exception {
        silence();
        settings.put("session_threads", "2");
        SocketAddress address = start();
        Client first = client(address, "192.0.2.1");
        awaitAsked(1);
        Client second = client(address, "192.0.2.2");
        second.send("EHLO client.example\r\n");
        answer.countDown();
        assertThat(first.reply()).startsWith("220 ");
        assertThat(second.reply()).startsWith("220 ");
        assertThat(second.reply()).startsWith("250 ");
    }

    @Test
    void aConnectionBeyondTheLimitIsRefusedWithoutALookup() throws Exception {
        silence();
        SocketAddress address = start();
        client(address, "192.0.2.1");
        awaitAsked(1);
        Client second = client(address, "192.0.2.1");
        assertThat(second.reply()).isEqualTo("421 4.7.0 mail.example Error: too many connections from 192.0.2.1");
        assertThat(asked).hasSize(1);
    }

    @Test
    void aClientExceptedByItsNameIsNotRefusedByItsAddress() throws Exception {
        settings.put("smtpd_client_event_limit_exceptions", "!127.0.0.1, client.example");
        dns = (name, type, options) -> {
            DnsRecord.Origin origin = new DnsRecord.Origin(name, name, 60, false);
            try {
                return new DnsAnswer.Records(List.of(
                        type == RecordType.PTR
                                ? new DnsRecord.Pointer(origin, RecordType.PTR, "client.example")
                                : new DnsRecord.Address(origin, InetAddress.getByName("192.0.2.1"))));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        };
        SocketAddress address = start();
        assertThat(client(address, "192.0.2.1").reply()).startsWith("220 ");
        assertThat(client(address, "192.0.2.1").reply()).startsWith("220 ");
        // an address of that zone whose name is forged
        assertThat(client(address, "192.0.2.7").reply()).startsWith("220 ");
        assertThat(client(address, "192.0.2.7").reply()).startsWith("421 ");
    }

    @Test
    void aServerThatStopsDoesNotWaitForNames() throws Exception {
        silence();
        SocketAddress address = start();
        client(address, "192.0.2.1");
        client(address, "192.0.2.2");
        awaitAsked(2);
        Client waiting = client(address, "192.0.2.3");
        awaitSessions(3);
        CompletableFuture<Void> drained = CompletableFuture.runAsync(() -> {
            try {
                server.drain();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        String last = waiting.reply();
        while (!last.isEmpty()) {
            // greeted, and told that the server shuts down
            last = waiting.reply();
        }
        assertThat(asked).hasSize(2);
        answer.countDown();
        drained.get();
    }
}
