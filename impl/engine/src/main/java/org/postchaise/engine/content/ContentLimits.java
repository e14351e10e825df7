/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.content;

/**
 * The limits of what goes out.
 *
 * @param mime how much of a message is looked at
 * @param lineLength {@code smtp_line_length_limit}: longer lines are folded; 0: none are
 */
record ContentLimits(MimeLimits mime, int lineLength) {}
