/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.postchaise.engine.log.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postchaise queue show}: shows one mail as {@code postcat -q} shows a queue file. */
@Command(
        versionProvider = Version.class,
        description = "Shows one mail: its envelope, what became of each recipient, and the message's header.")
final class QueueShowCommand implements Callable<Integer> {
    private final QueueCommand queue;

    @Spec
    private CommandSpec spec;

    @Option(names = "--body", description = "Shows the message's body too; the server cuts it at 64 KiB.")
    private boolean body;

    @Option(names = "--format", paramLabel = "FORMAT", description = "text (default) or json.")
    private QueueFormat format = QueueFormat.TEXT;

    @Parameters(paramLabel = "ID", description = "The queue ID.")
    private String id;

    QueueShowCommand(QueueCommand queue) {
        this.queue = queue;
    }

    @Override
    public Integer call() {
        if (!QueueWords.isId(id)) {
            throw queue.usage(spec, id + ": expected a queue ID (letters and digits)");
        }
        try {
            QueueAnswer mail = QueueAnswer.of(
                    queue.client(spec).get("mails/" + id, body ? Map.of("body", "true") : Map.of()), "answer");
            PrintWriter out = spec.commandLine().getOut();
            if (format == QueueFormat.JSON) {
                out.println(Json.object(mail.members()));
            } else {
                print(mail, out);
            }
            out.flush();
            return ExitStatus.OK;
        } catch (QueueException e) {
            return queue.failed(spec, e);
        }
    }

    private void print(QueueAnswer mail, PrintWriter out) throws QueueException {
        QueueEntry entry = QueueEntry.of(mail);
        String place = entry.queue() + "/" + entry.id();
        StringBuilder lines = new StringBuilder();
        line(lines, "*** ENVELOPE RECORDS " + place + " ***");
        line(lines, "message_size: " + entry.size());
        line(lines, "message_arrival_time: " + QueueFormat.asctime(entry.submitted()));
        QueueEntry.Origin origin = entry.origin();
        if (!origin.mailer().isEmpty()) {
            line(lines, "mailer: " + origin.mailer());
        }
        if (!origin.mail().isEmpty()) {
            line(lines, "mail: " + origin.mail());
        }
        if (origin.isPart()) {
            line(lines, "part: " + origin.part() + " of " + origin.parts());
        }
        line(lines, "attempts: " + mail.number("attempts"));
        if (!mail.optional("next").isEmpty()) {
            line(lines, "next_attempt: " + QueueFormat.asctime(mail.time("next")));
        }
        if (!entry.dead().isEmpty()) {
            line(lines, "dead_letter: " + entry.dead());
        }
        Optional<QueueAnswer> envelope = mail.object("envelope");
        if (envelope.isPresent()) {
            envelope.get().members().entrySet().stream()
                    .filter(asked -> !"".equals(asked.getValue()) && !Boolean.FALSE.equals(asked.getValue()))
                    .forEach(asked -> line(lines, asked.getKey() + ": " + asked.getValue()));
        }
        line(lines, "sender: " + mail.text("sender"));
        for (QueueEntry.Recipient one : QueueEntry.recipients(mail)) {
            line(lines, "recipient: " + one.address());
            String words = String.join(" ", one.state(), one.status()).strip();
            line(lines, "    " + words + (one.reason().isEmpty() ? "" : " (" + one.reason() + ")"));
        }
        line(lines, "*** MESSAGE CONTENTS " + place + " ***");
        contents(lines, mail.optional("headers"));
        if (body) {
            line(lines, "");
            contents(lines, mail.optional("body"));
        }
        line(lines, "*** MESSAGE FILE END " + place + " ***");
        out.print(lines);
    }

    private static void contents(StringBuilder lines, String text) {
        List<String> all = text.lines().toList();
        // the empty line between header and body is not part of the header
        int end = !all.isEmpty() && all.get(all.size() - 1).isEmpty() ? all.size() - 1 : all.size();
        all.subList(0, end).forEach(one -> line(lines, one.replace('\t', ' ')));
    }

    private static void line(StringBuilder lines, String text) {
        lines.append(Printable.line(text)).append(System.lineSeparator());
    }
}
