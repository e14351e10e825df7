/* SPDX-License-Identifier: Apache-2.0 */
/**
 * TLS of the SMTP and LMTP client: {@link TlsClient} looks up the {@link TlsPolicy} of a server (Postfix's policy
 * table and settings, DANE, MTA-STS), performs the handshake and lets the policy decide on the server's certificates.
 * Outcomes are only handed to a listener.
 */
package org.postchaise.engine.tls.client;
