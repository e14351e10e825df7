/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/**
 * HTTP client of an application's queue on a running server. Redirections are not followed, so that the login does not
 * go to another server.
 */
final class QueueClient {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    private static final int LONGEST = 64 << 20;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_LIMIT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final String base;
    private final Optional<String> authorization;
    private final Duration limit;

    /**
     * Creates a client.
     *
     * @param url the application's context root
     * @param authorization the value of the Authorization header field (RFC 7617); empty: none
     * @param limit the time for each request, until its answer is read
     * @throws IllegalArgumentException when {@code url} is not a usable address
     */
    QueueClient(String url, Optional<String> authorization, Duration limit) {
        this.base = checked(url);
        this.authorization = authorization;
        this.limit = limit;
    }

    /**
     * Answer to a request.
     *
     * @param length the length of the body, in octets; more than the limit for a body that is cut
     * @param value the parsed body; empty where the body is no JSON
     */
    private record Answer(int status, int length, Optional<Object> value) {}

    private static String checked(String url) {
        try {
            URI uri = new URI(url);
            boolean usable = ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getQuery() == null
                    && uri.getFragment() == null;
            if (usable) {
                return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
            }
        } catch (URISyntaxException e) {
            // reported by the exception below
        }
        throw new IllegalArgumentException("--url " + url
                + ": expected the address of an application, such as http://127.0.0.1:8080/postchaise-sample");
    }

    /** Returns the answer to {@code GET}: maps, lists, strings, numbers. */
    Object get(String path, Map<String, String> query) throws QueueException {
        String parameters = query.isEmpty() ? "" : "?" + encoded(query);
        return json(request(path + parameters).GET().build());
    }

    /** Returns the answer to {@code POST} of {@code form} as form fields. */
    Object post(String path, Map<String, String> form) throws QueueException {
        return json(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(encoded(form)))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + "/queue/" + path))
                .timeout(limit)
                .header("Accept", "application/json");
        authorization.ifPresent(value -> request.header("Authorization", value));
        return request;
    }

    private static String encoded(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Object json(HttpRequest request) throws QueueException {
        Answer answer = answer(request);
        if (answer.status() != 200) {
            throw refused(answer);
        }
        if (answer.length() > LONGEST) {
            throw unavailable(
                    "the answer is longer than " + (LONGEST >> 20) + " MiB; ask for less with a filter or --limit");
        }
        return answer.value()
                .orElseThrow(() -> unavailable(
                        "the answer is no JSON; expected the context root of an application with a" + " queue"));
    }

    private static Optional<Object> parsed(byte[] body) {
        try {
            return Optional.ofNullable(JSON.std.anyFrom(body));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private QueueException refused(Answer answer) {
        Optional<String> error = answer.value()
                .filter(Map.class::isInstance)
                .map(one -> ((Map<?, ?>) one).get("error"))
                .filter(String.class::isInstance)
                .map(String.class::cast);
        return switch (answer.status()) {
            case 400 -> new QueueException(ExitStatus.USAGE, error.orElse(base + " can't read the request"));
            case 401 ->
                new QueueException(
                        ExitStatus.NO_PERMISSION,
                        authorization.isPresent()
                                ? base + " does not know this user with this password"
                                : base + " wants a login: --user with --password-file");
            case 403 ->
                new QueueException(
                        ExitStatus.NO_PERMISSION,
                        error.orElse(base + " refuses: the user needs the role postchaise-operator"));
            case 404 ->
                error.map(text -> new QueueException(ExitStatus.FAILURE, text))
                        .orElseGet(() ->
                                unavailable("no queue here; expected the context root of an application with one"));
            case 503 ->
                new QueueException(
                        ExitStatus.TEMPORARY_FAILURE, error.orElse(base + " is not available at the moment"));
            default -> unavailable(error.orElse("HTTP status " + answer.status()));
        };
    }

    /**
     * Returns the answer to {@code request}, made on a thread of its own: the time limit of {@link HttpRequest} covers
     * the answer's header only.
     */
    private Answer answer(HttpRequest request) throws QueueException {
        FutureTask<Answer> task = new FutureTask<>(() -> exchange(request));
        Thread thread = new Thread(task, "queue request");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw unavailable(
                    "no answer within " + limit.toSeconds() + " s (--time-limit); the server may still do it");
        } catch (ExecutionException e) {
            throw unavailable(reason(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("interrupted");
        } finally {
            task.cancel(true);
        }
    }

    private Answer exchange(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            byte[] octets = body.readNBytes(LONGEST + 1);
            return new Answer(
                    response.statusCode(), octets.length, octets.length > LONGEST ? Optional.empty() : parsed(octets));
        }
    }

    private static String reason(Throwable cause) {
        String said = Optional.ofNullable(cause.getMessage()).orElse("");
        if (cause instanceof ConnectException) {
            return "can't connect" + (said.isEmpty() ? "" : ": " + said);
        }
        return said.isEmpty() ? "the connection failed" : said;
    }

    private QueueException unavailable(String reason) {
        return new QueueException(ExitStatus.UNAVAILABLE, base + ": " + reason);
    }
}
