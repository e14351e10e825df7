/* SPDX-License-Identifier: Apache-2.0 */
/**
 * TLS of the SMTP and LMTP client: {@link TlsClient} looks up the {@link TlsPolicy} of a server (Postfix's policy
 * table and settings, DANE, MTA-STS), performs the handshake and checks the server's certificates with a {@link
 * PeerVerifier}; {@link StsPolicies} fetches MTA-STS policies. The server side of TLS is not implemented here, and
 * reports are only handed to a listener.
 */
package org.postchaise.engine.tls;
