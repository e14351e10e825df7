/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The MIME structure of a message (RFC 2045, RFC 2046): {@link MimeState} divides lines into the headers of the message
 * and of its parts, and content, calls a {@link MimeHandler} for each of them, and converts content to 7bit. The
 * package never holds a whole message in memory.
 */
package org.postchaise.engine.content.mime;
