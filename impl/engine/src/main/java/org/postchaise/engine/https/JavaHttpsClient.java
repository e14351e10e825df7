/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.https;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The client by {@link HttpClient}, with a connection of its own for each request. The size of the header fields is bounded
 * by Java, at 384 KiB.
 */
final class JavaHttpsClient implements HttpsClient {
    private static final int OK = 200;

    @Override
    public Response send(Request request) throws IOException {
        Bounds bounds = request.bounds();
        CompletableFuture<HttpResponse<String>> answer = client(request)
                .sendAsync(
                        javaRequest(request),
                        head -> new BoundedBody(
                                bounds.bodies() == Bodies.ALL || head.statusCode() == OK ? bounds.octets() : 0));
        try {
            // the time limit of HttpRequest ends with the header fields
            HttpResponse<String> response = answer.get(bounds.time().toMillis(), TimeUnit.MILLISECONDS);
            return new Response(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    response.body());
        } catch (ExecutionException e) {
            throw failure(bounds, e.getCause());
        } catch (TimeoutException e) {
            throw late(bounds, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw caused(new InterruptedIOException("interrupted"), e);
        } finally {
            answer.cancel(true);
        }
    }

    private static HttpClient client(Request request) {
        HttpClient.Builder client = HttpClient.newBuilder()
                // frames of HTTP/2 that carry nothing could come for ever, also when the request is over
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(request.bounds().time());
        request.tls().ifPresent(client::sslContext);
        return client.build();
    }

    private static HttpRequest javaRequest(Request request) {
        HttpRequest.Builder built =
                HttpRequest.newBuilder(request.uri()).timeout(request.bounds().time());
        request.headers().forEach(built::header);
        request.form().ifPresent(form -> built.POST(HttpRequest.BodyPublishers.ofString(form)));
        return built.build();
    }

    private static IOException failure(Bounds bounds, Throwable cause) {
        if (cause instanceof HttpTimeoutException) {
            return late(bounds, cause);
        }
        return cause instanceof IOException io ? io : new IOException("the request failed", cause);
    }

    private static IOException late(Bounds bounds, Throwable cause) {
        return caused(
                new HttpTimeoutException("no answer within " + bounds.time().toSeconds() + " s"), cause);
    }

    private static IOException caused(IOException failure, Throwable cause) {
        failure.initCause(cause);
        return failure;
    }
}
