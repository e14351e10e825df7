/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Sessions that no client would have: each has well-formed replies, the same ones in whatever pieces the octets arrive, and leaves no intake
 * open. Seeds are fixed; {@code -Dpostchaise.inputs=N} tries more.
 */
class SessionFuzzTest {
    private static final int INPUTS = Integer.getInteger("postchaise.inputs", 2000);
    private static final Map<String, String> SETTINGS = Map.of(
            "smtpd_hard_error_limit", "100000",
            "smtpd_error_sleep_time", "0",
            "smtpd_authorized_xclient_hosts", "127.0.0.0/8",
            "smtpd_authorized_xforward_hosts", "127.0.0.0/8",
            "smtpd_authorized_verp_clients", "127.0.0.0/8",
            "message_size_limit", "10000");
    private static final List<String> PIECES = List.of(
            "EHLO x\r\n",
            "EHLO x\n",
            "HELO \u00e4\r\n",
            "HELO \u00c3\u00a4\r\n",
            "MAIL FROM:<a@b.test>\r\n",
            "MAIL FROM:<a@b.test>\r\n",
            "MAIL FROM:<> SIZE=5 BODY=8BITMIME RET=HDRS ENVID=x+20y\r\n",
            "MAIL FROM:<\"a b\"@[127.0.0.1]> SMTPUTF8 XVERP=+=\r\n",
            "MAIL FROM:",
            "RCPT TO:<user@example.test>\r\n",
            "RCPT TO:<user@example.test>\r\n",
            "RCPT TO:<u@relay.test> NOTIFY=NEVER ORCPT=rfc822;x+2By\r\n",
            "RCPT TO:<nobody@example.test>\n",
            "RCPT TO:<",
            "DATA\r\n",
            "DATA\r\nSubject: x\r\n\r\n.\r\n",
            ".\r\n",
            "\r\n.\r\n",
            "\n.\n",
            "\r\n.\n",
            ".\r",
            "BDAT 5\r\nabcde",
            "BDAT 0\r\n",
            "BDAT 4 LAST\r\n\r\n.\r",
            "BDAT 20000 LAST\r\n",
            "BDAT ",
            "RSET\r\n",
            "NOOP x\0y\r\n",
            "VRFY <user@example.test>\r\n",
            "VRFY \"\r\n",
            "ETRN relay.test\r\n",
            "XCLIENT NAME=b.test ADDR=127.0.0.9 HELO=a+20b\r\n",
            "XCLIENT ADDR=[UNAVAILABLE]\r\n",
            "XFORWARD NAME=c.test IDENT=+00+0D+0A PORT=9\r\n",
            "STARTTLS\r\n",
            "AUTH PLAIN AAAA\r\n",
            "\0",
            "\r",
            "\n",
            "\r\r\n",
            " ",
            "\t",
            "<<\\\">>",
            "\u00ff\u00fe",
            "0123456789".repeat(220),
            "From: x\r\n",
            "QUIT\r\n");

    @Test
    void anyOctetsGetTheSameRepliesInAnyPieces() {
        try (SessionFixture fixture = new SessionFixture(SETTINGS)) {
            for (int seed = 0; seed < INPUTS; seed++) {
                Random random = new Random(seed);
                byte[] octets = input(random);
                fixture.intakes.restart();
                List<String> whole = replies(fixture, octets, octets.length);
                fixture.intakes.restart();
                assertThat(replies(fixture, octets, 1 + random.nextInt(9)))
                        .as("seed " + seed)
                        .isEqualTo(whole)
                        .allMatch(line -> line.matches("[2-5][0-9][0-9][ -].*"))
                        .noneMatch(line -> line.startsWith("421 4.3.0"));
            }
        }
    }

    private static byte[] input(Random random) {
        StringBuilder octets = new StringBuilder();
        int pieces = random.nextInt(40);
        for (int i = 0; i < pieces; i++) {
            // the last piece ends a session, so it is rarer
            octets.append(PIECES.get(random.nextInt(PIECES.size() - (random.nextInt(10) == 0 ? 0 : 2))));
        }
        return octets.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static List<String> replies(SessionFixture fixture, byte[] octets, int most) {
        fixture.connect(SessionFixture.CLIENT);
        Next next = fixture.session.run();
        for (int at = 0; at < octets.length && !(next instanceof Next.End); at += most) {
            fixture.session.feed(octets, at, Math.min(octets.length, at + most));
            next = fixture.session.run();
        }
        fixture.session.inputEnded();
        assertThat(fixture.intakes.open()).as("open intakes").isZero();
        return fixture.replies();
    }
}
