/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postchaise queue list}: lists the mails in the queue as postqueue(1) does. */
@Command(
        versionProvider = Version.class,
        description =
                "Lists the mails in the queue and why each is still there, as postqueue -p; -j and --format json as"
                        + " postqueue -j.")
final class QueueListCommand implements Callable<Integer> {
    private static final int MOST = 10_000;

    private final QueueCommand queue;

    @Spec
    private CommandSpec spec;

    @Option(names = "--format", paramLabel = "FORMAT", description = "text or json.")
    private QueueFormat format;

    @Option(
            names = "--limit",
            paramLabel = "NUMBER",
            defaultValue = "" + MOST,
            description = "Maximum number of mails to list. Default, and highest value: " + MOST + ".")
    private int limit;

    @Parameters(paramLabel = "FILTER", arity = "0..*", description = "Which mails: see postchaise queue --help.")
    private List<String> words = List.of();

    QueueListCommand(QueueCommand queue, QueueFormat format) {
        this.queue = queue;
        this.format = format;
    }

    @Override
    public Integer call() {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("filter", filter());
        query.put("limit", Integer.toString(limit));
        try {
            QueueAnswer answer = QueueAnswer.of(queue.client(spec).get("mails", query), "answer");
            List<QueueEntry> mails = new ArrayList<>();
            for (QueueAnswer mail : answer.objects("mails")) {
                mails.add(QueueEntry.of(mail));
            }
            boolean more = answer.isSet("more");
            PrintWriter out = spec.commandLine().getOut();
            out.print(format.render(mails, more ? ", and there are more" : ""));
            out.flush();
            if (more) {
                queue.say(spec, "there are more mails than are shown (--limit " + limit + ")");
            }
            return ExitStatus.OK;
        } catch (QueueException e) {
            return queue.failed(spec, e);
        }
    }

    private String filter() {
        if (limit < 1 || limit > MOST) {
            throw queue.usage(spec, "--limit " + limit + ": expected a number from 1 to " + MOST);
        }
        try {
            return QueueWords.of(words, queue.input()).filter();
        } catch (IllegalArgumentException | IOException e) {
            throw queue.usage(spec, e.getMessage());
        }
    }
}
