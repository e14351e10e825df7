/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The syntax of SMTP and LMTP for client and server: {@link org.postchaise.engine.wire.Command commands} and their
 * {@linkplain org.postchaise.engine.wire.CommandEncoder encoder} and {@linkplain org.postchaise.engine.wire.CommandParser
 * parser}, the {@linkplain org.postchaise.engine.wire.ReplyEncoder encoder} and
 * {@linkplain org.postchaise.engine.wire.ReplyReader reader} of replies, the
 * {@linkplain org.postchaise.engine.wire.Capabilities service extensions} of an EHLO reply, and message content
 * {@linkplain org.postchaise.engine.wire.DotStuffingOutputStream dot-stuffed} or in
 * {@linkplain org.postchaise.engine.wire.ContentChunks chunks}. The package works on streams, and for the server on octets as
 * they arrive: it opens no connections, never waits, and keeps no state of a session.
 */
package org.postchaise.engine.wire;
