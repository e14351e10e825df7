/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The parts of message content that a client and a server share: header fields, addresses in header fields, header and
 * body checks, and content in a temporary file ({@link SpooledContent}).
 */
package org.postchaise.engine.content;
