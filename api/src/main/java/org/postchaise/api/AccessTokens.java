/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

/**
 * OAuth 2.0 access tokens for one login, as an administered object (Jakarta Connectors 2.1, section 13.4.3). An operator configures in
 * the object the grant with which a client is given tokens (RFC 6749, sections 4.4 and 6). A connection factory whose property {@code
 * tokens} has the object's JNDI name logs in with the tokens (XOAUTH2, OAUTHBEARER). A token is fetched when a session needs one, kept
 * until shortly before the token expires, and replaced when a server refuses the token. The object does not disclose tokens to
 * applications.
 *
 * <p>Thread-safe.
 */
public interface AccessTokens {

    /** Returns the login name that the tokens are issued for. */
    String getUserName();
}
