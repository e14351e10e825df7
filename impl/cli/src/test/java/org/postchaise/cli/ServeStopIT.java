/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The built jar as a server that gets SIGTERM. */
@Timeout(300)
class ServeStopIT {
    @TempDir
    private Path directory;

    /** A session by hand. */
    private record Dialogue(Socket socket, BufferedReader replies) implements AutoCloseable {
        static Dialogue with(int port) throws IOException {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout((int) Duration.ofMinutes(1).toMillis());
            return new Dialogue(
                    socket,
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)));
        }

        void say(String line, String reply) throws IOException {
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
            hear(reply);
        }

        void hear(String reply) throws IOException {
            assertThat(replies.readLine()).startsWith(reply);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void sigtermLetsAMailTransactionEndAndSendsIdleClientsAway() throws Exception {
        try (ServeProcess server = ServeProcess.start(directory, "-o", "mynetworks=127.0.0.0/8");
                Dialogue busy = Dialogue.with(server.port());
                Dialogue idle = Dialogue.with(server.port())) {
            busy.hear("220 ");
            busy.say("HELO client.example", "250 ");
            busy.say("MAIL FROM:<sender@example.com>", "250 ");
            busy.say("RCPT TO:<user@example.net>", "250 ");
            idle.hear("220 ");
            idle.say("HELO client.example", "250 ");
            server.signal();
            idle.hear("421 4.3.2 ");
            busy.say("DATA", "354 ");
            busy.say("Subject: late\r\n\r\nmail\r\n.", "250 2.0.0 Ok: queued as ");
            busy.hear("421 4.3.2 ");
            assertThat(server.terminate()).as(server.log()).isZero();
            List<ServeProcess.Arrived> mails = server.take(1);
            assertThat(mails.get(0).content()).startsWith("Subject: late\r\n").endsWith("\r\n\r\nmail\r\n");
        }
    }
}
