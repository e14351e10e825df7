/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The server's connections, over sockets: threads, limits, drain, and the PROXY header. */
class MailServerTest extends MailServerFixture {
    private static long sessionThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("postchaise-session-"))
                .count();
    }

    @Test
    void aMailPassesOverTcp() throws Exception {
        Client client = new Client(start());
        assertThat(client.reply()).startsWith("220 mail.example ESMTP");
        deliver(client);
        assertThat(client.command("QUIT")).isEqualTo("221 2.0.0 Bye");
        assertThat(client.reply()).isEmpty();
        awaitSessions(0);
    }

    @Test
    void aMailPassesOverAUnixSocket() throws Exception {
        Path path = directory.resolve("s");
        Client client = new Client(start(UnixDomainSocketAddress.of(path)));
        assertThat(client.reply()).startsWith("220 ");
        deliver(client);
        server.drain();
        assertThat(Files.exists(path)).isFalse();
    }

    @Test
    void manySilentSessionsHoldFewThreads() throws Exception {
        SocketAddress address = start();
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Client client = new Client(address);
            clients.add(client);
            assertThat(client.reply()).startsWith("220 ");
        }
        assertThat(server.sessions()).isEqualTo(300);
        for (Client client : clients) {
            assertThat(client.command("NOOP")).startsWith("250 ");
        }
        assertThat(sessionThreads()).isLessThanOrEqualTo(4);
        for (Client client : clients) {
            client.close();
        }
        awaitSessions(0);
    }

    @Test
    void aMailPassesBesideSlowSessions() throws Exception {
        SocketAddress address = start();
        for (int i = 0; i < 50; i++) {
            Client slow = new Client(address);
            slow.reply();
            slow.send("EHL");
        }
        Client content = new Client(address);
        content.reply();
        content.command("EHLO client.example");
        content.command("MAIL FROM:<a@example.com>");
        content.command("RCPT TO:<ann@mail.example>");
        content.command("DATA");
        content.send("Subject: slow\r\n\r\nno end");
        Client honest = new Client(address);
        honest.reply();
        deliver(honest);
        assertThat(content.command("\r\n.")).startsWith("250 2.0.0 Ok");
    }

    @Test
    void octetsOneByOneMakeTheSameSession() throws Exception {
        Client client = new Client(start());
        client.reply();
        String session = "EHLO client.example\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<ann@mail.example>\r\nDATA\r\n";
        for (int i = 0; i < session.length(); i++) {
            client.send(session.substring(i, i + 1));
        }
        for (int i = 0; i < 3; i++) {
            assertThat(client.reply()).startsWith("250 ");
        }
        assertThat(client.reply()).startsWith("354 ");
        for (char c : "Subject: x\r\n\r\nx\r\n.\r\n".toCharArray()) {
            client.send(String.valueOf(c));
        }
        assertThat(client.reply()).startsWith("250 2.0.0 Ok");
    }

    @Test
    void moreSessionsThanTheLimitAreRefused() throws Exception {
        settings.put("max_sessions", "2");
        SocketAddress address = start();
        Client first = new Client(address);
        first.reply();
        new Client(address).reply();
        Client third = new Client(address);
        assertThat(third.reply()).isEqualTo("421 4.7.0 mail.example Error: too many sessions");
        first.close();
        awaitSessions(1);
        assertThat(new Client(address).reply()).startsWith("220 ");
    }

    @Test
    void aSilentClientIsDisconnectedAtTheTimeLimit() throws Exception {
        settings.put("smtpd_timeout", "1s");
        Client client = new Client(start());
        client.reply();
        assertThat(client.reply()).startsWith("421 4.4.2 mail.example Error: timeout exceeded");
        assertThat(client.reply()).isEmpty();
        awaitSessions(0);
    }

    @Test
    void drainEndsIdleSessionsAndLetsTransactionsEnd() throws Exception {
        settings.put("drain_time", "60s");
        SocketAddress address = start();
        Client idle = new Client(address);
        idle.reply();
        Client busy = new Client(address);
        busy.reply();
        busy.command("EHLO client.example");
        busy.command("MAIL FROM:<a@example.com>");
        CompletableFuture<Void> drained = CompletableFuture.runAsync(() -> {
            try {
                server.drain();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(idle.reply()).startsWith("421 4.3.2 ");
        assertThat(busy.command("RCPT TO:<ann@mail.example>")).startsWith("250 ");
        assertThat(busy.command("DATA")).startsWith("354 ");
        assertThat(busy.command("Subject: x\r\n\r\nx\r\n.")).startsWith("250 2.0.0 Ok");
        assertThat(busy.reply()).startsWith("421 4.3.2 ");
        drained.get();
        assertThatThrownBy(() -> new Client(address)).isInstanceOf(IOException.class);
    }

    @Test
    void drainEndsTransactionsAfterItsTimeLimit() throws Exception {
        SocketAddress address = start();
        Client busy = new Client(address);
        busy.reply();
        busy.command("EHLO client.example");
        busy.command("MAIL FROM:<a@example.com>");
        server.drain();
        assertThat(busy.reply()).startsWith("421 4.3.2 ");
        assertThat(busy.reply()).isEmpty();
    }

    @Test
    void aProxyTellsWhoTheClientIs() throws Exception {
        settings.put("smtpd_upstream_proxy_protocol", "haproxy");
        settings.put("smtpd_client_connection_count_limit", "1");
        settings.put("smtpd_client_event_limit_exceptions", "");
        SocketAddress address = start();
        Client first = new Client(address);
        for (char c : "PROXY TCP4 192.0.2.1 192.0.2.2 1025 25\r\nEHLO x.example\r\n".toCharArray()) {
            first.send(String.valueOf(c));
        }
        assertThat(first.reply()).startsWith("220 ");
        Client second = new Client(address);
        second.send("PROXY TCP4 192.0.2.1 192.0.2.2 1026 25\r\n");
        assertThat(second.reply()).isEqualTo("421 4.7.0 mail.example Error: too many connections from 192.0.2.1");
        Client other = new Client(address);
        other.send("PROXY TCP4 192.0.2.9 192.0.2.2 1027 25\r\n");
        assertThat(other.reply()).startsWith("220 ");
    }

    @Test
    void aConnectionWithoutAProxyHeaderIsRefused() throws Exception {
        settings.put("smtpd_upstream_proxy_protocol", "haproxy");
        settings.put("smtpd_upstream_proxy_timeout", "1s");
        SocketAddress address = start();
        Client client = new Client(address);
        assertThat(client.command("EHLO x.example")).isEqualTo("421 4.3.0 mail.example Server local error");
        assertThat(new Client(address).reply()).isEqualTo("421 4.3.0 mail.example Server local error");
    }

    @Test
    void aClientThatSpeaksBeforeItsGreetingIsDisconnected() throws Exception {
        settings.put("postscreen_greet_wait", "60s");
        settings.put("postscreen_greet_action", "drop");
        settings.put("mynetworks", "192.0.2.0/24");
        SocketAddress address = start();
        Client early = new Client(address);
        assertThat(early.line()).startsWith("220-mail.example ESMTP");
        assertThat(early.command("EHLO x.example")).isEqualTo("521 5.5.1 Protocol error");
    }

    @Test
    void aClientThatWaitsForItsGreetingGetsIt() throws Exception {
        settings.put("postscreen_greet_wait", "1s");
        settings.put("postscreen_greet_action", "drop");
        settings.put("mynetworks", "192.0.2.0/24");
        Client patient = new Client(start());
        assertThat(patient.line()).startsWith("220-mail.example ESMTP");
        assertThat(patient.reply()).startsWith("220 mail.example ESMTP");
        deliver(patient);
    }

    @Test
    void anAddressInUseIsNamed() throws Exception {
        SocketAddress address = start();
        assertThatThrownBy(() -> start(address))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("listen on ")
                .hasMessageContaining(String.valueOf(((InetSocketAddress) address).getPort()));
    }

    @Test
    void idleSessionsAreClosedAtOnceByClose() throws Exception {
        Client client = new Client(start());
        client.reply();
        server.close();
        assertThat(client.reply()).startsWith("421 4.3.2 ");
        assertThat(client.reply()).isEmpty();
        awaitSessions(0);
    }
}
