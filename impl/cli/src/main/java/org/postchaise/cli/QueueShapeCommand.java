/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postchaise queue shape}: recipients by domain and age, as qshape(1). */
@Command(
        versionProvider = Version.class,
        description =
                "Counts recipients by domain and by the mail's age in minutes, as qshape(1). The last column has no"
                        + " upper end.")
final class QueueShapeCommand implements Callable<Integer> {
    private final QueueCommand queue;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILTER",
            arity = "0..*",
            description =
                    "Which mails, such as deferred or ALL: see postchaise queue --help. Default, as in qshape: active.")
    private List<String> words = List.of("active");

    QueueShapeCommand(QueueCommand queue) {
        this.queue = queue;
    }

    @Override
    public Integer call() {
        String filter;
        try {
            filter = QueueWords.of(words, queue.input()).filter();
        } catch (IllegalArgumentException | IOException e) {
            throw queue.usage(spec, e.getMessage());
        }
        try {
            QueueAnswer shape = QueueAnswer.of(queue.client(spec).get("shape", Map.of("filter", filter)), "answer");
            PrintWriter out = spec.commandLine().getOut();
            out.print(table(shape).render());
            out.flush();
            return ExitStatus.OK;
        } catch (QueueException e) {
            return queue.failed(spec, e);
        }
    }

    private static QueueTable table(QueueAnswer shape) throws QueueException {
        List<Long> ages = shape.numbers("ages");
        List<String> heads = new ArrayList<>(List.of("T"));
        ages.forEach(age -> heads.add(age.toString()));
        heads.add(ages.isEmpty() ? "0+" : ages.get(ages.size() - 1) + "+");
        List<QueueTable.Row> rows = new ArrayList<>();
        for (QueueAnswer row : shape.objects("rows")) {
            List<Long> counts = new ArrayList<>(List.of(row.number("total")));
            counts.addAll(row.numbers("counts"));
            if (counts.size() != heads.size()) {
                throw new QueueException(
                        ExitStatus.UNAVAILABLE,
                        "the server's answer can't be used: expected " + (heads.size() - 1) + " numbers as counts");
            }
            rows.add(new QueueTable.Row(row.text("domain"), counts));
        }
        return new QueueTable(heads, rows);
    }
}
