/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.postchaise.api.Recipient;
import org.postchaise.engine.dns.HostAnswer;
import org.postchaise.engine.server.resolve.EnvelopePaths;
import org.postchaise.engine.server.resolve.Resolver;
import org.postchaise.engine.server.view.ServerReply;
import org.postchaise.engine.table.TableRegistry;
import org.postchaise.engine.wire.LineEndings;

/** Random and endless input, from a seed that a failure names. */
class HostileInputTest {
    private static final int ROUNDS = 3000;
    private static final String[] PIECES = {
        "a",
        "b.test",
        "@",
        "%",
        "!",
        "\"",
        "\\",
        "<",
        ">",
        "(",
        ")",
        "[",
        "]",
        ":",
        ";",
        ",",
        ".",
        " ",
        "\t",
        "\0",
        "\r",
        "example.test",
        "127.0.0.1",
        "IPv6:",
        "\u00fc",
        "-",
        "relay.test",
        "alias.test",
        "x@"
    };
    private static final String[] CONTENT = {
        "Subject",
        ":",
        " ",
        "\t",
        "\r\n",
        "\n",
        "\r",
        ".",
        "..",
        "\0",
        "Received: x\r\n",
        "From ",
        ">",
        "Bcc: y\r\n",
        "x",
        "\r\n.",
        "To: a, b",
        "Message-Id: <",
        "\u00fc",
        "Resent-To: q\r\n",
        "(",
        "\"",
        "<",
        "Content-Transfer-Encoding: 8bit\r\n",
        "zzzzzzzzzzzzzzzzzzzzzzzzzzzz"
    };

    private static String random(Random random, String[] pieces, int most) {
        StringBuilder text = new StringBuilder();
        int count = random.nextInt(most);
        for (int i = 0; i < count; i++) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString();
    }

    @Test
    void readsAndHandsOverAnyPath() {
        IntakeFixture fixture = new IntakeFixture("virtual_alias_maps", "inline:{ {@alias.test=\"\", x@relay.test} }");
        Resolver resolver = Resolver.from(
                fixture.settings, TableRegistry.ofAllTypes(fixture.log::add), name -> new HostAnswer.NotFound(name));
        EnvelopePaths paths = EnvelopePaths.from(fixture.settings, resolver);
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            String path = "<" + random(random, PIECES, 12).replaceAll("[\r\n\0]", "?") + ">";
            Optional<String> sender = paths.sender(path, random.nextBoolean());
            Optional<String> recipient = paths.recipient(path, random.nextBoolean());
            assertThat(recipient.orElse("x")).as(path).isNotEmpty();
            if (sender.isPresent() && recipient.isPresent()) {
                fixture.session.from(sender.get()).to(recipient.get()).to("user@example.test");
                assertThat(fixture.reply("\r\n"))
                        .as("seed " + seed + ": " + path)
                        .matches("(250|451) [24]\\..*");
            }
        }
        fixture.accepted.forEach(one -> one.envelope()
                .recipients()
                .forEach(recipient -> assertThat(recipient.address())
                        .doesNotContain("\r", "\n", "\0")
                        .isNotEmpty()));
    }

    @Test
    void makesTheSameMessageOfAnyContentInAnyPieces() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            String content = random(random, CONTENT, 30) + "\r\n";
            List<String> results = new ArrayList<>();
            for (int piece : new int[] {1, 1 + random.nextInt(9), 100_000}) {
                IntakeFixture fixture =
                        new IntakeFixture("always_add_missing_headers", "yes", "header_size_limit", "60");
                String reply = IntakeFixture.text(fixture.data(content, piece)).replaceAll("as .*", "");
                results.add(reply
                        + fixture.contents.stream()
                                .map(one -> one.replaceAll("[0-9A-F]{10,}", "ID"))
                                .toList());
            }
            assertThat(results).as("seed " + seed).containsOnly(results.get(0));
            assertThat(results.get(0).replace("\r\n", "")).as("seed " + seed).doesNotContain("\r", "\n");
        }
    }

    @Test
    void storesALargeMessageInAFile() {
        IntakeFixture fixture = new IntakeFixture("message_size_limit", "0", "memory_limit", "65536");
        byte[] header = ("X: " + "y".repeat(70_000) + "\r\n").repeat(100).getBytes(StandardCharsets.US_ASCII);
        byte[] block = ("x".repeat(998) + "\r\n").repeat(64).getBytes(StandardCharsets.US_ASCII);
        byte[] end = ".\r\n".getBytes(StandardCharsets.US_ASCII);
        List<Long> sizes = new ArrayList<>();
        Intake intake = fixture.rules(message -> {
                    sizes.add(message.content().size().orElseThrow());
                    return List.of(ServerReply.of(250, "2.0.0", "Ok"));
                })
                .open(fixture.session);
        intake.beginData(LineEndings.STANDARD);
        intake.data(header, 0, header.length);
        for (int i = 0; i < 200; i++) {
            intake.data(block, 0, block.length);
        }
        intake.data(end, 0, end.length);

        assertThat(IntakeFixture.text(intake.finish())).startsWith("250 ");
        assertThat(sizes.get(0))
                .isBetween(200L * block.length + header.length + 100, 200L * block.length + header.length + 300);
    }

    @Test
    void dropsTheRestOfAHeaderLineWithoutEndWithoutCopyingItsStart() {
        IntakeFixture fixture = new IntakeFixture("message_size_limit", "0");
        Intake intake = fixture.rules().open(fixture.session);
        intake.beginData(LineEndings.STANDARD);
        byte[] start = ("A: " + "y".repeat(102_400)).getBytes(StandardCharsets.US_ASCII);
        intake.data(start, 0, start.length);
        byte[] rest = "x\r".repeat(1000).getBytes(StandardCharsets.US_ASCII);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        for (int i = 0; i < 50; i++) {
            intake.data(rest, 0, rest.length);
        }
        long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        byte[] end = "\r\nB: z\r\n.\r\n".getBytes(StandardCharsets.US_ASCII);
        intake.data(end, 0, end.length);

        assertThat(IntakeFixture.text(intake.finish())).startsWith("250 ");
        assertThat(fixture.afterReceived()).isEqualTo("A: " + "y".repeat(102_397) + "\r\nB: z\r\n");
        assertThat(allocated).as("octets allocated for 50,000 pieces").isLessThan(50L * 1024 * 1024);
    }

    @Test
    void remembersNoNamesOfFieldsButThoseItMayHaveToAdd() {
        IntakeFixture fixture = new IntakeFixture(
                "message_size_limit",
                "0",
                "always_add_missing_headers",
                "yes",
                "undisclosed_recipients_header",
                "To: x:;");
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            names.append("X-").append(i).append(": y\r\nResent-X-").append(i).append(": y\r\n");
        }
        fixture.reply("Date: today\r\nResent-Date: today\r\nResent-bcc: hidden\r\n" + names);

        assertThat(fixture.afterReceived())
                .startsWith("Date: today\r\nResent-Date: today\r\nX-0: y\r\n")
                .contains("Resent-X-19999: y\r\nResent-Message-Id: <")
                .endsWith("Resent-From: a@b.test\r\nTo: x:;\r\n");
    }

    @Test
    void accountsForTheMemoryOfManyRecipients() {
        IntakeFixture fixture = new IntakeFixture("memory_limit", "1000");
        fixture.memory = new MemoryBudget(20_000);
        Intake intake = fixture.rules().open(fixture.session);
        Recipient recipient = Recipient.of("user@example.test");
        int taken = 0;
        while (intake.takeRecipient(recipient)) {
            taken++;
        }
        assertThat(taken).as("recipients in 20,000 octets").isBetween(50, 90);
        intake.discard();
        intake.discard();
        assertThat(fixture.memory.take(20_000)).as("all memory is free again").isTrue();
    }

    @Test
    void accountsForTheMemoryOfLargeHeaders() {
        IntakeFixture fixture = new IntakeFixture("memory_limit", "1000", "header_size_limit", "50000");
        String content = "X: " + "y".repeat(20_000) + "\r\n\r\nbody\r\n";
        fixture.memory = new MemoryBudget(101_000);
        assertThat(fixture.reply(content)).startsWith("250 ");
        assertThat(fixture.memory.take(101_000)).as("all memory is free again").isTrue();

        fixture.memory = new MemoryBudget(100_999);
        assertThat(fixture.reply("X: y\r\n\r\nbody\r\n")).startsWith("250 ");
        assertThat(fixture.reply(content)).isEqualTo("451 4.3.0 Error: queue file write error");
        assertThat(fixture.memory.take(100_999)).as("all memory is free again").isTrue();
    }
}
