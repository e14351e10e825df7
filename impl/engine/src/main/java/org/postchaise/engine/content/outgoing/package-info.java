/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The content of outgoing mail: {@link ContentPlan} opens the tables of the settings and streams a message through MIME
 * analysis, header and body checks, generic maps, conversion to 7bit and line folding; {@link ContentFacts} are the
 * properties that decide how a message must be sent. The package never holds a whole message in memory, and does no
 * dot-stuffing.
 */
package org.postchaise.engine.content.outgoing;
