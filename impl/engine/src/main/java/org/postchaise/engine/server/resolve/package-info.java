/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Addresses as trivial-rewrite(8) and smtpd(8) understand them: the {@linkplain org.postchaise.engine.server.resolve.PathParser syntax} of
 * paths in commands, address classes, rewriting, alias expansion and recipient tables.
 */
package org.postchaise.engine.server.resolve;
