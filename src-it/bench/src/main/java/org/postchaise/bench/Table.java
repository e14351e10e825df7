/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench;

import java.util.List;
import java.util.Locale;

/**
 * Report of a suite.
 *
 * @param caption the method of measurement
 * @param lines the tab-separated cells; the first line has the columns' names
 */
public record Table(String caption, List<String> lines) {

    /** Returns {@code number} as a cell, with as many decimal places as its size makes sense of; {@code -} for no number. */
    public static String number(double number) {
        if (Double.isNaN(number)) {
            return "-";
        }
        return String.format(Locale.ROOT, number < 10 ? "%.3f" : number < 1000 ? "%.1f" : "%.0f", number);
    }
}
