/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A server that drops the connection, without a reply, at the command with the given verb. */
final class AbruptPeer implements AutoCloseable {
    private final ServerSocket socket;
    private final String verb;

    private AbruptPeer(ServerSocket socket, String verb) {
        this.socket = socket;
        this.verb = verb;
    }

    static AbruptPeer droppingAt(String verb) {
        try {
            AbruptPeer peer = new AbruptPeer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), verb);
            Thread thread = new Thread(peer::serve, "abrupt-peer");
            thread.setDaemon(true);
            thread.start();
            return peer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String nextHop() {
        return "[127.0.0.1]:" + socket.getLocalPort();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                talk(client);
            } catch (IOException gone) {
                // the next client, or the end
            }
        }
    }

    private void talk(Socket client) throws IOException {
        client.setSoTimeout(20_000);
        BufferedReader in =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
        say(client, "220 abrupt.example ESMTP");
        String line = in.readLine();
        while (line != null && !line.toUpperCase(Locale.ROOT).startsWith(verb)) {
            say(client, line.equals("DATA") ? "354 go" : "250 ok");
            line = in.readLine();
        }
    }

    private static void say(Socket client, String line) throws IOException {
        client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
