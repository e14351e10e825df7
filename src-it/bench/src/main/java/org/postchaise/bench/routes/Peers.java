/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.routes;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** SMTP servers that accept every mail, at once or after a pause, and servers to which no connection succeeds. */
final class Peers implements AutoCloseable {
    private static final int FILLED_AFTER_MILLIS = 300;
    private static final int MOST_QUEUED = 64;

    private final List<ServerSocket> listeners = new ArrayList<>();
    private final ConcurrentLinkedQueue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final AtomicInteger connections = new AtomicInteger();

    /** Returns the next hop of a server that answers each mail after {@code pause}. */
    String answering(Duration pause) throws IOException {
        ServerSocket listener = listen(200);
        start(() -> accept(listener, pause));
        return nextHop(listener);
    }

    /** Returns the next hop of a server that leaves connection requests unanswered, since its backlog is full. */
    String hanging() throws IOException {
        ServerSocket listener = listen(1);
        for (int i = 0; i < MOST_QUEUED; i++) {
            Socket socket = new Socket();
            sockets.add(socket);
            try {
                socket.connect(
                        new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()), FILLED_AFTER_MILLIS);
            } catch (SocketTimeoutException full) {
                return nextHop(listener);
            }
        }
        throw new IOException("this system takes connections without end; no peer can hang");
    }

    /** Returns the number of accepted connections. */
    int connections() {
        return connections.get();
    }

    private ServerSocket listen(int backlog) throws IOException {
        ServerSocket listener = new ServerSocket(0, backlog, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        listeners.add(listener);
        return listener;
    }

    private static String nextHop(ServerSocket listener) {
        return "[127.0.0.1]:" + listener.getLocalPort();
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "peer");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept(ServerSocket listener, Duration pause) {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                connections.incrementAndGet();
                socket.setTcpNoDelay(true);
                sockets.add(socket);
                start(() -> serve(socket, pause));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void serve(Socket socket, Duration pause) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            reply(socket, "220 peer.example ESMTP");
            while (true) {
                String line = readLine(in);
                reply(socket, line.startsWith("EHLO") ? "250-peer.example\r\n250 PIPELINING" : answer(line));
                if (line.equals("DATA")) {
                    while (!readLine(in).equals(".")) {
                        // content is of no interest
                    }
                    Thread.sleep(pause.toMillis());
                    reply(socket, "250 2.0.0 Ok");
                }
            }
        } catch (IOException left) {
            // the client may close the connection at any time
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String answer(String line) {
        return line.equals("DATA") ? "354 go on" : line.equals("QUIT") ? "221 2.0.0 Bye" : "250 2.0.0 Ok";
    }

    private static void reply(Socket socket, String text) throws IOException {
        socket.getOutputStream().write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** Returns a line without its end. */
    private static String readLine(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder(80);
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("connection closed by peer");
            }
            if (octet != '\r') {
                text.append((char) octet);
            }
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        for (ServerSocket listener : listeners) {
            listener.close();
        }
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
