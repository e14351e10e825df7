/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.util.List;
import java.util.stream.IntStream;
import org.postchaise.engine.event.Printable;

/**
 * Counts by domain, as qshape(1) prints them: right-aligned, the last column ends at the line's width. A domain that is too
 * long keeps its end behind a {@code +}, a parent domain behind {@code .+}.
 *
 * @param heads above the counts
 */
record QueueTable(List<String> heads, List<QueueTable.Row> rows) {
    /** Columns of a line, unless more are asked for. */
    static final int WIDTH = 80;

    private static final int LEAST_DOMAIN = 18;

    /** @param counts one for each head */
    record Row(String domain, List<Long> counts) {}

    String render() {
        return render(WIDTH);
    }

    /** @param columns of a line, where the counts leave room for at least 18 of the domain */
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

    /** Two at least, and a blank before. */
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
