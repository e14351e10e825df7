/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench;

import java.util.List;

/**
 * Report of a suite.
 *
 * @param caption the method of measurement
 * @param lines the tab-separated cells; the first line has the columns' names
 */
public record Table(String caption, List<String> lines) {}
