/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A table server on a loopback port that answers as a script says; octets are Latin-1 characters here. */
final class ScriptedTableServer implements AutoCloseable {
    /** Said instead of an answer: keep silent. */
    static final String SILENCE = "\u0000silence";

    /** Said instead of an answer: close the connection. */
    static final String HANG_UP = "\u0000hang up";

    private final ServerSocket listener;
    private final boolean netstrings;
    private final Function<String, String> script;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    final AtomicInteger connections = new AtomicInteger();

    private ScriptedTableServer(int port, boolean netstrings, Function<String, String> script) throws IOException {
        this.listener = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        this.netstrings = netstrings;
        this.script = script;
        start(this::accept);
    }

    /** Lines in, lines out. */
    static ScriptedTableServer lines(Function<String, String> script) throws IOException {
        return new ScriptedTableServer(0, false, script);
    }

    /** Netstrings in; out goes what the script says, as it is. */
    static ScriptedTableServer netstrings(Function<String, String> script) throws IOException {
        return new ScriptedTableServer(0, true, script);
    }

    static String netstring(String text) {
        return text.length() + ":" + text + ",";
    }

    int port() {
        return listener.getLocalPort();
    }

    void hangUpOnAll() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "scripted-table-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                connections.incrementAndGet();
                open.add(socket);
                start(() -> serve(socket));
            }
        } catch (IOException ignored) {
            // closed
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            while (true) {
                String answer = script.apply(netstrings ? readNetstring(in) : readUntil(in, '\n'));
                if (answer.equals(HANG_UP)) {
                    return;
                }
                if (!answer.equals(SILENCE)) {
                    out.write((netstrings ? answer : answer + "\n").getBytes(StandardCharsets.ISO_8859_1));
                }
            }
        } catch (IOException ignored) {
            // the client has gone
        }
    }

    private static String readNetstring(InputStream in) throws IOException {
        int length = Integer.parseInt(readUntil(in, ':'));
        String text = new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
        readUntil(in, ',');
        return text;
    }

    private static String readUntil(InputStream in, char end) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != end; octet = in.read()) {
            if (octet < 0) {
                throw new IOException("end of stream");
            }
            text.write(octet);
        }
        return text.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        hangUpOnAll();
    }
}
