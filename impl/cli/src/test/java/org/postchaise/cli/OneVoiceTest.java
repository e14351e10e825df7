/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.engine.client.delivery.ClientCheck;
import org.postchaise.engine.config.Inspection;
import org.postchaise.engine.config.MainCf;
import org.postchaise.engine.config.MasterCf;
import org.postchaise.engine.config.SettingsException;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.testkit.MockMailbox;

/** What {@code config --check}, {@code send}, {@code doctor} and the check of the adapter say of the same main.cf. */
@Timeout(120)
class OneVoiceTest {
    @TempDir
    Path directory;

    private Path file(String lines) throws IOException {
        return Files.writeString(
                directory.resolve("main.cf"), "compatibility_level = 3.7\n" + lines.replace("; ", "\n") + "\n");
    }

    private static Finished ours(String... arguments) {
        return Finished.ours("hello\n", arguments);
    }

    private static Finished check(Path file) {
        return ours("config", "--check", file.toString());
    }

    private static Finished send(Path file) {
        return ours(
                "send", "-C", file.toString(), "--next-hop", "[127.0.0.1]:1", "-f", "a@example.com", "b@example.net");
    }

    private static Finished doctor(Path file) {
        return ours("doctor", "-C", file.toString(), "--no-connect", "[127.0.0.1]:1");
    }

    private static List<String> errors(String text) {
        return text.lines()
                .map(line -> line.replaceFirst("^postchaise: ", ""))
                .filter(line -> line.startsWith("error: "))
                .map(line -> line.substring("error: ".length()))
                .toList();
    }

    private static String adapter(Path file) {
        try {
            ClientCheck.require(Catalog.settings(MainCf.read(file)));
            return "";
        } catch (SettingsException e) {
            return e.getMessage();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            smtp -o smtp_connect_timeout=soon | service slow: parameter smtp_connect_timeout: bad value "soon"
            smtp -o smtp_generic_maps=hash:/nonexistent/g | service slow: parameter smtp_generic_maps: hash:/nonexistent/g: no such file
            lmtp -o lmtp_generic_maps=hash:/nonexistent/g | service slow: parameter lmtp_generic_maps: hash:/nonexistent/g: no such file
            smtp frob | service slow: argument "frob"; expected -o name=value
            """)
    void allRefuseABadServiceOfMasterCfInTheSameWords(String command, String text) throws IOException {
        Path file = file("");
        Path master = Files.writeString(directory.resolve("master.cf"), "slow unix - - n - - " + command + "\n");
        String whole = master + ", line 1: " + text;
        Finished checked = ours("config", "--master", master.toString(), "--check", file.toString());
        assertThat(checked.status()).isEqualTo(78);
        assertThat(checked.out() + checked.err()).contains(whole);
        Finished sent = ours(
                "send", "-C", file.toString(), "--master", master.toString(), "-f", "a@example.com", "b@example.net");
        assertThat(sent.status()).isEqualTo(78);
        assertThat(sent.err()).contains(whole);
        assertThatThrownBy(() ->
                        ClientCheck.require(Catalog.settings(MainCf.read(file)).with(MasterCf.read(master))))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(whole);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            transport_maps = hash:/nonexistent/transport | transport_maps: hash:/nonexistent/transport: no such file
            smtp_generic_maps = frob:/etc/hosts | smtp_generic_maps: table "frob:/etc/hosts": no table type frob
            smtp_header_checks = pcre:/nonexistent/checks | smtp_header_checks: pcre:/nonexistent/checks: no such file
            smtp_sasl_password_maps = hash:/nonexistent/sasl | smtp_sasl_password_maps: hash:/nonexistent/sasl: no such file
            smtp_tls_policy_maps = texthash:/nonexistent/policy | smtp_tls_policy_maps: texthash:/nonexistent/policy: no such file
            sender_dependent_relayhost_maps = relays | sender_dependent_relayhost_maps: table "relays" has no type
            lmtp_generic_maps = hash:/nonexistent/generic | lmtp_generic_maps: hash:/nonexistent/generic: no such file
            smtp_tls_security_level = may; smtp_tls_CAfile = /nonexistent/ca.pem | smtp_tls_CAfile: /nonexistent/ca.pem
            smtp_tls_security_level = may; smtp_tls_CApath = /nonexistent/certs | smtp_tls_CApath: /nonexistent/certs
            smtp_tls_security_level = may; smtp_tls_cert_file = /nonexistent/cert.pem | smtp_tls_cert_file: /nonexistent/cert.pem
            smtp_tls_security_level = may; smtp_tls_chain_files = /nonexistent/a.pem, /nonexistent/b.pem | smtp_tls_chain_files: /nonexistent/a.pem
            smtp_tls_policy_maps = static:secure; smtp_tls_trust_anchor_file = /nonexistent/ta.pem | smtp_tls_trust_anchor_file: /nonexistent/ta.pem
            smtp_tls_fingerprint_digest = frob | smtp_tls_fingerprint_digest: no digest "frob"
            dnssec_trust_anchor_file = /nonexistent/root.key | dnssec_trust_anchor_file
            verp_key_file = /nonexistent/keys | verp_key_file /nonexistent/keys
            default_transport = nowhere | default_transport: no transport "nowhere"
            best_mx_transport = nowhere | best_mx_transport: no transport "nowhere"
            relayhost = [mail.example.com | relayhost
            smtp_fallback_relay = [mail.example.com | smtp_fallback_relay
            transaction_mode = outbox; outbox_directory = /nonexistent/outbox | outbox_directory: outbox directory /nonexistent/outbox does not exist
            transaction_mode = outbox; outbox_directory = /etc/hosts | outbox_directory: outbox directory /etc/hosts is not a directory
            bounce_template_file = /nonexistent/templates | bounce_template_file: /nonexistent/templates: there is no such file
            myhostname = mail..example.com | myhostname: "mail..example.com" is no host name
            myhostname = -mail.example.com | myhostname: "-mail.example.com" is no host name
            smtp_tcp_port = frob | smtp_tcp_port: unknown service: frob/tcp
            smtp_tcp_port = 99999 | smtp_tcp_port: unknown service: 99999/tcp
            lmtp_tcp_port = frob | lmtp_tcp_port: unknown service: frob/tcp
            relayhost = [mail.example.com]:frob | relayhost: next hop "[mail.example.com]:frob": unknown service: frob/tcp
            smtp_fallback_relay = a.example b.example:frob | smtp_fallback_relay: next hop "b.example:frob": unknown service: frob/tcp
            default_transport = smtp:[mail.example.com | default_transport: next hop "[mail.example.com": missing "]"
            default_transport = smtp:mail.example.com:frob | default_transport: next hop "mail.example.com:frob": unknown service
            best_mx_transport = smtp:mail.example.com:frob | best_mx_transport: next hop "mail.example.com:frob": unknown service
            smtp_bind_address = mail.example.com | smtp_bind_address: "mail.example.com" is no numerical address
            dns_name_servers = ns.example.com | dns_name_servers: name server "ns.example.com" is no address
            smtp_tls_security_level = may; smtp_tls_protocols = frob | smtp_tls_protocols: "frob" is no TLS version
            smtp_tls_security_level = may; smtp_tls_mandatory_protocols = >=TLSv1.3 <=TLSv1.2 | smtp_tls_mandatory_protocols: no TLS version is left of
            smtp_tls_security_level = may; tls_medium_cipherlist = frob | smtp_tls_ciphers: no cipher is left of frob
            smtp_tls_security_level = may; smtp_tls_servername = not a name | smtp_tls_servername: "not a name" can't be sent as a server name
            smtp_connect_timeout = soon | smtp_connect_timeout: bad value "soon"
            relayhost = $a; a = $b; b = $a | relayhost
            """)
    void allRefuseItInTheSameWordsWithTheSameStatus(String lines, String text) throws IOException {
        Path file = file(lines);
        Finished checked = check(file);
        assertThat(errors(checked.out())).isNotEmpty().anyMatch(line -> line.contains(text));
        assertThat(checked.status()).isEqualTo(78);
        for (Finished other : List.of(send(file), doctor(file))) {
            assertThat(errors(other.err())).isEqualTo(errors(checked.out()));
            assertThat(other.status()).isEqualTo(78);
            assertThat(other.out()).isEmpty();
        }
        assertThat(adapter(file)).contains(text);
    }

    @Test
    void theCheckWarnsOfTransportsInTablesThatLeadNowhere() throws IOException {
        Path transports = Files.writeString(directory.resolve("transport"), "a.example nowhere:\nb.example smtp:\n");
        Finished checked = check(file("transport_maps = texthash:" + transports));
        assertThat(checked.out())
                .containsOnlyOnce("no transport")
                .startsWith("warning: ")
                .contains("line 2: parameter transport_maps: texthash:" + transports + ": no transport \"nowhere\"");
        assertThat(checked.status()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "policy_time_limit = 3600",
                "slow_destination_rate_delay = 1s",
                "slow_destination_concurrency_limit = 1",
                "mine = [127.0.0.1]:1; relayhost = $mine",
                "frob = 1",
                "transaction_mode = outbox",
                "outbox_directory = /nonexistent/outbox",
                "smtp_tls_protocols = frob",
                "default_transport = smtp:[127.0.0.1]:1",
                "relayhost = [127.0.0.1]:submission",
                "inet_interfaces = nonexistent.invalid",
                "smtp_tls_CAfile = /nonexistent/ca.pem",
                "smtp_connection_cache_destinations = /nonexistent/list",
                "alias_maps = hash:/nonexistent/aliases",
                "virtual_mailbox_maps = mysql:/nonexistent/mysql.cf",
                "smtpd_tls_cert_file = /nonexistent/cert.pem",
                "smtp_generic_maps = static:a@example.org; biff = no; mailbox_command = x"
            })
    void allTakeWhatSendingMailDoesNotNeed(String lines) throws IOException {
        Path file = file(lines);
        assertThat(check(file).status()).as(check(file).out()).isZero();
        assertThat(errors(send(file).err())).isEmpty();
        assertThat(send(file).status()).as("no server there").isEqualTo(75);
        assertThat(errors(doctor(file).err())).isEmpty();
        assertThat(doctor(file).status()).as(doctor(file).err()).isZero();
        assertThat(adapter(file)).isEmpty();
    }

    @Test
    void checkFindsEveryBrokenTableAtOnce() throws IOException {
        Path file = file(
                "transport_maps = hash:/none/a frob:b; smtp_generic_maps = hash:/none/c; smtp_body_checks = pcre:/none/d");
        assertThat(errors(check(file).out()))
                .satisfiesExactly(
                        one -> assertThat(one).startsWith(file + ", line 2: ").contains("hash:/none/a"),
                        one -> assertThat(one).startsWith(file + ", line 2: ").contains("frob:b"),
                        one -> assertThat(one).startsWith(file + ", line 3: ").contains("hash:/none/c"),
                        one -> assertThat(one).startsWith(file + ", line 4: ").contains("pcre:/none/d"));
    }

    @Test
    void warningsOfANormalFileAreOneLine() throws IOException {
        Path file = file("biff = no; alias_maps = hash:/etc/aliases; smtpd_banner = $myhostname; smtp_use_tls = no;"
                + " mailbox_size_limit = 0; inet_interfaces = all; smtpd_relay_restrictions = permit_mynetworks");
        try (MockMailbox mailbox = MockMailbox.start()) {
            List<String> send =
                    new ArrayList<>(List.of("send", "-C", file.toString(), "--next-hop", mailbox.nextHop()));
            send.addAll(List.of("-f", "a@example.com", "b@example.net"));
            Finished sent = ours(send.toArray(String[]::new));
            assertThat(sent.status()).isZero();
            assertThat(sent.err()).hasLineCount(1).startsWith("postchaise: warning: " + file + ": ");
            send.add(1, "-v");
            assertThat(ours(send.toArray(String[]::new)).err())
                    .contains("postchaise: note: " + file + ", line 2: parameter biff ")
                    .contains("postchaise: note: " + file + ", line 5: parameter smtp_use_tls is obsolete");
        }
        assertThat(doctor(file).err()).isEqualTo("postchaise: " + check(file).out());
    }

    @Test
    void anOverrideIsChecked() {
        for (String[] command : List.of(
                new String[] {"send", "-o", "frob=1", "-f", "a@example.com", "b@example.net"},
                new String[] {"doctor", "-o", "frob=1", "example.net"},
                new String[] {"config", "-o", "frob=1"})) {
            Finished finished = ours(command);
            assertThat(finished.status()).isEqualTo(78);
            assertThat(finished.err())
                    .isEqualTo(
                            "postchaise: error: option -o: unknown parameter frob (value \"1\"); expected a name of the"
                                    + " reference" + System.lineSeparator());
        }
    }

    @Test
    void aFindingKeepsFileAndLine() throws IOException {
        Path file = file("biff = no; transport_maps = hash:/none/a");
        Inspection inspection = ClientCheck.of(Inspection.of(Catalog.defaults(), Optional.of(file), Map.of()));
        assertThat(inspection.findings())
                .filteredOn(one -> one.severity() == Inspection.Severity.ERROR)
                .singleElement()
                .satisfies(one -> assertThat(one.line()).isEqualTo(3));
    }
}
