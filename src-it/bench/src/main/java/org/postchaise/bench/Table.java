/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench;

import java.util.List;

/**
 * A report.
 *
 * @param caption how it was measured
 * @param lines tab-separated cells; the first line holds the columns' names
 */
public record Table(String caption, List<String> lines) {}
