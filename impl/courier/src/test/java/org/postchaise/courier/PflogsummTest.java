/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.engine.log.DeliveryLog;
import org.postchaise.engine.retry.RetrySchedule;

/** A day's log, as pflogsumm(1) reads it. */
class PflogsummTest {
    private static final Path PROGRAM = Path.of("/usr/sbin/pflogsumm");
    private static final DateTimeFormatter SYSLOG =
            DateTimeFormatter.ofPattern("MMM dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DeliveryLog LOG = new DeliveryLog(2);
    private static final int SIZE = 1024;

    private final List<String> lines = new ArrayList<>();

    @TempDir
    private Path directory;

    @Test
    void aDaysLogIsSummedUp() throws Exception {
        assumeTrue(Files.isExecutable(PROGRAM), "skipped: pflogsumm is not installed");
        for (int i = 0; i < 50; i++) {
            day(i);
        }
        Path log = directory.resolve("mail.log");
        Files.write(log, lines);
        String summary = run(log.toString());

        assertThat(summary)
                .containsPattern("\\n +50 +received\\n")
                .containsPattern("\\n +120 +delivered\\n")
                .containsPattern("\\n +10 +deferred +\\(70 +deferrals\\)\\n")
                .containsPattern("\\n +20 +bounced\\n")
                .containsPattern("\\n +1 +senders\\n")
                .containsPattern("\\n +3 +recipient hosts/domains\\n");
        assertThat(summary).contains("70   4.3.0 later").contains("20   5.1.1 no such user");
    }

    /** A mail to somebody who has it at once, and in turn to one who never has, has it after some attempts, or is refused. */
    private void day(int number) {
        Envelope envelope = Envelope.of("shop@example.com", "ann@one.example", "bob@two.example", "cy@three.example");
        String id = String.format(Locale.ROOT, "%032X", 0xABCD_0000L + number);
        QueuedMail mail = QueuedMail.submit(id, envelope, "", Outcomes.NOON.plusSeconds(number));
        log(mail.submitted(), "pickup", id + ": sender=<shop@example.com>");
        int attempts = number % 5 == 0 ? 7 : 1;
        for (int attempt = 0; attempt < attempts; attempt++) {
            mail = attempt(mail, mail.submitted().plus(Duration.ofMinutes(10L * attempt)), number);
        }
    }

    private QueuedMail attempt(QueuedMail mail, Instant now, int number) {
        log(
                now,
                "qmgr",
                mail.id() + ": "
                        + LOG.active(mail.envelope().sender(), SIZE, mail.open().size()));
        AttemptResult result = new CourierDelivery(
                        new RetrySchedule(
                                Duration.ofMinutes(5),
                                Duration.ofSeconds(4000),
                                Duration.ofDays(5),
                                Duration.ofDays(5)),
                        Clock.fixed(now, ZoneOffset.UTC),
                        LOG,
                        Outcomes.bounces(Map.of()),
                        recipient -> false)
                .attempt(
                        mail,
                        MessageSource.of(new byte[SIZE]),
                        (envelope, content, options) -> new DeliveryReport(envelope.recipients().stream()
                                .map(recipient -> switch (recipient.domain()) {
                                    case "one.example" -> Outcomes.delivered(recipient);
                                    case "two.example" ->
                                        number % 5 == 0
                                                ? Outcomes.deferred(recipient)
                                                : number % 5 < 3
                                                        ? Outcomes.rejected(recipient)
                                                        : Outcomes.delivered(recipient);
                                    default -> Outcomes.delivered(recipient);
                                })
                                .toList()));
        result.log().forEach(line -> log(now, "smtp", line));
        if (result.next().isEmpty()) {
            log(now, "qmgr", mail.id() + ": removed");
        }
        return result.mail();
    }

    private void log(Instant now, String program, String line) {
        lines.add(SYSLOG.format(now) + " mail postfix/" + program + "[7]: " + line);
    }

    private static String run(String log) throws Exception {
        Process process = new ProcessBuilder(PROGRAM.toString(), log)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output;
    }
}
