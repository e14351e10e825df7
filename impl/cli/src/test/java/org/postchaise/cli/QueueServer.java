/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An application with a queue that answers every request alike, and keeps what it was asked. */
final class QueueServer implements AutoCloseable {
    /** {@code parameters}: the query or the form, decoded. */
    record Request(String method, String path, String parameters, String authorization) {}

    private final HttpServer http;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ConcurrentLinkedQueue<Request> requests = new ConcurrentLinkedQueue<>();
    private final int status;
    private final byte[] answer;

    QueueServer(int status, String answer) throws IOException {
        this(status, answer.getBytes(StandardCharsets.UTF_8));
    }

    QueueServer(int status, byte[] answer) throws IOException {
        this.status = status;
        this.answer = answer;
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        http.setExecutor(threads);
        http.createContext("/", this::handle);
        http.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String query =
                    Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
            requests.add(new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    URLDecoder.decode(form + query, StandardCharsets.UTF_8),
                    Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                            .orElse("")));
            exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort() + "/app";
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    /** {@code postchaise queue} with this server. */
    Finished run(String input, String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "queue";
        all[1] = "--url";
        all[2] = url();
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return Finished.ours(input, all);
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
