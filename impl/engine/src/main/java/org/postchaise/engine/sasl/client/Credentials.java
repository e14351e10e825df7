/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.sasl.client;

import java.util.Map;
import org.postchaise.engine.sasl.Secret;

/** The credentials of a login: a login name, and a password or a source of tokens. */
public sealed interface Credentials {

    /** Returns the login name. */
    String user();

    /**
     * A login name and a password.
     *
     * @param user the login name
     * @param secret the password, which may be empty
     */
    record Password(String user, Secret secret) implements Credentials {
        /** Parses a table's value, {@code user:password}; without a colon the password is empty. */
        static Password of(String entry) {
            int colon = entry.indexOf(':');
            return colon < 0
                    ? new Password(entry, new Secret(""))
                    : new Password(entry.substring(0, colon), new Secret(entry.substring(colon + 1)));
        }
    }

    /**
     * A login name and a source of bearer tokens, for OAuth 2.0 mechanisms (RFC 6749, RFC 7628).
     *
     * @param user the login name
     * @param source the source of the tokens
     */
    record Bearer(String user, TokenSource source) implements Credentials {
        /**
         * Returns credentials with the tokens of an endpoint, each kept until shortly before its expiry.
         *
         * @param grant the names and values that follow the login name in {@code smtp_sasl_token_maps}:
         *     {@code token_endpoint}, {@code client_id} and so on; an empty value counts as not set
         * @throws IllegalArgumentException with the error, without a value
         */
        public static Bearer of(String user, Map<String, String> grant) {
            return new Bearer(user, CachedTokens.of(TokenGrant.of(grant)));
        }
    }
}
