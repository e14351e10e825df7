/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A socket that sends what it is told and reads replies. */
final class PlainClient implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader replies;

    PlainClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(30_000);
        replies = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Sends octets as they are. */
    PlainClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    PlainClient send(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
        socket.getOutputStream().flush();
        return this;
    }

    /** The last line of the next reply; "EOF" at the end. */
    String reply() throws IOException {
        String line = replies.readLine();
        while (line != null && line.length() > 3 && line.charAt(3) == '-') {
            line = replies.readLine();
        }
        return line == null ? "EOF" : line;
    }

    /** Sends a line and reads its reply. */
    String command(String line) throws IOException {
        return send(line + "\r\n").reply();
    }

    /** Greeting and EHLO. */
    PlainClient greeted() throws IOException {
        reply();
        command("EHLO client.example.com");
        return this;
    }

    /** A whole mail; the reply to its final dot. */
    String mail(String sender, String recipient, String content) throws IOException {
        send("MAIL FROM:<" + sender + ">\r\nRCPT TO:<" + recipient + ">\r\nDATA\r\n");
        reply();
        String rcpt = reply();
        String data = reply();
        return data.startsWith("354") ? send(content + ".\r\n").reply() : rcpt;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
