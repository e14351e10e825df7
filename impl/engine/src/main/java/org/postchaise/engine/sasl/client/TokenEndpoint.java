/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.sasl.client;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postchaise.engine.https.HttpsClient;
import org.postchaise.engine.sasl.Secret;

/** A client of a token endpoint (RFC 6749). */
final class TokenEndpoint {
    private static final int LONGEST_ANSWER = 65_536;

    /** The lifetime of a token where the response does not state a lifetime. */
    private static final Duration UNKNOWN = Duration.ofMinutes(5);

    private final TokenGrant grant;
    private final HttpsClient https;
    private final HttpsClient.Bounds bounds;
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
    TokenEndpoint(TokenGrant grant, HttpsClient https, Duration limit, Clock clock) {
        this.grant = grant;
        this.https = https;
        this.bounds = new HttpsClient.Bounds(limit, LONGEST_ANSWER, HttpsClient.Bodies.ALL);
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
        try {
            Instant asked = clock.instant();
            HttpsClient.Response response = https.send(new HttpsClient.Request(
                    grant.endpoint(),
                    Map.of("Content-Type", "application/x-www-form-urlencoded", "Accept", "application/json"),
                    Optional.of(encoded(grant.form(refreshToken))),
                    Optional.empty(),
                    bounds));
            if (!response.isOk()) {
                throw new IOException("it answers " + response.status() + " " + reason(response));
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
    private static String reason(HttpsClient.Response response) {
        if (response.isRedirect()) {
            return "and redirects are not followed";
        }
        try {
            String error = string(TokenResponse.parse(response.body()), "error");
            return error.matches("[a-z_]{1,60}") ? error : "without a reason";
        } catch (IOException noObject) {
            return "without a reason";
        }
    }
}
