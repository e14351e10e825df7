/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Logins of the SMTP and LMTP client (SASL_README): {@link SaslSettings} looks up {@link Credentials} in Postfix's
 * tables and chooses a mechanism, {@link SaslExchange} computes the responses of one login for the AUTH command. The
 * package sends nothing on the SMTP connection; the package does request OAuth 2.0 tokens from an endpoint over HTTPS.
 */
package org.postchaise.engine.sasl.client;
