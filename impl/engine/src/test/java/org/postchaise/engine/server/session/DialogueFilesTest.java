/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postchaise.engine.server.command.SessionRules.Protocol;
import org.postchaise.engine.server.view.ServerReply;

/**
 * The dialogues in {@code src/test/resources/dialogues/server}. Most were recorded from Postfix 3.7.11; what the session answers
 * otherwise is said in the file.
 */
class DialogueFilesTest {
    private static final Path FOLDER = Path.of("src/test/resources/dialogues/server");

    static Stream<Dialogue> dialogues() throws IOException {
        List<Dialogue> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.sorted().toList()) {
                all.add(Dialogue.read(file));
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("dialogues")
    void answersAsWritten(Dialogue dialogue) {
        assertThat(answers(dialogue, WHOLE)).as(dialogue.name()).isEqualTo(expected(dialogue));
    }

    @ParameterizedTest
    @MethodSource("dialogues")
    void answersAreTheSameForSingleOctets(Dialogue dialogue) {
        if (!dialogue.settings().containsKey("smtpd_forbid_unauth_pipelining")) {
            assertThat(answers(
                            dialogue,
                            sent -> sent.chars().mapToObj(Character::toString).toList()))
                    .as(dialogue.name())
                    .isEqualTo(expected(dialogue));
        }
    }

    @ParameterizedTest
    @MethodSource("dialogues")
    void answersAreTheSameForRandomPieces(Dialogue dialogue) {
        Random random = new Random(dialogue.name().hashCode());
        if (!dialogue.settings().containsKey("smtpd_forbid_unauth_pipelining")) {
            assertThat(answers(dialogue, sent -> pieces(sent, random)))
                    .as(dialogue.name())
                    .isEqualTo(expected(dialogue));
        }
    }

    private static List<String> pieces(String sent, Random random) {
        List<String> pieces = new ArrayList<>();
        for (int at = 0; at < sent.length(); ) {
            int end = Math.min(sent.length(), at + 1 + random.nextInt(40));
            pieces.add(sent.substring(at, end));
            at = end;
        }
        return pieces;
    }

    private static List<String> expected(Dialogue dialogue) {
        List<String> lines = new ArrayList<>();
        for (Dialogue.Turn turn : dialogue.turns()) {
            lines.add("C: " + turn.sent());
            lines.addAll(turn.answers());
        }
        dialogue.log().forEach(line -> lines.add("L: " + line));
        return lines;
    }

    private static final Cut WHOLE = List::of;

    /** A cutting of what the client sends at once into what arrives at once. */
    @FunctionalInterface
    private interface Cut {
        List<String> pieces(String sent);
    }

    private static List<String> answers(Dialogue dialogue, Cut cut) {
        List<String> lines = new ArrayList<>();
        Protocol protocol = dialogue.lmtp() ? Protocol.LMTP : Protocol.SMTP;
        try (SessionFixture fixture = new SessionFixture(dialogue.settings(), protocol)) {
            for (String reject : dialogue.rejects()) {
                String[] parts = reject.split(" ", 4);
                fixture.access.reject(parts[0], ServerReply.of(Integer.parseInt(parts[1]), parts[2], parts[3]));
            }
            boolean first = true;
            for (Dialogue.Turn turn : dialogue.turns()) {
                lines.add("C: " + turn.sent());
                if (first) {
                    settle(fixture, fixture.session.run(), lines);
                    first = false;
                }
                for (String piece : cut.pieces(turn.sent())) {
                    settle(fixture, fixture.send(piece), lines);
                }
            }
            assertThat(fixture.intakes.open()).as("open intakes at the end").isBetween(0, 1);
            fixture.session.inputEnded();
            assertThat(fixture.intakes.open()).as("open intakes after the end").isZero();
            List<String> left = new ArrayList<>(fixture.log);
            for (String line : dialogue.log()) {
                // what is pipelined is seen, and logged, only when it arrives together
                int index = line.startsWith("improper command pipelining") && cut != WHOLE ? 0 : left.indexOf(line);
                lines.add("L: " + (index < 0 ? "nothing of it in " + fixture.log : line));
                left = index < 0 ? left : left.subList(index + (left.get(index).equals(line) ? 1 : 0), left.size());
            }
        }
        return lines;
    }

    /** Collects replies, and lets pauses pass. */
    private static void settle(SessionFixture fixture, Next next, List<String> lines) {
        Next now = next;
        lines.addAll(fixture.replies());
        while (now instanceof Next.Pause pause) {
            lines.add("PAUSE");
            fixture.sleep((pause.until().nanoTime() - fixture.now()) / 1_000_000);
            now = fixture.session.run();
            lines.addAll(fixture.replies());
        }
        if (now instanceof Next.End && !lines.get(lines.size() - 1).equals("END")) {
            lines.add("END");
        }
    }
}
