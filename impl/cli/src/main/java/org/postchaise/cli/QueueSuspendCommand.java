/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postchaise queue suspend} and {@code resume}: stop and resume deliveries to a destination. */
@Command(versionProvider = Version.class)
final class QueueSuspendCommand implements Callable<Integer> {
    private final QueueCommand queue;
    private final Order order;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DOMAIN", arity = "1..*", description = "Domain of recipients, such as example.com.")
    private List<String> domains = List.of();

    QueueSuspendCommand(QueueCommand queue, Order order) {
        this.queue = queue;
        this.order = order;
    }

    /** Operation on a destination. */
    enum Order {
        SUSPEND(
                "Suspends deliveries to a destination until they are resumed. Its mail waits, and expires as other mail does."),
        RESUME("Tries mail for a suspended destination now.");

        private final String description;

        Order(String description) {
            this.description = description;
        }

        /** Returns the name of the subcommand, also the last part of the path for the request. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        String description() {
            return description;
        }

        private String report(long changed, long mails) {
            String done = changed + (changed == 1 ? " destination" : " destinations");
            return this == SUSPEND
                    ? "Suspended: " + done
                    : "Resumed: " + done + "; flushed: " + mails + (mails == 1 ? " message" : " messages");
        }
    }

    @Override
    public Integer call() {
        QueueClient client = queue.client(spec);
        long changed = 0;
        long mails = 0;
        try {
            for (String domain : domains) {
                QueueAnswer answer = QueueAnswer.of(client.post(order.word(), Map.of("domain", domain)), "answer");
                changed += answer.number("changed");
                mails += order == Order.RESUME ? answer.number("flushed") : 0;
            }
        } catch (QueueException e) {
            if (changed > 0) {
                queue.say(spec, order.report(changed, mails));
            }
            return queue.failed(spec, e);
        }
        queue.say(spec, order.report(changed, mails));
        return ExitStatus.OK;
    }
}
