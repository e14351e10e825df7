/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.util.List;
import java.util.stream.IntStream;
import org.postchaise.engine.log.Printable;

/**
 * Table of counts by domain in qshape(1)'s form: right-aligned, the last column ends at the line's width. A domain that is too long keeps its end behind a
 * {@code +}, a parent domain behind {@code .+}.
 *
 * @param heads the headings of the counts
 */
record QueueTable(List<String> heads, List<QueueTable.Row> rows) {
    /** Default number of columns of a line. */
    static final int WIDTH = 80;

    private static final int LEAST_DOMAIN = 18;

    /**
     * Row of the table.
     *
     * @param counts the counts, one for each heading
     */
    record Row(String domain, List<Long> counts) {}

    String render() {
        return render(WIDTH);
    }

    /**
     * Returns the table as text.
     *
     * @param columns the columns of a line, if the counts leave at least 18 of them for the domain
     */
    String render(int columns) {
        List<Integer> widths =
                IntStream.range(0, heads.size()).map(this::width).boxed().toList();
        int domain = Math.max(
                LEAST_DOMAIN,
                columns - widths.stream().mapToInt(Integer::intValue).sum());
        StringBuilder lines = new StringBuilder();
        line(lines, domain, "", heads, widths);
        for (Row row : rows) {
            List<String> counts = row.counts().stream().map(String::valueOf).toList();
            line(lines, domain, row.domain(), counts, widths);
        }
        return lines.toString();
    }

    /** Returns the width of a column: at least two digits and a blank before them. */
    private int width(int column) {
        int longest = rows.stream()
                .mapToInt(row -> row.counts().get(column).toString().length())
                .max()
                .orElse(0);
        return Math.max(2, Math.max(longest, heads.get(column).length())) + 1;
    }

    private static void line(StringBuilder lines, int width, String domain, List<String> cells, List<Integer> widths) {
        String text = Printable.line(domain);
        String cut = text.startsWith(".") ? ".+" : "+";
        String shown = text.length() > width ? cut + text.substring(text.length() - width + cut.length()) : text;
        lines.append(" ".repeat(width - shown.length())).append(shown);
        for (int i = 0; i < cells.size(); i++) {
            lines.append(" ".repeat(Math.max(0, widths.get(i) - cells.get(i).length())))
                    .append(cells.get(i));
        }
        lines.append(System.lineSeparator());
    }
}
