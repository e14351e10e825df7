/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postchaise queue shape}: counts recipients or mails by domain and age, as qshape(1). */
@Command(
        versionProvider = Version.class,
        description =
                "Counts recipients by domain and by the mail's age in minutes, as qshape(1). The last column has no"
                        + " upper end.")
final class QueueShapeCommand implements Callable<Integer> {
    private final QueueCommand queue;

    @Spec
    private CommandSpec spec;

    @Option(names = "-s", description = "Counts mails by the sender's domain; MAILER-DAEMON is the null sender.")
    private boolean bySender;

    @Option(
            names = "-b",
            paramLabel = "COUNT",
            description =
                    "Number of columns of age, each but the last one twice as long as the one before. Default: 10.")
    private Optional<Integer> buckets = Optional.empty();

    @Option(names = "-t", paramLabel = "MINUTES", description = "End of the first column. Default: 5.")
    private Optional<Integer> minutes = Optional.empty();

    @Option(names = "-l", description = "Makes all columns equally long.")
    private boolean linear;

    @Option(names = "-p", description = "Counts parent domains as well: .example.com; no top level domains.")
    private boolean parents;

    @Option(
            names = "-m",
            paramLabel = "COUNT",
            defaultValue = "5",
            description = "With -p: shows parent domains with this many subdomains. Default: ${DEFAULT-VALUE}.")
    private int subdomains;

    @Option(
            names = "-w",
            paramLabel = "COLUMNS",
            defaultValue = "80",
            description = "Width of the lines, 80 or more. Default: ${DEFAULT-VALUE}.")
    private int width;

    @Parameters(
            paramLabel = "FILTER",
            arity = "0..*",
            description =
                    "Which mails, such as active deferred, or ALL: see postchaise queue --help. Default, as in qshape: active.")
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
        if (width < QueueTable.WIDTH) {
            throw queue.usage(spec, "-w is " + width + "; expected " + QueueTable.WIDTH + " or more");
        }
        Map<String, String> question = new TreeMap<>(Map.of("filter", filter));
        options().ifPresent(options -> question.put("options", options));
        try {
            QueueAnswer shape = QueueAnswer.of(queue.client(spec).get("shape", question), "answer");
            PrintWriter out = spec.commandLine().getOut();
            out.print(table(shape).render(width));
            out.flush();
            return ExitStatus.OK;
        } catch (QueueException e) {
            return queue.failed(spec, e);
        }
    }

    /** Returns the options in the server's syntax; the server checks their values. */
    private Optional<String> options() {
        List<String> terms = new ArrayList<>();
        if (bySender) {
            terms.add("by=sender");
        }
        buckets.ifPresent(count -> terms.add("buckets=" + count));
        minutes.ifPresent(count -> terms.add("minutes=" + count));
        if (linear) {
            terms.add("steps=equal");
        }
        if (parents) {
            terms.add("parents=" + subdomains);
        }
        return terms.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", terms));
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
