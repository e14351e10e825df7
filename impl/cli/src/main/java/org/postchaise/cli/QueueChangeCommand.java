/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postchaise queue hold} and similar commands: change the mails that the filter matches and report their number, as postsuper(1). */
@Command(versionProvider = Version.class)
final class QueueChangeCommand implements Callable<Integer> {
    private final QueueCommand queue;
    private final QueueChange change;
    private final String first;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILTER", arity = "0..*", description = "Which mails: see postchaise queue --help.")
    private List<String> words = List.of();

    /**
     * Creates the command.
     *
     * @param first the text before the first word; may be empty
     */
    QueueChangeCommand(QueueCommand queue, QueueChange change, String first) {
        this.queue = queue;
        this.change = change;
        this.first = first;
    }

    @Override
    public Integer call() {
        List<String> orders = orders();
        QueueClient client = queue.client(spec);
        long changed = 0;
        try {
            for (String order : orders) {
                Object answer = client.post(change.word(), Map.of("filter", order));
                changed += QueueAnswer.of(answer, "answer").number("changed");
            }
        } catch (QueueException e) {
            if (changed > 0) {
                queue.say(spec, change.report(changed));
            }
            return queue.failed(spec, e);
        }
        queue.say(spec, change.report(changed));
        return ExitStatus.OK;
    }

    private List<String> orders() {
        try {
            return QueueWords.of(meant(), queue.input()).orders();
        } catch (IllegalArgumentException e) {
            throw queue.usage(spec, e.getMessage());
        } catch (IOException e) {
            throw queue.usage(spec, "can't read standard input: " + e.getMessage());
        }
    }

    private List<String> meant() {
        if (first.isEmpty()) {
            return words;
        }
        boolean isWhole = !first.endsWith("=");
        if (words.size() != (isWhole ? 0 : 1)) {
            throw new IllegalArgumentException(
                    isWhole ? "expected no argument" : "expected one " + (first.equals("id=") ? "queue ID" : "domain"));
        }
        return List.of(first + String.join("", words));
    }
}
