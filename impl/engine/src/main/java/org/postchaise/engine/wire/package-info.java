/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The syntax of SMTP and LMTP for client and server: {@link org.postchaise.engine.wire.Command commands} and their
 * {@linkplain org.postchaise.engine.wire.CommandEncoder encoder} and {@linkplain org.postchaise.engine.wire.CommandParser
 * parser}, the {@linkplain org.postchaise.engine.wire.ReplyEncoder encoder} and
 * {@linkplain org.postchaise.engine.wire.ReplyReader reader} of replies, the
 * {@linkplain org.postchaise.engine.wire.Capabilities service extensions} of an EHLO reply, and message content
 * dot-stuffed ({@linkplain org.postchaise.engine.wire.DotStuffingOutputStream written},
 * {@linkplain org.postchaise.engine.wire.DotDecoder read}) or in chunks
 * ({@linkplain org.postchaise.engine.wire.ContentChunks written}, {@linkplain org.postchaise.engine.wire.ChunkDecoder read}). The package works on streams, and for the server on octets as
 * they arrive: it opens no connections, never waits, and keeps no state of a session.
 */
package org.postchaise.engine.wire;
