/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.sasl.client;

import org.postchaise.engine.sasl.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** A client of a token endpoint (RFC 6749). */
final class TokenEndpoint {
    private static final int OK = 200;
    private static final int LONGEST_ANSWER = 65_536;

    /** The lifetime of a token where the response does not state a lifetime. */
    private static final Duration UNKNOWN = Duration.ofMinutes(5);

    private final TokenGrant grant;
    private final Duration limit;
    private final Clock clock;

    /**
     * The current refresh token. An endpoint may issue a new refresh token with each access token, and revoke the old
     * refresh token (RFC 6749, section 6).
     */
    private volatile Optional<Secret> refreshToken;

    /**
     * Creates a client.
     *
     * @param grant the grant that entitles to tokens
     * @param limit the time limit of a whole request
     * @param clock the clock for expiry
     */
    TokenEndpoint(TokenGrant grant, Duration limit, Clock clock) {
        this.grant = grant;
        this.limit = limit;
        this.clock = clock;
        this.refreshToken = grant.refreshToken();
    }

    /**
     * A token.
     *
     * @param value the token
     * @param until the time at which the token expires, by the endpoint's response
     */
    record Token(Secret value, Instant until) {}

    /**
     * Requests a token.
     *
     * @throws TokenException when no token is available
     */
    Token fetch() throws TokenException {
        HttpRequest request = HttpRequest.newBuilder(grant.endpoint())
                .timeout(limit)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(encoded(grant.form(refreshToken))))
                .build();
        try {
            Instant asked = clock.instant();
            HttpResponse<String> response = answer(request);
            if (response.statusCode() != OK) {
                throw new IOException("it answers " + response.statusCode() + " " + reason(response));
            }
            Map<String, TokenResponse.Value> members = TokenResponse.parse(response.body());
            String value = string(members, "access_token");
            if (!value.matches("[\\x21-\\x7e]+")) {
                throw new IOException("there is no token in its answer; expected a string of printable ASCII"
                        + " characters as access_token (RFC 6749, section 5.1)");
            }
            String refresh = string(members, "refresh_token");
            if (refreshToken.isPresent() && !refresh.isEmpty()) {
                refreshToken = Optional.of(new Secret(refresh));
            }
            return new Token(new Secret(value), asked.plus(lifetime(members)));
        } catch (IOException e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new TokenException(
                    "token endpoint " + grant.endpoint().getHost() + ": "
                            + reason.lines().findFirst().orElse(""),
                    e);
        }
    }

    /**
     * Returns the response within the time limit, which includes the body; the time limit of {@link HttpRequest} ends
     * with the headers.
     */
    private HttpResponse<String> answer(HttpRequest request) throws IOException {
        CompletableFuture<HttpResponse<String>> answer =
                // frames of HTTP/2 that carry nothing could come for ever, also when the request is over
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(limit)
                        .build()
                        .sendAsync(request, head -> new Body());
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io
                    ? new IOException(io.getMessage(), io)
                    : new IOException("it can't be asked", e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + limit.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            answer.cancel(true);
        }
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** Returns the value of a member that is a string; empty text where the member is absent, or has another type. */
    private static String string(Map<String, TokenResponse.Value> members, String name) {
        TokenResponse.Value value = members.get(name);
        return value != null && value.isString() ? value.text() : "";
    }

    /** Returns the lifetime of a token; some endpoints give the number as a string. */
    private static Duration lifetime(Map<String, TokenResponse.Value> members) {
        TokenResponse.Value value = members.get("expires_in");
        String seconds = value == null ? "" : value.text();
        return seconds.matches("[0-9]{1,9}") ? Duration.ofSeconds(Long.parseLong(seconds)) : UNKNOWN;
    }

    /** Returns the error code of a response (RFC 6749, section 5.2); any other text of the response is not repeated. */
    private static String reason(HttpResponse<String> response) {
        if (response.statusCode() / 100 == 3) {
            return "and redirects are not followed";
        }
        try {
            String error = string(TokenResponse.parse(response.body()), "error");
            return error.matches("[a-z_]{1,60}") ? error : "without a reason";
        } catch (IOException noObject) {
            return "without a reason";
        }
    }

    /** A response body of bounded size. */
    private static final class Body implements BodySubscriber<String> {
        private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
        private final CompletableFuture<String> whole = new CompletableFuture<>();
        private Optional<Subscription> subscription = Optional.empty();

        @Override
        public CompletionStage<String> getBody() {
            return whole;
        }

        @Override
        public void onSubscribe(Subscription given) {
            subscription = Optional.of(given);
            given.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            for (ByteBuffer buffer : buffers) {
                byte[] some = new byte[buffer.remaining()];
                buffer.get(some);
                if (octets.size() + some.length > LONGEST_ANSWER) {
                    subscription.ifPresent(Subscription::cancel);
                    whole.completeExceptionally(
                            new IOException("its answer is longer than " + LONGEST_ANSWER + " octets"));
                    return;
                }
                octets.writeBytes(some);
            }
        }

        @Override
        public void onError(Throwable cause) {
            whole.completeExceptionally(cause);
        }

        @Override
        public void onComplete() {
            whole.complete(octets.toString(StandardCharsets.UTF_8));
        }
    }
}
