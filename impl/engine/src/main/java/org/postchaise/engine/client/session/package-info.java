/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The client's SMTP or LMTP session with one server: connecting, greeting, EHLO, STARTTLS, AUTH, commands and replies,
 * and QUIT. Principal types: {@link org.postchaise.engine.client.session.SessionOpener},
 * {@link org.postchaise.engine.client.session.Session}. The package sends no mail and chooses no servers.
 */
package org.postchaise.engine.client.session;
