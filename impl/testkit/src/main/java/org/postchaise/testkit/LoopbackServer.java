/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** A listener on 127.0.0.1 with a thread for each connection; {@link #close} ends all connections in bounded time. */
final class LoopbackServer implements AutoCloseable {
    /** The maximum time that a read waits. */
    static final Duration READ_LIMIT = Duration.ofMinutes(5);

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);
    private static final int BACKLOG = 200;

    /** The server's part of one connection. */
    interface Handler {
        /**
         * Serves a connection; called on the connection's own thread. The socket is closed afterwards.
         *
         * @param number the number of the connection, 1 for the first
         * @throws IOException when the connection breaks, which ends the connection
         */
        void serve(Socket socket, int number) throws IOException;
    }

    private final ServerSocket listener;
    private final ThreadFactory threads;
    private final Handler handler;
    private final AtomicInteger connections = new AtomicInteger();
    private final IdentityHashMap<Thread, Socket> sessions = new IdentityHashMap<>();
    private Thread acceptor;
    private boolean closed;

    private LoopbackServer(ServerSocket listener, ThreadFactory threads, Handler handler) {
        this.listener = listener;
        this.threads = threads;
        this.handler = handler;
    }

    /**
     * Starts to listen.
     *
     * @param port the port; 0 for any free port
     * @throws UncheckedIOException when the port is not available
     */
    static LoopbackServer start(int port, ThreadFactory threads, Handler handler) {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port is " + port + "; expected 0 (any free one) to 65535");
        }
        ServerSocket listener = listen(port);
        LoopbackServer server = new LoopbackServer(listener, threads, handler);
        server.acceptor = threads.newThread(server::accept);
        if (server.acceptor == null) {
            server.close();
            throw new IllegalStateException("the thread factory gave no thread to listen on port " + port);
        }
        server.acceptor.start();
        return server;
    }

    private static ServerSocket listen(int port) {
        ServerSocket listener = null;
        try {
            listener = new ServerSocket();
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), BACKLOG);
            return listener;
        } catch (IOException e) {
            closeQuietly(listener);
            throw new UncheckedIOException("can't listen on 127.0.0.1 port " + port + ": " + e.getMessage(), e);
        }
    }

    /** Returns a factory of daemon threads named {@code name} with a number. */
    static ThreadFactory daemons(String name) {
        AtomicInteger count = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Returns the server's next hop in Postfix's form. */
    String nextHop() {
        return "[127.0.0.1]:" + port();
    }

    int connections() {
        return connections.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                open(listener.accept());
            } catch (IOException e) {
                // the listener was closed, which ends the loop, or the client has closed the connection before accept
            }
        }
    }

    private void open(Socket socket) throws IOException {
        // these calls fail on a socket that is closed already, so no close is needed then
        socket.setSoTimeout((int) READ_LIMIT.toMillis());
        socket.setTcpNoDelay(true);
        int number = connections.incrementAndGet();
        Thread thread = threads.newThread(() -> serve(socket, number));
        synchronized (sessions) {
            // a managed thread factory that is shutting down gives no thread
            if (closed || thread == null) {
                closeQuietly(socket);
                return;
            }
            sessions.put(thread, socket);
        }
        thread.start();
    }

    private void serve(Socket socket, int number) {
        try {
            handler.serve(socket, number);
        } catch (IOException gone) {
            // ignored: tests check the connection's end on the client's side
        } finally {
            closeQuietly(socket);
            synchronized (sessions) {
                sessions.remove(Thread.currentThread());
            }
        }
    }

    /** Closes {@code socket} so that the data written before arrives: unread input would make the kernel send RST. */
    static void closeOrderly(Socket socket) throws IOException {
        byte[] rest = new byte[8192];
        while (socket.getInputStream().available() > 0) {
            if (socket.getInputStream().read(rest) < 0) {
                break;
            }
        }
        socket.close();
    }

    /** Ends all connections and their threads, and waits at most ten seconds for the threads to end. */
    @Override
    public void close() {
        List<Thread> waited = new ArrayList<>();
        closeQuietly(listener);
        synchronized (sessions) {
            closed = true;
            sessions.values().forEach(LoopbackServer::closeQuietly);
            waited.addAll(sessions.keySet());
        }
        if (acceptor != null) {
            waited.add(acceptor);
        }
        long deadline = System.nanoTime() + CLOSE_LIMIT.toNanos();
        for (Thread thread : waited) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0 || !join(thread, left)) {
                return;
            }
        }
    }

    private static boolean join(Thread thread, long millis) {
        try {
            if (thread != Thread.currentThread()) {
                thread.join(millis);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            if (closeable != null) {
                closeable.close();
            }
        } catch (Exception e) {
            // ignored: nothing more can be done to close the object
        }
    }
}
