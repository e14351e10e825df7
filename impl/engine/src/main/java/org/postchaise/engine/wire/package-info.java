/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The syntax of SMTP and LMTP on the client's side: {@link org.postchaise.engine.wire.Command commands} and their
 * {@linkplain org.postchaise.engine.wire.CommandEncoder encoder}, the
 * {@linkplain org.postchaise.engine.wire.ReplyReader reader} of replies, the
 * {@linkplain org.postchaise.engine.wire.Capabilities service extensions} of an EHLO reply, and message content
 * {@linkplain org.postchaise.engine.wire.DotStuffingOutputStream dot-stuffed} or in
 * {@linkplain org.postchaise.engine.wire.ContentChunks chunks}. The package works on streams: it opens no connections
 * and keeps no state of a session.
 */
package org.postchaise.engine.wire;
