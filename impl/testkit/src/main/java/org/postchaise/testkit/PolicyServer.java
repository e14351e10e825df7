/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** An HTTPS server on 127.0.0.1 that serves an MTA-STS policy (RFC 8461) for any domain, correctly or with one of the faults of {@link Fault}. Thread-safe. */
public final class PolicyServer implements AutoCloseable {
    private static final int LARGE = 10_000_000;
    private static final long HANG_SECONDS = 300;

    private static final long DRIP_MILLIS = 50;

    private final HttpsServer server;
    private final LoopbackServer endless;
    private final ExecutorService threads;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger requests = new AtomicInteger();
    private volatile String policy;
    private volatile Fault fault = Fault.NONE;

    /** The faults of the server. */
    public enum Fault {
        /** No fault. */
        NONE,
        /** A redirect: 301, to a location that serves the policy. */
        REDIRECT,
        /** The status 404. */
        NOT_FOUND,
        /** The status 500. */
        BROKEN,
        /** The content type text/html in place of text/plain. */
        HTML,
        /** No content type. */
        NO_TYPE,
        /** A body of 10 MB: the policy followed by empty lines, with Content-Length. */
        LARGE,
        /** The body of {@link #LARGE} in chunks, without a length. */
        LARGE_CHUNKED,
        /** No response. */
        HANG,
        /** A body that never ends, without further octets after the policy. */
        HANG_IN_BODY,
        /** A body that never ends, with an octet every 50 milliseconds. */
        DRIP,
        /** Header fields without end. */
        HEADERS
    }

    private PolicyServer(HttpsServer server, SSLContext context, String policy) {
        this.server = server;
        this.endless = LoopbackServer.start(
                0, LoopbackServer.daemons("endless-head"), (socket, number) -> sendHead(context, socket));
        this.policy = policy;
        this.threads = Executors.newCachedThreadPool(LoopbackServer.daemons("policy-server"));
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /**
     * Starts a server with the certificates of {@code context}.
     *
     * @param policy the policy to serve
     */
    public static PolicyServer start(SSLContext context, String policy) {
        try {
            InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            HttpsServer server = HttpsServer.create(new InetSocketAddress(loopback, 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(context));
            return new PolicyServer(server, context, policy);
        } catch (IOException e) {
            throw new UncheckedIOException("can't listen on 127.0.0.1: " + e.getMessage(), e);
        }
    }

    /** Replaces the policy from now on. */
    public void publish(String other) {
        policy = other;
    }

    /** Replaces the fault from now on. */
    public void behave(Fault other) {
        fault = other;
    }

    /** Returns the number of requests received so far. */
    public int requests() {
        return requests.get();
    }

    /** Returns the URI at which this server serves the resource that a client would request at {@code address}. */
    public URI in(URI address) {
        int port = fault == Fault.HEADERS ? endless.port() : server.getAddress().getPort();
        return URI.create("https://127.0.0.1:" + port + address.getRawPath());
    }

    @Override
    public void close() {
        closed.countDown();
        endless.close();
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        try (exchange) {
            boolean there = exchange.getRequestURI().getPath().equals("/.well-known/mta-sts.txt")
                    || exchange.getRequestURI().getPath().equals("/elsewhere");
            int status = !there || fault == Fault.NOT_FOUND
                    ? 404
                    : switch (fault) {
                        case REDIRECT -> exchange.getRequestURI().getPath().equals("/elsewhere") ? 200 : 301;
                        case BROKEN -> 500;
                        default -> 200;
                    };
            if (status == 301) {
                exchange.getResponseHeaders()
                        .set("Location", in(URI.create("/elsewhere")).toString());
            }
            if (fault == Fault.HANG) {
                await();
            }
            if (fault != Fault.NO_TYPE) {
                exchange.getResponseHeaders()
                        .set("Content-Type", fault == Fault.HTML ? "text/html" : "text/plain; charset=utf-8");
            }
            write(exchange, status);
        }
    }

    /** Answers a request with header fields until the client closes the connection. */
    private void sendHead(SSLContext context, Socket plain) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, "", 0, true);
        socket.setUseClientMode(false);
        requests.incrementAndGet();
        OutputStream out = socket.getOutputStream();
        out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
        byte[] field = ("X-Field: " + "x".repeat(1000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        while (true) {
            out.write(field);
        }
    }

    private void write(HttpExchange exchange, int status) throws IOException {
        byte[] octets = policy.getBytes(StandardCharsets.UTF_8);
        boolean large = fault == Fault.LARGE || fault == Fault.LARGE_CHUNKED;
        boolean chunked = fault == Fault.LARGE_CHUNKED || fault == Fault.HANG_IN_BODY || fault == Fault.DRIP;
        exchange.sendResponseHeaders(status, chunked ? 0 : octets.length + (large ? LARGE : 0));
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(octets);
            out.flush();
            if (fault == Fault.HANG_IN_BODY) {
                await();
            }
            while (fault == Fault.DRIP && !closed.await(DRIP_MILLIS, TimeUnit.MILLISECONDS)) {
                out.write('\n');
                out.flush();
            }
            byte[] lines = new byte[10_000];
            Arrays.fill(lines, (byte) '\n');
            for (int sent = 0; large && sent < LARGE; sent += lines.length) {
                out.write(lines);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("closed", e);
        }
    }

    private void await() throws IOException {
        try {
            if (!closed.await(HANG_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("no one closed the server");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("closed", e);
        }
    }
}
