/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code postchaise queue destinations}: counts of recipients by domain. */
@Command(
        versionProvider = Version.class,
        description =
                "Counts recipients by domain: in the queue now (queued, deferred), and since the application's start"
                        + " on this server delivered, failed, and attempts that are to be made again (transient). A ! after the"
                        + " domain: suspended.")
final class QueueDestinationsCommand implements Callable<Integer> {
    private static final List<String> COUNTS = List.of("queued", "deferred", "delivered", "failed", "transient");

    private final QueueCommand queue;

    @Spec
    private CommandSpec spec;

    QueueDestinationsCommand(QueueCommand queue) {
        this.queue = queue;
    }

    @Override
    public Integer call() {
        try {
            List<QueueTable.Row> rows = new ArrayList<>();
            for (QueueAnswer one : QueueAnswer.list(queue.client(spec).get("destinations", Map.of()), "answer")) {
                List<Long> counts = new ArrayList<>();
                for (String name : COUNTS) {
                    counts.add(one.number(name));
                }
                rows.add(new QueueTable.Row(one.text("domain") + (one.isSet("suspended") ? "!" : ""), counts));
            }
            PrintWriter out = spec.commandLine().getOut();
            out.print(new QueueTable(COUNTS, rows).render());
            out.flush();
            return ExitStatus.OK;
        } catch (QueueException e) {
            return queue.failed(spec, e);
        }
    }
}
