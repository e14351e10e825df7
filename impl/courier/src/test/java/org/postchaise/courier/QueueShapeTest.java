/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.api.Envelope;
import org.postchaise.api.Recipient;

class QueueShapeTest {
    private static final Path QSHAPE = Path.of("/usr/sbin/qshape");
    private static final List<String> DOMAINS = List.of(
            "example.com",
            "a.example.com",
            "b.example.com",
            "c.b.example.com",
            "D.b.Example.com",
            "e.b.example.com",
            "one.two.three.example.net",
            "two.three.example.net",
            "[192.0.2.1]",
            "localhost");

    private final Random random = new Random(7);
    private final Instant now = Instant.now();

    @TempDir
    private Path directory;

    /** A row of the table. */
    private record Row(String domain, List<Long> counts) {}

    private List<QueuedMail> mails(int count) {
        return Stream.generate(this::mail).limit(count).toList();
    }

    /** A mail to one to four recipients, half a minute past a whole minute of its age: the two programs start at different times. */
    private QueuedMail mail() {
        List<Recipient> recipients = Stream.generate(() -> "r" + random.nextInt(1_000_000) + "@" + domain())
                .limit(1 + random.nextInt(4))
                .map(Recipient::of)
                .toList();
        String sender = random.nextInt(5) == 0 ? "" : "sender@" + domain();
        long minutes = random.nextInt(3) == 0 ? random.nextInt(20_000) : random.nextInt(50);
        Instant submitted = now.minus(Duration.ofMinutes(minutes).plusSeconds(20));
        return QueuedMail.submit(
                "Q" + random.nextInt(Integer.MAX_VALUE), Envelope.of(sender, recipients), "", submitted);
    }

    private String domain() {
        return DOMAINS.get(random.nextInt(DOMAINS.size()));
    }

    private static JsonObject shape(List<QueuedMail> mails, Instant now, String options) {
        QueueShape shape = new QueueShape(now, ShapeOptions.parse(options));
        mails.forEach(mail -> shape.count(new QueueEntry(
                QueueName.ACTIVE, mail.id(), Optional.of(mail), "", mail.submitted(), Optional.empty(), 0, "")));
        try (JsonReader reader = Json.createReader(new StringReader(shape.json(Duration.ZERO, false)))) {
            return reader.readObject();
        }
    }

    private static List<Row> rows(JsonObject shape) {
        return shape.getJsonArray("rows").getValuesAs(JsonObject.class).stream()
                .map(row -> new Row(
                        row.getString("domain"),
                        Stream.concat(
                                        Stream.of(row.getJsonNumber("total")),
                                        row.getJsonArray("counts").getValuesAs(JsonNumber.class).stream())
                                .map(JsonNumber::longValue)
                                .toList()))
                .toList();
    }

    /** Writes a mail as Postfix's cleanup(8) does: a record is its type, its length by sevens of bits, and its data. */
    private void write(QueuedMail mail, int number) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        record(file, 'C', String.format("%15d %15d %15d %15d %15d %15d", 0, 0, 1, 0, 0, 0));
        record(file, 'T', mail.submitted().getEpochSecond() + " 0");
        record(file, 'S', mail.envelope().sender());
        mail.recipients()
                .forEach(recipient -> record(file, 'R', recipient.recipient().address()));
        record(file, 'M', "");
        record(file, 'X', "");
        record(file, 'E', "");
        Path path = directory.resolve(String.format("A%07d", number));
        Files.write(path, file.toByteArray());
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
    }

    private static void record(ByteArrayOutputStream file, char type, String data) {
        byte[] octets = data.getBytes(StandardCharsets.US_ASCII);
        file.write(type);
        file.write(octets.length);
        file.writeBytes(octets);
    }

    private List<Row> qshape(String arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(QSHAPE.toString(), "-w", "600"));
        Stream.of(arguments.split(" ", -1)).filter(word -> !word.isEmpty()).forEach(command::add);
        command.add(directory.toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(process.waitFor()).as(answer).isZero();
        return answer.lines()
                .skip(1)
                .map(line -> line.strip().split(" +", -1))
                .map(words -> new Row(
                        words[0], Stream.of(words).skip(1).map(Long::valueOf).toList()))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(nullValues = "none", textBlock = """
                    '', ''
                    -s, by=sender
                    -b 1, buckets=1
                    -b 2 -t 1, buckets=2 minutes=1
                    -s -b 14 -t 3, by=sender buckets=14 minutes=3
                    -l -b 20, steps=equal buckets=20
                    -l -t 7 -s, steps=equal minutes=7 by=sender
                    -p, parents=5
                    -p -m 1, parents=1
                    -p -m 3 -s -b 5, parents=3 by=sender buckets=5
                    """)
    void countsWhatQshapeCounts(String arguments, String options) throws Exception {
        assumeTrue(Files.isExecutable(QSHAPE), "skipped: qshape of package postfix is not installed");
        List<QueuedMail> mails = mails(300);
        for (int i = 0; i < mails.size(); i++) {
            write(mails.get(i), i);
        }

        List<Row> ours = rows(shape(mails, now, options));
        assertThat(ours).containsExactlyInAnyOrderElementsOf(qshape(arguments));
        assertThat(ours.stream().map(row -> row.counts().get(0)).toList())
                .isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    void nullSendersAreOneRowOfTheSenderTable() {
        QueuedMail bounce = QueuedMail.submit("A", Envelope.of("", "a@a.example", "b@b.example"), "", now);

        assertThat(rows(shape(List.of(bounce, bounce), now, "by=sender buckets=1")))
                .containsExactly(new Row("TOTAL", List.of(2L, 2L)), new Row("MAILER-DAEMON", List.of(2L, 2L)));
    }

    @Test
    void mailWithoutOpenRecipientsIsNotInTheSenderTable() {
        QueuedMail mail = QueuedMail.submit("A", Envelope.of("s@s.example", "a@a.example"), "", now);
        QueuedMail failed = mail.fail("5.0.0", "given up");

        assertThat(rows(shape(List.of(failed, mail), now, "by=sender buckets=1"))
                        .get(0)
                        .counts())
                .containsExactly(1L, 1L);
    }

    @ParameterizedTest
    @CsvSource({
        "buckets=4 minutes=10, 10 20 40",
        "buckets=4 minutes=10 steps=equal, 10 20 30",
        "buckets=1, ''",
        "buckets=40 minutes=525600 steps=DOUBLE, 525600"
    })
    void headsOfColumnsAreTheEndsOfTheAges(String options, String heads) {
        assertThat(ShapeOptions.parse(options).ages().stream()
                        .map(String::valueOf)
                        .collect(Collectors.joining(" ")))
                .startsWith(heads);
        assertThat(ShapeOptions.parse(options).ages()).isSorted().allMatch(age -> age > 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "buckets=0 | option buckets= is \"0\"; expected a number from 1 to 40",
                "buckets=41 | option buckets= is \"41\"; expected a number from 1 to 40",
                "minutes=-1 | option minutes= is \"-1\"; expected a number from 1 to 525600",
                "minutes=0.5 | option minutes= is \"0.5\"; expected a number from 1 to 525600",
                "parents= | option parents= is \"\"; expected a number from 1 to 1000000",
                "steps=log | option steps= is \"log\"; expected double or equal",
                "by=size | option by= is \"size\"; expected recipient or sender",
                "sender | option \"sender\" is unknown; expected terms with blanks between out of by=, buckets=,"
                        + " minutes=, steps= and parents="
            })
    void refusesABadOptionByItsName(String given) {
        String[] parts = given.split(" \\| ", -1);

        assertThatThrownBy(() -> ShapeOptions.parse(parts[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(parts[1]);
    }
}
