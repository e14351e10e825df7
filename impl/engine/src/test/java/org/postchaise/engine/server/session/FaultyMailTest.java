/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.postchaise.engine.server.command.SessionRules.Protocol;
import org.postchaise.engine.server.intake.IntakeOutcome;
import org.postchaise.engine.server.view.ClientIdentity;
import org.postchaise.engine.server.view.ClientRates;
import org.postchaise.engine.server.view.ServerReply;

/** Sessions whose mail fails in part or for a fault of this system, and whose clients are privileged. */
class FaultyMailTest {
    private static final ServerReply OK = ServerReply.of(250, "2.0.0", "Ok");
    private static final ServerReply UNKNOWN = ServerReply.of(550, "5.1.1", "No such user");
    private static final ServerReply FULL = ServerReply.of(452, "4.2.2", "Mailbox full");
    private static final String MAIL = "MAIL FROM:<a@b.test>\r\n";
    private static final String USER = "RCPT TO:<user@example.test>\r\n";
    private static final String THREE =
            MAIL + USER + "RCPT TO:<other@example.test>\r\nRCPT TO:<abuse@example.test>\r\n";

    /** Rates that refuse everything, and count what they are asked. */
    private static final class NoRoom implements ClientRates {
        private final List<String> asked = new ArrayList<>();

        @Override
        public Admission connected(ClientIdentity client) {
            asked.add("connected " + client.address());
            return new Admission.Admitted();
        }

        @Override
        public void disconnected(ClientIdentity client) {
            asked.add("disconnected " + client.address());
        }

        @Override
        public OptionalLong exceeded(Kind kind, ClientIdentity client) {
            asked.add(kind + " " + client.address());
            return OptionalLong.of(9);
        }
    }

    private static List<String> send(SessionFixture fixture, String octets) {
        fixture.replies();
        fixture.send(octets);
        return fixture.replies();
    }

    private static String last(List<String> lines) {
        return lines.get(lines.size() - 1);
    }

    @Test
    void anErrorOfTheVirtualMachineEndsTheSessionAndCountsTheClientOut() {
        NoRoom rates = new NoRoom();
        try (SessionFixture fixture = new SessionFixture(Map.of(), Protocol.SMTP, rates)) {
            fixture.session.run();
            fixture.access.fail("helo", new StackOverflowError("in a test"));
            assertThat(send(fixture, "EHLO x\r\n")).containsExactly("421 4.3.0 mail.example.test Server local error");
            assertThat(fixture.send("NOOP\r\n")).isEqualTo(Next.END);
            assertThat(rates.asked).containsExactly("connected 127.0.0.5", "disconnected 127.0.0.5");
            assertThat(last(fixture.log)).startsWith("disconnect from ");
        }
    }

    @Test
    void aTemporaryRefusalOfOneRecipientIsNotHiddenByAPermanentOne() {
        try (SessionFixture fixture = new SessionFixture(Map.of())) {
            fixture.intakes.decide(message -> new IntakeOutcome.PerRecipient(List.of(OK, UNKNOWN, FULL)));
            fixture.session.run();
            assertThat(last(send(fixture, "EHLO x\r\n" + THREE + "DATA\r\n"))).startsWith("354 ");
            assertThat(send(fixture, ".\r\n")).containsExactly("452 4.2.2 Mailbox full");
        }
    }

    @Test
    void eachRefusedRecipientIsLogged() {
        for (Protocol protocol : Protocol.values()) {
            try (SessionFixture fixture = new SessionFixture(Map.of(), protocol)) {
                fixture.intakes.decide(message -> new IntakeOutcome.PerRecipient(List.of(OK, UNKNOWN, FULL)));
                fixture.session.run();
                boolean lmtp = protocol == Protocol.LMTP;
                fixture.send((lmtp ? "LHLO" : "EHLO") + " x\r\n" + THREE + "DATA\r\n.\r\n");
                String start = "QID1: reject: END-OF-MESSAGE from client5.test[127.0.0.5]: ";
                String facts = "> proto=" + (lmtp ? "LMTP" : "ESMTP") + " helo=<x>";
                assertThat(fixture.log)
                        .contains(start + "550 5.1.1 No such user; from=<a@b.test> to=<other@example.test" + facts)
                        .contains(start + "452 4.2.2 Mailbox full; from=<a@b.test> to=<abuse@example.test" + facts);
            }
        }
    }

    @Test
    void mailThatHasFailedIsNotJudgedAtTheEndOfData() {
        try (SessionFixture fixture = new SessionFixture(Map.of())) {
            fixture.access.reject("end", ServerReply.of(450, "4.7.1", "Come back later"));
            fixture.intakes.fail();
            fixture.intakes.decide(message ->
                    new IntakeOutcome.Refused(ServerReply.of(552, "5.3.4", "Error: message file too big"), true));
            fixture.session.run();
            fixture.send("EHLO x\r\n" + MAIL + USER + "DATA\r\n");
            assertThat(send(fixture, ".\r\n")).containsExactly("552 5.3.4 Error: message file too big");
        }
    }

    @Test
    void aListenerThatThrowsDoesNotChangeTheReplyToAcceptedMail() {
        try (SessionFixture fixture = new SessionFixture(Map.of())) {
            fixture.session.run();
            fixture.send("EHLO x\r\n" + MAIL + USER + "DATA\r\n");
            fixture.breakListener();
            assertThat(send(fixture, ".\r\nNOOP\r\n")).containsExactly("250 2.0.0 Ok: queued as QID1", "250 2.0.0 Ok");
        }
    }

    @Test
    void recipientsBeyondTheLimitAreCountedForEachMailAnew() {
        try (SessionFixture fixture = new SessionFixture(Map.of(
                "smtpd_recipient_limit", "1", "smtpd_recipient_overshoot_limit", "2", "smtpd_hard_error_limit", "1"))) {
            fixture.session.run();
            String tooMany = MAIL + USER + USER + USER + "RSET\r\n";
            assertThat(send(fixture, "EHLO x\r\n" + tooMany + tooMany + tooMany))
                    .doesNotContain("421 4.7.0 mail.example.test Error: too many errors")
                    .endsWith("452 4.5.3 Error: too many recipients", "250 2.0.0 Ok");
        }
    }

    @Test
    void aClientThatMayUseXclientIsNotCountedButTheClientItTellsOfIs() {
        NoRoom rates = new NoRoom();
        Map<String, String> settings = Map.of("smtpd_authorized_xclient_hosts", "127.0.0.5");
        try (SessionFixture fixture = new SessionFixture(settings, Protocol.SMTP, rates)) {
            fixture.session.run();
            assertThat(last(send(fixture, "EHLO x\r\n" + MAIL + "RSET\r\n" + MAIL)))
                    .isEqualTo("250 2.1.0 Ok");
            fixture.send("RSET\r\nXCLIENT ADDR=192.0.2.1\r\n");
            assertThat(last(send(fixture, "EHLO x\r\n" + MAIL)))
                    .isEqualTo("450 4.7.1 Error: too much mail from 192.0.2.1");
            fixture.send("QUIT\r\n");
            assertThat(rates.asked).containsExactly("MESSAGE 192.0.2.1");
        }
    }

    @Test
    void spaceBeforeACommandDoesNotKeepItFromTheFilter() {
        try (SessionFixture fixture = new SessionFixture(Map.of("smtpd_command_filter", "inline:{NOOP=QUIT}"))) {
            fixture.session.run();
            assertThat(send(fixture, " \tNOOP\r\n")).containsExactly("221 2.0.0 Bye");
            assertThat(fixture.log)
                    .contains(
                            "client5.test[127.0.0.5]: replacing command \" \tNOOP\" with \"QUIT\"".replace('\t', '?'));
        }
    }

    @Test
    void aRecipientWhoseOwnOriginalRecipientWouldBeTooLongIsAccepted() {
        try (SessionFixture fixture = new SessionFixture(Map.of())) {
            fixture.session.run();
            String local = "\u00c3\u00bc".repeat(100);
            String octets =
                    "EHLO x\r\nMAIL FROM:<a@b.test> SMTPUTF8\r\nRCPT TO:<" + local + "@relay.test>\r\nDATA\r\n.\r\n";
            assertThat(send(fixture, octets)).contains("250 2.1.5 Ok");
            assertThat(fixture.intakes.messages().get(0).recipients().get(0).originalRecipient())
                    .isEmpty();
        }
    }

    @Test
    void theOwnOriginalRecipientIsThePathAsTheClientSentIt() {
        try (SessionFixture fixture = new SessionFixture(Map.of())) {
            fixture.session.run();
            send(fixture, """
                    EHLO x
                    MAIL FROM:<a@b.test>
                    RCPT TO:<@x.test:"u"@relay.test >
                    RCPT TO:u.@relay.test
                    DATA
                    .
                    """.replace("\n", "\r\n"));
            assertThat(fixture.intakes.messages().get(0).recipients())
                    .extracting(one -> one.address() + " " + one.originalRecipient())
                    .containsExactly(
                            "u@relay.test rfc822;@x.test:\"u\"@relay.test", "\"u.\"@relay.test rfc822;u.@relay.test");
        }
    }
}
