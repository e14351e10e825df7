/* SPDX-License-Identifier: Apache-2.0 */
/** What happens to message content on its way out: streaming, line by line, never a whole message in memory. */
package org.postchaise.engine.content;
