/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postchaise.testkit.FakeDns;
import org.postchaise.testkit.FakeDns.Behaviour;
import org.postchaise.testkit.MockMailbox;
import org.postchaise.testkit.ScriptedPeer;
import tools.jackson.jr.ob.JSON;

@Timeout(120)
class DoctorCommandTest {
    private final MockMailbox mailbox = MockMailbox.start();
    private final FakeDns dns = FakeDns.of(
            "example.com MX 10 mx1.example.com",
            "example.com MX 20 mx2.example.com",
            "mx1.example.com A 127.0.0.1",
            "mx2.example.com A 127.0.0.9");

    @TempDir
    Path directory;

    @AfterEach
    void stop() {
        dns.close();
        mailbox.close();
    }

    /** IPv4 alone, since the machine may have no other; nobody but the mailbox listens at its port. */
    private Finished doctor(String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                "doctor", "--resolver", dns.address(), "-o", "inet_protocols=ipv4", "-o", "myhostname=me.example"));
        all.addAll(List.of(arguments));
        return Finished.ours("", all.toArray(String[]::new));
    }

    private Finished atMailbox(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--port", "" + mailbox.port()));
        all.addAll(List.of(arguments));
        return doctor(all.toArray(String[]::new));
    }

    @Test
    void explainsAHealthyDomain() {
        dns.secure("example.com");
        Finished done = atMailbox("-o", "smtp_dns_support_level=dnssec", "example.com");
        assertThat(done.err()).isEmpty();
        assertThat(done.status()).isZero();
        assertThat(done.lines().stream().map(line -> line.replaceAll("after \\d+ ms", "after N ms")))
                .containsExactly(
                        "example.com: mail can be delivered",
                        "",
                        "next hop example.com:" + mailbox.port(),
                        "  MX of example.com: 10 mx1.example.com., 20 mx2.example.com. (validated, for 60 s)",
                        "  A of mx1.example.com: 127.0.0.1 (validated, for 60 s)",
                        "  A of mx2.example.com: 127.0.0.9 (validated, for 60 s)",
                        "  host 1: mx1.example.com[127.0.0.1]:" + mailbox.port()
                                + ", preference 10, MX and address validated",
                        "    greets:  220 mailbox.invalid ESMTP mock mailbox",
                        "    offers:  8BITMIME, CHUNKING, DSN, ENHANCEDSTATUSCODES, PIPELINING, SIZE 104857600",
                        "    is ready for mail after N ms",
                        "  host 2: mx2.example.com[127.0.0.9]:" + mailbox.port()
                                + ", preference 20, MX and address validated",
                        "    fails:   4.4.1 connect to mx2.example.com[127.0.0.9]:" + mailbox.port()
                                + ": Connection refused");
        assertThat(mailbox.mails()).isEmpty();
        // the mailbox answers QUIT on a thread of its own
        await().untilAsserted(
                        () -> assertThat(mailbox.dialogue()).last().asString().startsWith("S: 221"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nx.example | 69 | nx.example: mail would be returned: 5.4.4 Host or domain name not found. Name service error for name=nx.example type=A: Host not found
            null.example | 69 | null.example: mail would be returned: 5.1.0 Domain null.example does not accept mail (nullMX)
            sf.example | 75 | sf.example: mail would be deferred: 4.4.3 Host or domain name not found. Name service error for name=sf.example type=MX: Host not found, try again
            self.example | 69 | self.example: mail would be returned: 5.4.6 mail for self.example loops back to myself
            [gone.example] | 69 | [gone.example]: mail would be returned: 5.4.4 Host or domain name not found. Name service error for name=gone.example type=A: Host not found
            [127.0.0.9]:1 | 75 | [127.0.0.9]:1: mail would be deferred: 4.4.1 connect to 127.0.0.9[127.0.0.9]:1: Connection refused
            x.example:nosuchservice | 75 | x.example:nosuchservice: mail would be deferred: 4.3.0 unknown service: nosuchservice/tcp
            """)
    void saysWhyMailDoesNotGetThere(String destination, int status, String verdict) {
        dns.add("null.example MX 0 .")
                .add("self.example MX 10 me.example")
                .add("me.example A 192.0.2.99")
                .with("sf.example", "MX", Behaviour.SERVFAIL);
        Finished done = doctor("-o", "inet_interfaces=192.0.2.99", destination);
        assertThat(done.lines().get(0)).isEqualTo(verdict);
        assertThat(done.status()).isEqualTo(status);
    }

    @Test
    void aHostThatRefusesOrIsSilentIsNamedWithItsReply() {
        try (ScriptedPeer peer = ScriptedPeer.ofText("S: 554 5.7.1 go away\u001b\nsession\nhang\n")) {
            String[] arguments = {"-o", "smtp_skip_5xx_greeting=no", "--time-limit", "1s", "[127.0.0.1]:" + peer.port()
            };
            Finished refused = doctor(arguments);
            assertThat(refused.status()).isEqualTo(69);
            assertThat(refused.out())
                    .contains("greets:  554 5.7.1 go away?")
                    .contains("fails:   5.7.1 host 127.0.0.1[127.0.0.1] refused to talk to me: 554 5.7.1 go away?");
            Finished silent = doctor(arguments);
            assertThat(silent.status()).isEqualTo(75);
            assertThat(silent.lines().get(0)).contains("timed out while receiving the initial server greeting");
        }
    }

    @Test
    void withoutConnectionsItLooksNamesUpOnly() {
        Finished done = atMailbox("--no-connect", "user@example.com");
        assertThat(done.status()).isZero();
        assertThat(done.lines().get(0))
                .isEqualTo("user@example.com: mail has somewhere to go; whether it is taken there was not tried");
        assertThat(done.out()).contains("note: smtp_dns_support_level is not dnssec");
        assertThat(mailbox.connections()).isZero();
    }

    @Test
    void mailForADomainGoesToTheRelayhostOfTheFileAndThenToTheFallback() throws IOException {
        Path file = Files.writeString(
                directory.resolve("main.cf"),
                "compatibility_level = 3.7\n"
                        + "relayhost = [127.0.0.9]:" + mailbox.port() + "\nsmtp_fallback_relay = [127.0.0.1]:"
                        + mailbox.port() + "\n");
        Finished done = doctor("-C", file.toString(), "example.com");
        assertThat(done.err()).isEmpty();
        assertThat(done.status()).isZero();
        assertThat(done.out())
                .contains("relayhost [127.0.0.9]:" + mailbox.port())
                .contains("fallback relay [127.0.0.1]:" + mailbox.port() + ", when all before failed")
                .doesNotContain("note:");
    }

    @Test
    void tablesSayWhereMailGoesOrThatItDoesNot() {
        String map = "transport_maps=inline:{example.com=smtp:[127.0.0.1]:" + mailbox.port()
                + ", {closed.example=error:5.1.8 we do not send there}}";
        Finished sent = doctor("-o", map, "ann@example.com");
        assertThat(sent.status()).isZero();
        assertThat(sent.out()).contains("next hop [127.0.0.1]:" + mailbox.port());
        Finished refused = doctor("-o", map, "closed.example");
        assertThat(refused.status()).isEqualTo(69);
        assertThat(refused.lines())
                .containsExactly("closed.example: mail would be returned: 5.1.8 we do not send there");
        Finished bySender = doctor(
                "-o",
                "sender_dependent_relayhost_maps=inline:{me@example.org=[127.0.0.1]:" + mailbox.port() + "}",
                "--from",
                "me@example.org",
                "example.com");
        assertThat(bySender.out()).contains("next hop [127.0.0.1]:" + mailbox.port());
    }

    @Test
    void oddThingsAreNoted() {
        dns.add("odd.example MX 5 gone.example")
                .add("odd.example MX 10 alias.example")
                .add("odd.example MX 20 127.0.0.1")
                .add("alias.example CNAME real.example")
                .add("plain.example A 127.0.0.1");
        for (int i = 1; i < 8; i++) {
            dns.add("real.example A 127.0.1." + i);
        }
        String odd = atMailbox("--no-connect", "odd.example").out();
        assertThat(odd)
                .contains("note: gone.example has no address, and is passed over")
                .contains("note: alias.example is an alias of real.example; an MX record should not name one")
                .contains("note: the MX record \"20 127.0.0.1.\" holds an address where a name belongs")
                .contains("note: of 7 addresses 5 are tried (smtp_mx_address_limit)");
        assertThat(atMailbox("plain.example").out()).contains("note: plain.example has no MX record");
    }

    @Test
    void serversOfSrvRecordsAreShown() {
        dns.add("_submission._tcp.example.com SRV 1 2 " + mailbox.port() + " mx1.example.com");
        Finished done = doctor("-o", "use_srv_lookup=submission", "--port", "submission", "example.com");
        assertThat(done.status()).isZero();
        assertThat(done.out())
                .contains("SRV of _submission._tcp.example.com: 1 2 " + mailbox.port() + " mx1.example.com.")
                .contains("host 1: mx1.example.com[127.0.0.1]:" + mailbox.port());
    }

    @Test
    void jsonHoldsTheSame() throws IOException {
        dns.add("\u00fc.example MX 10 mx1.example.com");
        Finished done = atMailbox("--format", "json", "example.com");
        assertThat(done.status()).isZero();
        assertThat(done.out()).hasLineCount(1).matches("\\p{ASCII}*");
        Map<String, Object> all = JSON.std.mapFrom(done.out());
        assertThat(all)
                .containsEntry("destination", "example.com")
                .containsEntry("verdict", "deliverable")
                .containsEntry("text", "mail can be delivered");
        Map<?, ?> site = (Map<?, ?>) ((List<?>) all.get("sites")).get(0);
        assertThat((List<?>) site.get("lookups")).hasSize(3);
        Map<?, ?> host = (Map<?, ?>) ((List<?>) site.get("hosts")).get(0);
        assertThat(host.get("address")).isEqualTo("127.0.0.1");
        assertThat(host.get("exchanger")).isEqualTo("insecure");
        Map<?, ?> contact = (Map<?, ?>) host.get("contact");
        assertThat(contact.get("capabilities").toString()).contains("PIPELINING");
        Finished none = doctor("--format", "json", "nx.example");
        assertThat(none.status()).isEqualTo(69);
        assertThat(JSON.std.mapFrom(none.out())).containsEntry("verdict", "returned");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [ | 64 | missing "]" in server description: [
            host:99999999 | 64 | bad network port: 99999999
            -o smtp_connect_timeout=soon example.com | 78 | smtp_connect_timeout
            -o nosuch_parameter=1 example.com | 78 | unknown parameter nosuch_parameter
            -o relayhost=[ example.com | 78 | parameter relayhost: next hop "["
            -o known_tcp_ports=a example.com | 78 | parameter known_tcp_ports
            -C /nonexistent/main.cf example.com | 78 | /nonexistent/main.cf
            --resolver nowhere example.com | 64 | name server "nowhere" is no address
            --time-limit soon example.com | 64 | --time-limit soon
            --format xml example.com | 64 | xml
            """)
    void whatIsWrongIsSaidInOneLine(String arguments, int status, String text) {
        Finished done = Finished.ours("", ("doctor " + arguments).split(" ", -1));
        assertThat(done.err()).startsWith("postchaise: ").contains(text).hasLineCount(1);
        assertThat(done.out()).isEmpty();
        assertThat(done.status()).isEqualTo(status);
    }
}
