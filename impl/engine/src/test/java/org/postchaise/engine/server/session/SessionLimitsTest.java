/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.postchaise.engine.server.command.SessionRules.Protocol;
import org.postchaise.engine.server.intake.IntakeOutcome;
import org.postchaise.engine.server.view.ClientIdentity;
import org.postchaise.engine.server.view.ClientRates;
import org.postchaise.engine.server.view.ServerReply;

/** Time limits, ends and faults of a session. */
class SessionLimitsTest {
    private static final String MAIL = "EHLO x\r\nMAIL FROM:<a@b.test>\r\nRCPT TO:<user@example.test>\r\n";

    private static Duration untilDeadline(SessionFixture fixture, Next next) {
        return Duration.ofNanos(((Next.Read) next).deadline().nanoTime() - fixture.now());
    }

    @Test
    void eachPieceHasTheWholeTimeLimit() {
        try (SessionFixture fixture = new SessionFixture(Map.of("smtpd_timeout", "300s"))) {
            assertThat(untilDeadline(fixture, fixture.session.run())).isEqualTo(Duration.ofMinutes(5));
            fixture.sleep(200_000);
            assertThat(untilDeadline(fixture, fixture.send("NO"))).isEqualTo(Duration.ofMinutes(5));
        }
    }

    @Test
    void perRequestDeadlineCoversTheWholeCommand() {
        try (SessionFixture fixture =
                new SessionFixture(Map.of("smtpd_timeout", "300s", "smtpd_per_request_deadline", "yes"))) {
            fixture.session.run();
            fixture.sleep(200_000);
            assertThat(untilDeadline(fixture, fixture.send("NO"))).isEqualTo(Duration.ofSeconds(100));
            assertThat(untilDeadline(fixture, fixture.send("OP\r\n"))).isEqualTo(Duration.ofMinutes(5));
        }
    }

    @Test
    void contentGainsTimeByTheMinimumDataRate() {
        Map<String, String> settings =
                Map.of("smtpd_timeout", "100s", "smtpd_per_request_deadline", "yes", "smtpd_min_data_rate", "10");
        try (SessionFixture fixture = new SessionFixture(settings)) {
            fixture.session.run();
            fixture.send(MAIL + "DATA\r\n");
            fixture.sleep(60_000);
            assertThat(untilDeadline(fixture, fixture.send("Subject: 12345678\r\n\r\n")))
                    .as("40 s left, and 2.1 s for 21 octets")
                    .isEqualTo(Duration.ofMillis(42_100));
            assertThat(untilDeadline(fixture, fixture.send("x".repeat(5000)))).isEqualTo(Duration.ofSeconds(100));
        }
    }

    @Test
    void aTimeLimitEndsTheSessionWith421() {
        try (SessionFixture fixture = new SessionFixture(Map.of())) {
            fixture.session.run();
            fixture.send(MAIL + "DATA\r\nSubject: x\r\n");
            fixture.replies();
            assertThat(fixture.session.timedOut()).isEqualTo(Next.END);
            assertThat(fixture.replies()).containsExactly("421 4.4.2 mail.example.test Error: timeout exceeded");
            assertThat(fixture.log)
                    .contains("timeout after DATA (12 bytes) from client5.test[127.0.0.5]")
                    .endsWith("disconnect from client5.test[127.0.0.5] ehlo=1 mail=1 rcpt=1 data=0/1 commands=3/4");
            assertThat(fixture.intakes.open()).isZero();
            assertThat(fixture.send("QUIT\r\n")).isEqualTo(Next.END);
            assertThat(fixture.replies()).isEmpty();
        }
    }

    @Test
    void defersRecipientsForWhichNoMemoryIsLeft() {
        try (SessionFixture fixture = new SessionFixture(Map.of("smtpd_hard_error_limit", "1"))) {
            fixture.intakes.leaveRoom(1);
            fixture.session.run();
            fixture.send(MAIL);
            fixture.replies();
            fixture.send("RCPT TO:<user@example.test>\r\nRCPT TO:<user@example.test>\r\nDATA\r\n\r\n.\r\n");
            assertThat(fixture.replies())
                    .startsWith("452 4.3.1 Insufficient system storage", "452 4.3.1 Insufficient system storage")
                    .endsWith("250 2.0.0 Ok: queued as QID1");
            assertThat(fixture.intakes.messages().get(0).recipients()).hasSize(1);
            assertThat(fixture.log)
                    .contains(
                            "warning: no memory left for more recipients (intake_memory) from client5.test[127.0.0.5]");
        }
    }

    @Test
    void aLostConnectionDropsTheMail() {
        try (SessionFixture fixture = new SessionFixture(Map.of())) {
            fixture.session.run();
            fixture.send(MAIL + "BDAT 10\r\nab");
            assertThat(fixture.session.inputEnded()).isEqualTo(Next.END);
            assertThat(fixture.log).contains("lost connection after BDAT (2 bytes) from client5.test[127.0.0.5]");
            assertThat(fixture.intakes.messages()).isEmpty();
            assertThat(fixture.intakes.open()).isZero();
        }
    }

    @Test
    void drainingEndsAnIdleSessionAndLetsAMailEnd() {
        try (SessionFixture fixture = new SessionFixture(Map.of())) {
            fixture.session.run();
            fixture.send(MAIL);
            fixture.replies();
            fixture.session.drain();
            assertThat(fixture.session.run()).isInstanceOf(Next.Read.class);
            assertThat(fixture.session.inTransaction()).isTrue();
            assertThat(fixture.send("DATA\r\n.\r\nNOOP\r\n")).isEqualTo(Next.END);
            assertThat(fixture.replies())
                    .containsExactly(
                            "354 End data with <CR><LF>.<CR><LF>",
                            "250 2.0.0 Ok: queued as QID1",
                            "421 4.3.2 mail.example.test Error: shutting down");
        }
    }

    @Test
    void pipelinedRepliesAreOneWrite() {
        try (SessionFixture fixture = new SessionFixture(Map.of())) {
            fixture.session.run();
            int before = fixture.writes();
            fixture.send(MAIL + "DATA\r\n");
            assertThat(fixture.writes()).isEqualTo(before + 1);
        }
    }

    @Test
    void aFaultOfTheIntakeEndsTheSessionWith421() {
        try (SessionFixture fixture = new SessionFixture(Map.of())) {
            fixture.intakes.decide(message -> {
                throw new IllegalStateException("a fault in a test");
            });
            fixture.session.run();
            fixture.send(MAIL + "DATA\r\n");
            fixture.replies();
            assertThat(fixture.send(".\r\nNOOP\r\n")).isEqualTo(Next.END);
            assertThat(fixture.replies()).containsExactly("421 4.3.0 mail.example.test Server local error");
            assertThat(fixture.intakes.open()).isZero();
        }
    }

    @Test
    void lmtpRecipientsHaveRepliesOfTheirOwn() {
        try (SessionFixture fixture = new SessionFixture(Map.of(), Protocol.LMTP)) {
            fixture.intakes.decide(message -> new IntakeOutcome.PerRecipient(
                    List.of(ServerReply.of(250, "2.0.0", "Ok"), ServerReply.of(452, "4.2.2", "Mailbox full"))));
            fixture.session.run();
            fixture.send("LHLO x\r\n" + MAIL.substring(8) + "RCPT TO:<other@example.test>\r\nDATA\r\n");
            fixture.replies();
            fixture.send(".\r\n");
            assertThat(fixture.replies()).containsExactly("250 2.0.0 Ok", "452 4.2.2 Mailbox full");
        }
    }

    @Test
    void smtpHasOneReplyEvenWhereRecipientsDiffer() {
        try (SessionFixture fixture = new SessionFixture(Map.of())) {
            fixture.intakes.decide(message -> new IntakeOutcome.PerRecipient(
                    List.of(ServerReply.of(250, "2.0.0", "Ok"), ServerReply.of(452, "4.2.2", "Mailbox full"))));
            fixture.session.run();
            fixture.send(MAIL + "RCPT TO:<other@example.test>\r\nDATA\r\n");
            fixture.replies();
            fixture.send(".\r\n");
            assertThat(fixture.replies()).containsExactly("452 4.2.2 Mailbox full");
        }
    }

    @Test
    void aClientWithTooManyConnectionsIsTurnedAway() {
        ClientRates full = new ClientRates() {
            @Override
            public Admission connected(ClientIdentity client) {
                return new Admission.TooMany(51);
            }

            @Override
            public void disconnected(ClientIdentity client) {}

            @Override
            public OptionalLong exceeded(Kind kind, ClientIdentity client) {
                return OptionalLong.empty();
            }
        };
        try (SessionFixture fixture = new SessionFixture(Map.of(), Protocol.SMTP, full)) {
            assertThat(fixture.session.run()).isEqualTo(Next.END);
            assertThat(fixture.replies())
                    .containsExactly("421 4.7.0 mail.example.test Error: too many connections from 127.0.0.5");
            assertThat(fixture.log)
                    .containsExactly(
                            "connect from client5.test[127.0.0.5]",
                            "warning: Connection concurrency limit exceeded: 51 from client5.test[127.0.0.5] for service"
                                    + " 127.0.0.1:25",
                            "disconnect from client5.test[127.0.0.5] commands=0/0");
        }
    }

    @Test
    void aClientWithTooMuchMailIsDeferred() {
        ClientRates full = new ClientRates() {
            @Override
            public Admission connected(ClientIdentity client) {
                return new Admission.Admitted();
            }

            @Override
            public void disconnected(ClientIdentity client) {}

            @Override
            public OptionalLong exceeded(Kind kind, ClientIdentity client) {
                return kind == Kind.MESSAGE ? OptionalLong.of(3) : OptionalLong.empty();
            }
        };
        try (SessionFixture fixture = new SessionFixture(Map.of(), Protocol.SMTP, full)) {
            fixture.session.run();
            fixture.replies();
            fixture.send("HELO x\r\nMAIL FROM:<a@b.test>\r\n");
            assertThat(fixture.replies()).endsWith("450 4.7.1 Error: too much mail from 127.0.0.5");
            assertThat(fixture.log)
                    .endsWith(
                            "warning: Message delivery request rate limit exceeded: 3 from client5.test[127.0.0.5] for"
                                    + " service 127.0.0.1:25");
        }
    }

    @Test
    void anOutputThatFailsEndsTheSession() {
        try (SessionFixture fixture = new SessionFixture(Map.of())) {
            fixture.breakOutput(new IOException("reset by peer"));
            assertThat(fixture.session.run()).isEqualTo(Next.END);
            assertThat(fixture.log).contains("lost connection after CONNECT from client5.test[127.0.0.5]");
        }
    }
}
