/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

/**
 * OAuth 2.0 access tokens for one login, as an administered object that an operator configures: it holds what a client needs to
 * be given tokens (RFC 6749, sections 4.4 and 6). A connection factory whose property {@code tokens} has the object's JNDI name logs
 * in with them (XOAUTH2, OAUTHBEARER); a token is fetched when a session needs one, kept until shortly before it expires, and replaced
 * when a server refuses it. The tokens themselves are not given out.
 *
 * <p>Thread-safe. Source: Jakarta Connectors 2.1, section 13.4.3.
 */
public interface AccessTokens {

    /** The login name that the tokens are for. */
    String getUserName();
}
