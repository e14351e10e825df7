/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The parts of message content that a client and a server share: header fields, addresses in header fields, header and
 * body checks, content that is read more than once ({@link SpooledContent}), and the limit of its size
 * ({@link SizeLimit}).
 */
package org.postchaise.engine.content;
