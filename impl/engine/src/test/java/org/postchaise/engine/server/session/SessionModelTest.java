/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.postchaise.api.Recipient;

/**
 * Random sequences of commands, in random pieces, against {@link MailModel}: one reply a command, no state of one mail in the next, 250 at
 * the end only with a message taken. {@code -Dpostchaise.sessions=N} tries more of them.
 */
class SessionModelTest {
    private static final int SESSIONS = Integer.getInteger("postchaise.sessions", 1000);
    private static final int COMMANDS = 60;
    private static final Map<String, String> SETTINGS = Map.of(
            "smtpd_hard_error_limit", "100000",
            "smtpd_soft_error_limit", "100000",
            "smtpd_junk_command_limit", "100000");

    private final StringBuilder sent = new StringBuilder();
    private final List<Integer> expected = new ArrayList<>();
    private MailModel model;
    private Random random;

    @Test
    void randomSessionsBehaveAsTheModel() {
        try (SessionFixture fixture = new SessionFixture(SETTINGS)) {
            for (int seed = 0; seed < SESSIONS; seed++) {
                random = new Random(seed);
                model = new MailModel();
                sent.setLength(0);
                expected.clear();
                expected.add(220);
                say("EHLO x", model.greet());
                for (int i = 0; i < COMMANDS; i++) {
                    command();
                }
                fixture.connect(SessionFixture.CLIENT);
                run(seed, fixture);
            }
        }
    }

    private void run(int seed, SessionFixture fixture) {
        List<Integer> codes = new ArrayList<>();
        fixture.intakes.messages().clear();
        fixture.session.run();
        byte[] octets = sent.toString().getBytes(StandardCharsets.ISO_8859_1);
        for (int at = 0; at < octets.length; ) {
            int end = Math.min(octets.length, at + 1 + random.nextInt(random.nextBoolean() ? 5 : 200));
            fixture.session.feed(octets, at, end);
            assertThat(fixture.session.run()).as("seed " + seed).isInstanceOf(Next.Read.class);
            at = end;
        }
        for (String line : fixture.replies()) {
            if (line.charAt(3) == ' ') {
                codes.add(Integer.parseInt(line.substring(0, 3)));
            }
        }
        assertThat(codes).as("seed " + seed + "\n" + sent).isEqualTo(expected);
        assertThat(fixture.intakes.messages().stream()
                        .map(message -> new MailModel.Taken(
                                message.mail().sender(),
                                message.recipients().stream()
                                        .map(Recipient::address)
                                        .toList(),
                                message.content())))
                .as("seed " + seed)
                .isEqualTo(model.taken);
        fixture.session.inputEnded();
        assertThat(fixture.intakes.open()).as("seed " + seed).isZero();
    }

    private void command() {
        String user = "u" + random.nextInt(1000);
        switch (random.nextInt(16)) {
            case 0 -> say("EHLO y", model.greet());
            case 1 -> say("helo z", model.greet());
            case 2 -> say("RSET", model.reset());
            case 3 -> say("NOOP x y", 250);
            case 4 -> say(random.nextBoolean() ? "" : "BOGUS", 500);
            case 5 -> say("MAIL FROM:<" + user, model.mail("", false));
            case 6 -> say("RCPT TO:<nobody@example.test>", model.rcpt("", false));
            case 7, 8, 9 -> say("MAIL FROM:<" + user + "@b.test> SIZE=10", model.mail(user + "@b.test", true));
            case 10, 11, 12 -> say("RCPT TO:<" + user + "@relay.test>", model.rcpt(user + "@relay.test", true));
            case 13 -> data();
            default -> bdat();
        }
    }

    private void say(String line, int code) {
        sent.append(line).append("\r\n");
        expected.add(code);
    }

    private void data() {
        int code = model.data();
        say("DATA", code);
        if (code == 354) {
            String text = "Subject: " + random.nextInt() + "\r\n\r\nRSET\r\n.x\r\n\r\n";
            sent.append(text.replace("\r\n.", "\r\n..")).append(".\r\n");
            expected.add(model.content(text));
        }
    }

    private void bdat() {
        String text = "\r\nMAIL FROM:<x@b.test>\r\n.\r\nQUIT\r\n.";
        int length = random.nextInt(text.length() + 1);
        // what a CR becomes that has no LF yet is the decoder's affair
        String chunk = text.substring(0, length > 0 && text.charAt(length - 1) == '\r' ? length - 1 : length);
        boolean last = random.nextBoolean();
        sent.append("BDAT ")
                .append(chunk.length())
                .append(last ? " LAST" : "")
                .append("\r\n")
                .append(chunk);
        expected.add(model.bdat(chunk, last));
    }
}
