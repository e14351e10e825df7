/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.sasl;

import java.util.Map;

/** As whom to log in, and with what. */
public sealed interface Credentials {

    /** The login name. */
    String user();

    /**
     * A password.
     *
     * @param secret may be empty
     */
    record Password(String user, Secret secret) implements Credentials {
        /** What a table holds: {@code user:password}; without a colon the password is empty. */
        static Password of(String entry) {
            int colon = entry.indexOf(':');
            return colon < 0
                    ? new Password(entry, new Secret(""))
                    : new Password(entry.substring(0, colon), new Secret(entry.substring(colon + 1)));
        }
    }

    /**
     * Tokens, which mechanisms of OAuth 2.0 use (RFC 6749, RFC 7628).
     *
     * @param source where they come from
     */
    record Bearer(String user, TokenSource source) implements Credentials {
        /**
         * Tokens of an endpoint, each kept until shortly before it expires.
         *
         * @param grant what {@code smtp_sasl_token_maps} has after the login name: {@code token_endpoint}, {@code client_id} and so
         *     on; an empty value is none
         * @throws IllegalArgumentException saying what is wrong, without a value
         */
        public static Bearer of(String user, Map<String, String> grant) {
            return new Bearer(user, CachedTokens.of(TokenGrant.of(grant)));
        }
    }
}
