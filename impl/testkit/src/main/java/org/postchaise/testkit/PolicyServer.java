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
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/**
 * An HTTPS server on 127.0.0.1 with a policy of MTA-STS (RFC 8461), for any domain, rightly or with one of the faults of {@link
 * Fault}. Thread-safe.
 */
public final class PolicyServer implements AutoCloseable {
    private static final int LARGE = 10_000_000;
    private static final long HANG_SECONDS = 300;

    private final HttpsServer server;
    private final ExecutorService threads;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger requests = new AtomicInteger();
    private volatile String policy;
    private volatile Fault fault = Fault.NONE;

    /** What the server does wrong. */
    public enum Fault {
        /** Nothing. */
        NONE,
        /** It answers 301, and would give the policy elsewhere. */
        REDIRECT,
        /** It answers 404. */
        NOT_FOUND,
        /** It answers 500. */
        BROKEN,
        /** It says that the policy is HTML. */
        HTML,
        /** It does not say what the policy is. */
        NO_TYPE,
        /** The policy is followed by 10 MB, as its length says. */
        LARGE,
        /** The same in chunks, without a length. */
        LARGE_CHUNKED,
        /** It never answers. */
        HANG,
        /** It never ends its answer. */
        HANG_IN_BODY
    }

    private PolicyServer(HttpsServer server, String policy) {
        this.server = server;
        this.policy = policy;
        this.threads = Executors.newCachedThreadPool(LoopbackServer.daemons("policy-server"));
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /**
     * Starts a server with the certificates of {@code context}.
     *
     * @param policy what it gives
     */
    public static PolicyServer start(SSLContext context, String policy) {
        try {
            InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            HttpsServer server = HttpsServer.create(new InetSocketAddress(loopback, 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(context));
            return new PolicyServer(server, policy);
        } catch (IOException e) {
            throw new UncheckedIOException("can't listen on 127.0.0.1: " + e.getMessage(), e);
        }
    }

    /** Gives another policy from now on. */
    public void publish(String other) {
        policy = other;
    }

    /** Behaves otherwise from now on. */
    public void behave(Fault other) {
        fault = other;
    }

    /** How many requests it had so far. */
    public int requests() {
        return requests.get();
    }

    /** Where this server has what a client would look for at {@code address}. */
    public URI in(URI address) {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort() + address.getRawPath());
    }

    @Override
    public void close() {
        closed.countDown();
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

    private void write(HttpExchange exchange, int status) throws IOException {
        byte[] octets = policy.getBytes(StandardCharsets.UTF_8);
        boolean large = fault == Fault.LARGE || fault == Fault.LARGE_CHUNKED;
        boolean chunked = fault == Fault.LARGE_CHUNKED || fault == Fault.HANG_IN_BODY;
        exchange.sendResponseHeaders(status, chunked ? 0 : octets.length + (large ? LARGE : 0));
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(octets);
            out.flush();
            if (fault == Fault.HANG_IN_BODY) {
                await();
            }
            byte[] lines = new byte[10_000];
            Arrays.fill(lines, (byte) '\n');
            for (int sent = 0; large && sent < LARGE; sent += lines.length) {
                out.write(lines);
            }
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
