/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.sasl.client;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postchaise.engine.sasl.Secret;

/**
 * A grant that entitles a client to tokens (RFC 6749).
 *
 * @param kind the kind of grant
 * @param endpoint the URI of the token endpoint
 * @param client the client id
 * @param clientSecret the client secret, where the client has one
 * @param refreshToken the refresh token, for a grant of that kind
 * @param scope the scope of the tokens, separated by spaces; empty: the endpoint's choice
 */
record TokenGrant(
        Kind kind,
        URI endpoint,
        String client,
        Optional<Secret> clientSecret,
        Optional<Secret> refreshToken,
        String scope) {

    /** The kinds of grant that need no user interaction. */
    enum Kind {
        /** The client credentials grant (RFC 6749, section 4.4). */
        CLIENT_CREDENTIALS,
        /** The refresh token grant (RFC 6749, section 6). */
        REFRESH_TOKEN;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final String EXPECTED = "token_endpoint=https://..., grant=client_credentials or refresh_token,"
            + " client_id=, client_secret=, refresh_token=, scope=";
    private static final Set<String> NAMES =
            Set.of("token_endpoint", "grant", "client_id", "client_secret", "refresh_token", "scope");

    /**
     * Creates a grant of these values; an empty value counts as not set, and without a grant value a refresh token
     * implies its kind.
     *
     * @throws IllegalArgumentException with the error, without a value
     */
    static TokenGrant of(Map<String, String> values) {
        Map<String, String> set = new HashMap<>(values);
        set.values().removeIf(String::isEmpty);
        Optional<Secret> refresh = Optional.ofNullable(set.get("refresh_token")).map(Secret::new);
        Kind kind = kind(set.getOrDefault(
                "grant", refresh.isPresent() ? Kind.REFRESH_TOKEN.label() : Kind.CLIENT_CREDENTIALS.label()));
        if ((kind == Kind.REFRESH_TOKEN) != refresh.isPresent()) {
            throw wrong("grant=" + kind.label() + (refresh.isPresent() ? " has a" : " has no") + " refresh_token");
        }
        return new TokenGrant(
                kind,
                endpoint(required(set, "token_endpoint")),
                required(set, "client_id"),
                Optional.ofNullable(set.get("client_secret")).map(Secret::new),
                refresh,
                set.getOrDefault("scope", ""));
    }

    private static IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(what + "; expected a login name and then " + EXPECTED);
    }

    private static String required(Map<String, String> values, String name) {
        String value = values.getOrDefault(name, "");
        if (value.isEmpty()) {
            throw wrong("there is no " + name);
        }
        return value;
    }

    private static Kind kind(String label) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.label().equals(label))
                .findFirst()
                .orElseThrow(() -> wrong("the grant is not known"));
    }

    /**
     * Returns the URI of the endpoint. The endpoint receives a secret, so an unencrypted URI is allowed only within
     * this machine.
     */
    private static URI endpoint(String text) {
        URI uri;
        try {
            uri = URI.create(text);
        } catch (IllegalArgumentException bad) {
            IllegalArgumentException wrong = wrong("token_endpoint is no URI");
            wrong.initCause(bad);
            throw wrong;
        }
        boolean loopback = Set.of("127.0.0.1", "[::1]", "localhost").contains(String.valueOf(uri.getHost()));
        if (uri.getHost() == null
                || !("https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && loopback))) {
            throw wrong("token_endpoint is no https URI");
        }
        return uri;
    }

    /**
     * Returns the form fields of a request to the endpoint, with {@code refresh} in place of the first refresh token.
     */
    Map<String, String> form(Optional<Secret> refresh) {
        Map<String, String> form = new HashMap<>(Map.of("grant_type", kind.label(), "client_id", client));
        clientSecret.ifPresent(secret -> form.put("client_secret", secret.reveal()));
        refresh.ifPresent(secret -> form.put("refresh_token", secret.reveal()));
        if (!scope.isEmpty()) {
            form.put("scope", scope);
        }
        return form;
    }

    /**
     * A value of {@code smtp_sasl_token_maps}: the login name, followed by {@code name=value} pairs.
     *
     * @param user the login name
     * @param grant the grant of the pairs
     */
    record Entry(String user, TokenGrant grant) {
        /**
         * Parses a value.
         *
         * @throws IllegalArgumentException with the error, without a value
         */
        static Entry parse(String text) {
            List<String> words = new ArrayList<>(Arrays.asList(text.strip().split("\\s+", -1)));
            String user = words.remove(0);
            if (user.isEmpty() || NAMES.stream().anyMatch(name -> user.startsWith(name + "="))) {
                throw wrong("there is no login name");
            }
            Map<String, String> values = new HashMap<>();
            Set<String> scopes = new HashSet<>();
            for (String word : words) {
                int equals = word.indexOf('=');
                String name = equals < 0 ? "" : word.substring(0, equals);
                if (!NAMES.contains(name)) {
                    throw wrong("a word is not one of the names with a value");
                }
                String value = word.substring(equals + 1);
                if (name.equals("scope")) {
                    scopes.add(value);
                } else if (values.put(name, value) != null) {
                    throw wrong("there is more than one " + name);
                }
            }
            values.put("scope", String.join(" ", scopes));
            return new Entry(user, of(values));
        }
    }
}
