/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.server;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Open session of a client that a test writes step by step. */
final class ClientSession implements AutoCloseable {
    private static final int PER_NETWORK = 250;
    private static final int LINE = 1000;

    private final Socket socket = new Socket();

    /**
     * Connects and reads the greeting.
     *
     * @param number the number of the client, which chooses an address of 127.0.0.0/8
     */
    ClientSession(int port, int number, int timeoutMillis) throws IOException {
        try {
            byte[] address = {127, 0, (byte) (1 + number / PER_NETWORK), (byte) (1 + number % PER_NETWORK)};
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(timeoutMillis);
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(address), 0));
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), timeoutMillis);
            expect("220");
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Sends a command, and reads its reply, which must begin with {@code code}. */
    void command(String line, String code) throws IOException {
        write(line + "\r\n");
        expect(code);
    }

    void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.US_ASCII));
    }

    void write(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
    }

    /** Reads a reply, of several lines or one, which must begin with {@code code}. */
    void expect(String code) throws IOException {
        InputStream in = socket.getInputStream();
        String line;
        do {
            line = line(in);
        } while (line.length() > code.length() && line.charAt(code.length()) == '-');
        if (!line.startsWith(code)) {
            throw new IOException("expected " + code + ", got " + line);
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0 || line.length() > LINE) {
                throw new EOFException("connection closed by peer after: " + line);
            }
            line.append((char) octet);
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
