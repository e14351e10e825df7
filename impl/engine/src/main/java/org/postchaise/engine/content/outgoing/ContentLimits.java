/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.content.outgoing;

import org.postchaise.engine.content.mime.MimeLimits;

/**
 * The limits for outgoing content.
 *
 * @param mime the limits for the analysis of a message
 * @param lineLength {@code smtp_line_length_limit}: longer lines are folded; 0: no line is folded
 */
record ContentLimits(MimeLimits mime, int lineLength) {}
