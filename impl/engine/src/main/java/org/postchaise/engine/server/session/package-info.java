/* SPDX-License-Identifier: Apache-2.0 */
/**
 * A {@linkplain org.postchaise.engine.server.session.InboundSession session} of the SMTP and LMTP server: it reads octets, dispatches
 * commands, and alone writes replies; it owns error counts, limits and time limits. The package has no sockets and no threads.
 */
package org.postchaise.engine.server.session;
